const SECTION = 0x1000;
const HEADERS = 0x200;

type Field = readonly [bytes: 2 | 4 | 8, value: number];
const half = (value: number): Field => [2, value];
const word = (value: number): Field => [4, value];
const long = (value: number): Field => [8, value];

/**
 * A library of Windows (PE32+, x64) without a line of code: its one function is another library's.
 * @param target `library.function`
 */
export function forwarder(library: string, name: string, target: string): Buffer {
  const file = Buffer.alloc(2 * HEADERS);
  const write = (at: number, ...fields: readonly Field[]): void => {
    for (const [bytes, value] of fields) {
      file.writeUIntLE(value, at, Math.min(bytes, 6));
      at += bytes;
    }
  };
  /** Its place once it is loaded. */
  const text = (at: number, content: string): number => {
    file.write(`${content}\0`, HEADERS + at, 'latin1');
    return SECTION + at;
  };
  file.write('MZ', 0);
  write(0x3c, word(0x40));
  file.write('PE\0\0', 0x40);
  // x64, one section, and that it is a library.
  write(0x44, half(0x8664), half(1), word(0), word(0), word(0), half(240), half(0x2022));
  write(0x58, half(0x20b), half(0), word(0), word(HEADERS), word(0), word(0), word(SECTION));
  write(0x70, long(0x180000000), word(SECTION), word(HEADERS), half(6), half(0), half(0), half(0), half(6), half(0));
  write(0x8c, word(0), word(2 * SECTION), word(HEADERS), word(0), half(3), half(0x100));
  write(
    0xa0,
    long(0x100000),
    long(0x1000),
    long(0x100000),
    long(0x1000),
    word(0),
    word(16),
    word(SECTION),
    word(HEADERS),
  );
  file.write('.edata', 0x148);
  write(0x150, word(HEADERS), word(SECTION), word(HEADERS), word(HEADERS));
  write(0x16c, word(0x40000040));
  // What it gives: one function, by its name.
  const [functions, names, numbers] = [0x28, 0x2c, 0x30] as const;
  write(HEADERS + 12, word(text(0x40, library)), word(1), word(1), word(1));
  write(HEADERS + 28, word(SECTION + functions), word(SECTION + names), word(SECTION + numbers));
  write(HEADERS + functions, word(text(0xc0, target)), word(text(0x80, name)), half(0));
  return file;
}
