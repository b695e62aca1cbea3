import isUnicodeSupported from 'is-unicode-supported';

/** What stands for what where only ASCII is sure to be seen. Letters are never touched: a sentence to say stays as it is. */
const ASCII: Readonly<Record<string, string>> = {
  ' ·': ',',
  '…': '...',
  '“': '"',
  '”': '"',
  '’': "'",
  '–': '-',
  '×': 'x',
  '→': '->',
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '✔': 'ok',
  '✖': 'x',
};
const KNOWN = new RegExp(Object.keys(ASCII).join('|'), 'g');

export function inAscii(text: string): string {
  return text.replaceAll(KNOWN, (sign) => ASCII[sign] ?? sign);
}

/** Whether signs beyond ASCII are sure to be seen: not on a dumb terminal, the Linux console, an old Windows console, or in a locale that has none. */
export function unicodeIsSafe(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((one) => (one ?? '') !== '') ?? '';
  const named = /\.([^@]+)/.exec(locale)?.[1];
  const fits = named === undefined ? !/^(C|POSIX)$/.test(locale) : /^utf-?8$/i.test(named);
  return isUnicodeSupported() && env['TERM'] !== 'dumb' && fits;
}
