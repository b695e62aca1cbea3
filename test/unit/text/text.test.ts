import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf, escapeControls } from '../../../src/text/escape-controls.js';
import { seeded } from '../../support/seeded.js';

describe('visible', () => {
  test.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['abc\u202edef', 'abc\\u202edef'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['\u009b0m', '\\x9b0m'],
    ['õäöü ж', 'õäöü ж'],
  ])('%j is shown as %s', (raw, shown) => {
    expect(escapeControls(raw)).toBe(shown);
  });

  test('bytes that are no UTF-8 are shown one by one', () => {
    expect(textOf(new Uint8Array([0x41, 0xff, 0x80]))).toBe('A\\xff\\x80');
    expect(textOf(Buffer.from('õ', 'utf8').subarray(0, 1))).toBe('');
  });

  test('whatever comes, nothing that moves a cursor is left, and it is bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
        const shown = escapeControls(raw, 100);
        expect(shown.length).toBeLessThanOrEqual(100);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
      { seed: seeded('visible').seed },
    );
  });
});
