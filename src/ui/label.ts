import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

const LABEL_WIDTH = 5;
/** Lines break between words, before their end. */
const SPARE = 12;

/** Columns of two lines beside a label: what explains a finding on the screen is not longer, if it can be helped. */
export function roomBesideLabel(width: number): number {
  return 2 * (width - 2 - LABEL_WIDTH) - SPARE;
}

/** A label in front, the text behind it; nothing where there is no text. @param style of label and text, where they are to stand out */
export function labelledLines(
  word: string,
  text: string | null,
  theme: Theme,
  width: number,
  style?: (text: string) => string,
): readonly string[] {
  if (text === null || text === '') return [];
  const label = word.padEnd(LABEL_WIDTH);
  const indent = 2 + LABEL_WIDTH;
  const [first = '', ...rest] = wrapText(text, width - indent);
  const gap = ' '.repeat(indent);
  const styled = style ?? ((line: string): string => line);
  return [`  ${(style ?? theme.dim)(label)}${styled(first)}`, ...rest.map((line) => gap + styled(line.trimStart()))];
}
