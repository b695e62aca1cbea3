import { visibleWidth } from '../../ui/text-width.js';
import { wrapText } from '../../ui/wrap.js';

/** What help is laid out for. */
export interface Layout {
  readonly width: number;
  readonly strong: (text: string) => string;
}

export type HelpRow = readonly [left: string, right: string];

const INDENT = '  ';
const GAP = 2;
const READABLE = 24;

/** A flag stays with its value, and what stands in quotes is one word. */
const UNBROKEN = /--\S+ (?:"[^"]*"|[^-\s]\S*)|"[^"]*"|\S+/g;

/** A title with lines under it, and an empty line before; nothing where there are no lines. */
export function helpSection(title: string, lines: readonly string[], { strong }: Layout): readonly string[] {
  return lines.length === 0 ? [] : ['', strong(title), ...lines];
}

/** Two columns; the right one below the left where the window is too narrow for both. */
export function helpTable(rows: readonly HelpRow[], { width }: Layout): readonly string[] {
  const column = INDENT.length + Math.max(0, ...rows.map(([left]) => visibleWidth(left))) + GAP;
  if (width - column < READABLE)
    return rows.flatMap(([left, right]) => [`${INDENT}${left}`, ...hanging(right, width, 2 * INDENT.length)]);
  return rows.flatMap(([left, right]) => {
    const [first = '', ...rest] = hanging(right, width, column);
    return [`${INDENT}${left}`.padEnd(column) + first.trimStart(), ...rest].map((line) => line.trimEnd());
  });
}

/** Paragraphs, wrapped; a line that begins with blanks is shown as it stands, since it is to be typed. */
export function helpProse(text: string, { width }: Layout): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      line === '' ? [''] : line.startsWith(' ') ? [`${INDENT}${line}`] : hanging(line, width, INDENT.length),
    );
}

/** What something is, in a sentence: the first thing of its help. */
export function helpHeadline(text: string, { width }: Layout): readonly string[] {
  return hanging(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.'), width, 0);
}

/** A command as it is typed, continued on lines of its own where it is too long for one. */
export function helpExample(command: string, { width }: Layout): readonly string[] {
  const lines: string[] = [];
  let line = `${INDENT}$`;
  for (const word of command.match(UNBROKEN) ?? []) {
    if (`${line} ${word} \\`.length > width && line.trim() !== '$') {
      lines.push(`${line} \\`);
      line = `${INDENT}${INDENT}`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

function hanging(text: string, width: number, column: number): readonly string[] {
  const lines = wrapText(text, width - column - GAP).map((line) => ' '.repeat(column) + line.trimStart());
  return lines.length === 0 ? [''] : lines;
}
