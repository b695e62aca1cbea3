import type { Cell } from '../../support/screen.js';

export type Line = readonly Cell[];

/** What is another at every run, and what stands for it in the picture, as long as it is. */
const RANDOM: readonly (readonly [pattern: RegExp, stand: (found: string, nth: number) => string])[] = [
  [/\b\d{8}-[a-z]{5}\b/g, () => '20260214-bcdfg'],
  [/\bTT[A-Z0-9]{10}\b/g, () => 'TTABCDEFGHJK'],
  [/\b20\d\d-\d\d-\d\d(?= \d\d:)/g, () => '2026-02-14'],
  [/\b\d\d:\d\d:\d\d\b/g, () => '10:00:42'],
  // Ports of this machine: the log's is the second to come.
  [/\b[3-6]\d{4}\b/g, (_, nth) => (nth === 0 ? '14445' : '15551')],
  [/(?<=Kood: |terminal: )\d{4}\b/g, () => '4711'],
];

/** The lines of a call without what no two calls share, and without blank ones at the end. */
export function tidy(lines: readonly Line[]): readonly Line[] {
  const last = lines.findLastIndex((line) => textOf(line).trim() !== '');
  const seen = new Map<RegExp, string[]>();
  return lines.slice(0, last + 1).map((line) => {
    const text = RANDOM.reduce((shown, random) => replaceEach(shown, random, seen), textOf(line));
    return line.map(({ style }, index) => ({ style, char: text[index] ?? ' ' }));
  });
}

export function textOf(line: Line): string {
  return line.map(({ char }) => char).join('');
}

/** What comes again has the same stand-in everywhere in the picture. */
function replaceEach(text: string, [pattern, stand]: (typeof RANDOM)[number], seen: Map<RegExp, string[]>): string {
  const known = seen.get(pattern) ?? [];
  seen.set(pattern, known);
  return text.replace(pattern, (found) => {
    if (!known.includes(found)) known.push(found);
    return stand(found, known.indexOf(found));
  });
}

/** The words alone, sorted: how long something took, where a line had to break, and which of two simultaneous things came first is another at every run. */
export function wordsOf(lines: readonly string[]): readonly string[] {
  const text = lines
    .join(' ')
    .replaceAll(/\([\d.]+ m?s\)/g, '')
    .replaceAll(/\d+/g, '0');
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .sort();
}
