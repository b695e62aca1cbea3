/** The five of XML; in any letter case, since no meaning hangs on it. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(#?[0-9A-Za-z]{1,32});/y;
const NUMBER = /^#(?:x([0-9a-f]+)|([0-9]+))$/i;

/**
 * A text with its references resolved: once, so that what comes of them is text. An `&` that begins none of XML's
 * five, or a number that is no character, is text like any other: some firmware writes names as they are.
 * @param forgive called with each such place, as it is written
 */
export function resolveReferences(text: string, forgive: (written: string) => void): string {
  let [resolved, from] = ['', 0];
  // One after another: replaced all at the same time, a hundred thousand of them take ten megabytes more.
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', from)) {
    REFERENCE.lastIndex = at;
    const [whole = '&', name = ''] = REFERENCE.exec(text) ?? [];
    const meaning = meaningOf(name);
    if (meaning === undefined) forgive(whole);
    resolved += text.slice(from, at) + (meaning ?? whole);
    from = at + whole.length;
  }
  return from === 0 ? text : resolved + text.slice(from);
}

function meaningOf(name: string): string | undefined {
  const [, hex, decimal] = NUMBER.exec(name) ?? [];
  return hex === undefined && decimal === undefined
    ? ENTITIES.get(name.toLowerCase())
    : characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
}

/** What XML 1.0 has as a character (production 2). One that a printer's escape brings unwritten is another matter. */
const CHARACTERS = [
  [0x9, 0xa],
  [0xd, 0xd],
  [0x20, 0xd7ff],
  [0xe000, 0xfffd],
  [0x10000, 0x10ffff],
] as const;

function characterOf(code: number): string | undefined {
  return CHARACTERS.some(([first, last]) => code >= first && code <= last) ? String.fromCodePoint(code) : undefined;
}
