import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

/** A label in front, the text behind it; nothing where there is no text. */
export function labelledLines(word: string, text: string | null, theme: Theme, width: number): readonly string[] {
  if (text === null || text === '') return [];
  const label = word.padEnd(5);
  const indent = 2 + label.length;
  const [first = '', ...rest] = wrapText(text, width - indent);
  const gap = ' '.repeat(indent);
  return [`  ${theme.dim(label)}${first}`, ...rest.map((line) => gap + line.trimStart())];
}
