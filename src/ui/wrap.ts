import { visibleWidth } from './text-width.js';

/** Columns of the window that a stream writes to; a pipe has no end of the line. */
export function windowWidth(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return stream.isTTY === true ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}

/** Columns for text that is read; longer lines are hard to follow. */
export function textWidth(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return stream.isTTY === true ? Math.min(windowWidth(stream), 100) : Number.POSITIVE_INFINITY;
}

/** Breaks a text into lines of at most `width` columns, the later ones indented like the first. Long words stay whole. */
export function wrapText(text: string, width: number, indent = ''): readonly string[] {
  const words = text.split(/\s+/).filter((part) => part !== '');
  const room = Math.max(width, 20) - indent.length;
  // A pipe: there is nothing to measure.
  if (room === Number.POSITIVE_INFINITY) return words.length === 0 ? [] : [indent + words.join(' ')];
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && visibleWidth(line) + 1 + visibleWidth(word) > room) {
      lines.push(indent + line);
      line = lines.length === 0 ? word : `  ${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** A command behind its label; on a line of its own where the two do not fit one: it is copied, so it is never broken. */
export function commandLines(label: string, command: string, width: number): readonly string[] {
  const line = `${label} ${command}`;
  return visibleWidth(line) <= width ? [line] : [label, command];
}

/** A text behind another; on lines of its own where the two do not fit one. */
export function labelAndText(before: string, text: string, width: number): string {
  const last = before.split('\n').at(-1) ?? '';
  if (visibleWidth(last) + 1 + visibleWidth(text) < width) return `${before} ${text}`;
  return [before, ...wrapText(text, width - 1, '  ')].join('\n');
}
