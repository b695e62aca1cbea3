import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asOnePaste, KeyDecoder } from '../../../src/ui/key-decoder.js';
import type { Stroke } from '../../../src/ui/key-decoder.js';

const [BEGIN, END] = ['\u001b[200~', '\u001b[201~'];
const keys = (text: string): Stroke => ({ kind: 'keys', text });
const paste = (text: string): Stroke => ({ kind: 'paste', text });
const ENTER: Stroke = { kind: 'enter' };

function decoded(...chunks: readonly string[]): readonly Stroke[] {
  const decoder = new KeyDecoder();
  return [...chunks.flatMap((chunk) => decoder.decode(chunk)), ...decoder.decide()];
}

describe('strokes', () => {
  test.each<[string, readonly string[], readonly Stroke[]]>([
    ['a line that is typed', ['a', 'b', '\r'], [keys('a'), keys('b'), ENTER]],
    ['two lines that are typed ahead', ['1\rDesk\r'], [keys('1'), ENTER, keys('Desk'), ENTER]],
    ['every kind of line end', ['a\r\nb\nc\r'], [keys('a'), ENTER, keys('b'), ENTER, keys('c'), ENTER]],
    ['a paste of lines, and an Enter', [`${BEGIN}one\r\ntwo\n${END}\r`], [paste('one\r\ntwo\n'), ENTER]],
    ['a paste between what is typed', [`a${BEGIN}b\rc${END}d`], [keys('a'), paste('b\rc'), keys('d')]],
    ['two pastes', [`${BEGIN}a${END}${BEGIN}b${END}`], [paste('a'), paste('b')]],
    ['a paste that holds a Ctrl-C and an arrow', [`${BEGIN}a\u0003\u001b[A${END}`], [paste('a\u0003\u001b[A')]],
    ['the Esc key', ['\u001b'], [{ kind: 'escape' }]],
    ['an arrow', ['\u001b[B\r'], [keys('\u001b[B'), ENTER]],
    ['an arrow in two parts', ['\u001b', '[B'], [keys('\u001b[B')]],
    ['Ctrl-C after a key', ['a\u0003'], [keys('a'), { kind: 'stop' }]],
    ['Ctrl-D', ['\u0004'], [{ kind: 'stop' }]],
    ['Ctrl-Z', ['a\u001a'], [keys('a'), { kind: 'suspend' }]],
  ])('chunks become strokes: %s', (_, chunks, strokes) => {
    expect(decoded(...chunks)).toEqual(strokes);
  });

  test('are the same however the reads cut a paste', () => {
    const text = `ab${BEGIN}Tere!\r\nIP: 84.50.12.34${END}\r`;
    const whole = (strokes: readonly Stroke[]): string =>
      strokes.map((stroke) => (stroke.kind === 'keys' ? stroke.text : JSON.stringify(stroke))).join('');
    fc.assert(
      fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 6 }), (cuts) => {
        const places = [0, ...cuts, text.length].sort((a, b) => a - b);
        const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(whole(decoded(...chunks))).toBe(whole(decoded(text)));
      }),
    );
  });

  test('keep no endless paste', () => {
    const [stroke] = decoded(BEGIN, 'x'.repeat(60_000), 'y'.repeat(60_000), END);
    expect(stroke).toMatchObject({ kind: 'paste' });
    expect(stroke?.kind === 'paste' && stroke.text.length).toBe(50_001);
  });
});

describe('lines of one read', () => {
  test.each<[string, string, readonly Stroke[]]>([
    ['are one answer, with the last line end as Enter', 'Tere!\r84.50.12.34\r', [paste('Tere!\n84.50.12.34'), ENTER]],
    ['are one answer, which may end without', 'Tere!\r\n\r\n84.50.12.34', [paste('Tere!\n\n84.50.12.34')]],
    ['end with one Enter', 'a\rb\r\r\r', [paste('a\nb'), ENTER]],
    ['a single line is what it is', '84.50.12.34\r', [keys('84.50.12.34'), ENTER]],
    ['Enter alone is what it is', '\r', [ENTER]],
    ['a Ctrl-C among them is no paste', 'a\rb\u0003', [keys('a'), ENTER, keys('b'), { kind: 'stop' }]],
  ])('one read becomes strokes: %s', (_, chunk, strokes) => {
    expect(asOnePaste(decoded(chunk))).toEqual(strokes);
  });
});
