import { expect, test } from 'vitest';
import { linesOf, LONGEST_LINE } from '../../../../../../src/flows/look/sweep/input/lines.js';
import { textChunks } from '../../../../../../src/flows/look/sweep/input/text-chunks.js';
import type { ListLine } from '../../../../../../src/flows/look/sweep/input/lines.js';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(bytes: Buffer, size = 7): Promise<readonly ListLine[]> {
  const lines: ListLine[] = [];
  for await (const line of linesOf(textChunks(pieces(bytes, size)))) lines.push(line);
  return lines;
}

const TEXT = 'Töökoht;Ip\r\nÕue\rŽ\n\nlõpp';
const LINES = ['Töökoht;Ip', 'Õue', 'Ž', '', 'lõpp'];

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16 as PowerShell writes it', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
  ['an old Windows program in Estonia', Buffer.from(TEXT.replaceAll('Ž', '\u00de'), 'latin1')],
])('%s is read, however it arrives', async (_, bytes) => {
  for (const size of [1, 2, 3, 7, 1000]) {
    const lines = await read(bytes, size);
    expect(lines.filter(({ text }) => text !== '').map(({ text }) => text)).toEqual(
      LINES.filter((text) => text !== ''),
    );
    expect(lines.map(({ line }) => line)).toEqual(lines.map((__, index) => index + 1));
  }
});

test('CR and LF that arrive apart are one line end', async () => {
  expect(await read(Buffer.from('a\r\nb\r\nc'), 2)).toEqual([
    { text: 'a', line: 1 },
    { text: 'b', line: 2 },
    { text: 'c', line: 3 },
  ]);
});

test('a line without end is cut, and the next one is itself again', async () => {
  const lines = await read(Buffer.from(`first\n${'x'.repeat(3 * LONGEST_LINE)}\nlast\n`), 1000);
  expect(lines.map(({ text, line, cut }) => [text.length, line, cut])).toEqual([
    [5, 1, undefined],
    [LONGEST_LINE, 2, true],
    [4, 3, undefined],
  ]);
});
