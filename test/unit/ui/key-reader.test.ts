import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KeyReader } from '../../../src/ui/key-reader.js';
import type { Stroke } from '../../../src/ui/key-decoder.js';

/** What a reader takes of these reads, once it is sure that no more comes. */
async function taken(manyLines: boolean, ...reads: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const strokes: Stroke[] = [];
  const reader = new KeyReader((more) => strokes.push(...more));
  for (const read of reads) reader.read(Buffer.from(read), manyLines);
  await expect.poll(async () => (await sleep(60), strokes.length)).toBeGreaterThan(0);
  return strokes.map((stroke) => ('text' in stroke ? `${stroke.kind} ${stroke.text}` : stroke.kind));
}

test.each<[string, boolean, readonly (string | Buffer)[], readonly string[]]>([
  ['a line that is typed, where there may be many', true, ['84.50.12.34\r'], ['keys 84.50.12.34', 'enter']],
  ['lines of one read', true, ['IP 84.50.12.34\rport 4445\r'], ['paste IP 84.50.12.34\nport 4445', 'enter']],
  [
    'lines of one read that end without an Enter',
    true,
    ['IP 84.50.12.34\rport 4445'],
    ['paste IP 84.50.12.34\nport 4445'],
  ],
  [
    'lines of one paste in two reads, cut after a line end',
    true,
    ['IP 84.50.12.34\r', 'port 4445\r'],
    ['paste IP 84.50.12.34\nport 4445', 'enter'],
  ],
  ['lines where there is one only: typed ahead', false, ['1\rDesk\r'], ['keys 1', 'enter', 'keys Desk', 'enter']],
  [
    'lines typed ahead after a paste that was told',
    true,
    ['\u001b[200~a\rb\u001b[201~', '\rDesk\r'],
    ['paste a\nb'.replace('\n', '\r'), 'enter', 'keys Desk', 'enter'],
  ],
  ['a letter in two reads', false, [Buffer.from([0xc3]), Buffer.from([0xb5])], ['keys õ']],
  ['the Esc key', false, ['\u001b'], ['escape']],
  ['an arrow in two reads', false, ['\u001b', '[A'], ['keys \u001b[A']],
])('the reader hands on %s', async (_, manyLines, reads, strokes) => {
  expect(await taken(manyLines, ...reads)).toEqual(strokes);
});
