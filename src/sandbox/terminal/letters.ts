/** Encodings that terminals in the Baltic states may write, by their names in an XML declaration. */
export type Encoding =
  'UTF-8' | 'ISO-8859-1' | 'ISO-8859-4' | 'ISO-8859-13' | 'ISO-8859-15' | 'windows-1257' | 'KOI8-R';

const TABLES = new Map<Encoding, ReadonlyMap<string, number>>();

/** A text as bytes; a letter that the encoding does not have is a question mark. */
export function bytesIn(encoding: Encoding, text: string): Buffer {
  if (encoding === 'UTF-8') return Buffer.from(text, 'utf8');
  const table = TABLES.get(encoding) ?? tableOf(encoding);
  TABLES.set(encoding, table);
  return Buffer.from(Array.from(text, (letter) => table.get(letter) ?? QUESTION_MARK));
}

const QUESTION_MARK = 0x3f;

function tableOf(encoding: Encoding): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(encoding);
  return new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
