const DOT = String.raw`\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\sdot\s|\(punkt\)|\spunkt\s|\sточка\s)\s?`;
const BETWEEN = [DOT, String.raw`,\s?`, String.raw`\.\s`, String.raw`\s\.\s?`];
const ADDRESSES = BETWEEN.map(
  (between) =>
    new RegExp(
      String.raw`(?<![\d.,])(\d{1,3})${between}(\d{1,3})${between}(\d{1,3})${between}(\d{1,3})(?![\d])`,
      'giu',
    ),
);

/** An address that was written so that no program takes it for one, and what it was read as. */
interface Defanged {
  readonly text: string;
  readonly written: string;
  readonly address: string;
}

/** Reads `84[.]50[.]12[.]34`, `84,50,12,34`, `84. 50. 12. 34` as addresses; undefined where there is none of them. `plainly`: the first of these alone, which is nothing else. */
export function readDefanged(text: string, how: 'plainly' | 'maybe'): Defanged | undefined {
  let found: Omit<Defanged, 'text'> | undefined;
  let plain = text.replaceAll(/\bhxxp(s?):/gi, 'http$1:');
  for (const pattern of how === 'plainly' ? ADDRESSES.slice(0, 1) : ADDRESSES)
    plain = plain.replaceAll(pattern, (written: string, ...parts: readonly string[]) => {
      const numbers = parts.slice(0, 4);
      if (numbers.some((part) => Number(part) > 255)) return written;
      const address = numbers.join('.');
      found ??= { written, address };
      return address;
    });
  return found && { ...found, text: plain };
}
