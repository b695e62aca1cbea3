import { COLUMNS } from './record.js';
import { textOf } from './tidy.js';
import type { Line } from './tidy.js';

/** Pixels. */
const CELL = 8.4;
const LEADING = 19;
const MARGIN = 18;
const BAR = 36;

/** The window has a ground of its own, so that it is read on a light page as on a dark one. */
const STYLE = `
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:#d7dee6;white-space:pre}
.bold{font-weight:700;fill:#fff}.dim{fill:#98a5b3}.green{fill:#6fd58c}.red{fill:#ff9c92}.yellow{fill:#eec25a}.cyan{fill:#74d0e0}.blue{fill:#8ab8ff}.magenta{fill:#d9a6ff}
.title{fill:#98a5b3;text-anchor:middle}`;

/** A terminal window with these lines, as an SVG that needs nothing else. @param command as it was typed */
export function drawWindow(lines: readonly Line[], command: string): string {
  const width = Math.round(COLUMNS * CELL + 2 * MARGIN);
  const height = BAR + lines.length * LEADING + 2 * MARGIN;
  const rows = [
    `<text x="${String(MARGIN)}" y="${String(yOf(0))}"><tspan class="green">$</tspan> <tspan class="bold">${escape(command)}</tspan></text>`,
    ...lines.flatMap((line, index) => drawLine(line, index + 1)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" width="${String(width)}" height="${String(height)}" role="img" aria-labelledby="title desc">
<title id="title">A whole call, from the address to the registered terminal</title>
<desc id="desc">${escape(
    lines
      .map(textOf)
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .join(' '),
  )}</desc>
<style>${STYLE}
</style>
<rect x="0.5" y="0.5" width="${String(width - 1)}" height="${String(height - 1)}" rx="10" fill="#11161c" stroke="#4a545f"/>
<circle cx="22" cy="18" r="6" fill="#ff5f57"/><circle cx="42" cy="18" r="6" fill="#febc2e"/><circle cx="62" cy="18" r="6" fill="#28c840"/>
<text class="title" x="${String(width / 2)}" y="23">${escape(command)}</text>
${rows.join('\n')}
</svg>
`;
}

function yOf(row: number): number {
  return BAR + MARGIN + row * LEADING;
}

/** Each run of one style has its own place and length, whatever letters the reader's machine has. */
function drawLine(line: Line, row: number): readonly string[] {
  const runs: { at: number; text: string; name: string }[] = [];
  for (const [at, { char, style }] of line.entries()) {
    const name = style.join(' ');
    const last = runs.at(-1);
    if (last?.name === name) last.text += char;
    else runs.push({ at, text: char, name });
  }
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ at, text, name }) => drawRun(at + (text.length - text.trimStart().length), text.trim(), name, row));
}

function drawRun(at: number, text: string, name: string, row: number): string {
  const length = Array.from(text).length * CELL;
  return `<text${name === '' ? '' : ` class="${name}"`} x="${(MARGIN + at * CELL).toFixed(1)}" y="${String(yOf(row))}" textLength="${length.toFixed(1)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

/** The lines of a window that was drawn, without the one that was typed; each run back in its column. */
export function linesOf(svg: string): readonly string[] {
  const lines = new Map<number, string>();
  for (const [, x = '', y = '', text = ''] of svg.matchAll(
    /<text[^>]* x="([\d.]+)" y="(\d+)" textLength[^>]*>([^<]*)</g,
  )) {
    const before = lines.get(Number(y)) ?? '';
    lines.set(Number(y), before.padEnd(Math.round((Number(x) - MARGIN) / CELL)) + unescape(text));
  }
  return [...lines.values()];
}

function unescape(text: string): string {
  return Object.entries(ENTITIES).reduceRight((told, [char, entity]) => told.replaceAll(entity, char), text);
}
