import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeControls, textOf, visibleJson, visibleText } from '../../../src/text/escape-controls.js';
import { anyText } from '../../support/any-text.js';
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
      fc.property(anyText(600), (raw) => {
        const shown = escapeControls(raw, 100);
        expect(shown.length).toBeLessThanOrEqual(100);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
      { seed: seeded('visible').seed },
    );
  });
});

test('text of many lines is printed with its own colours, and nothing else that a window obeys', () => {
  const text = 'a\u001b[32mb\u001b[39m\n\u001b]0;x\u0007\u009b2J\u202e\u001b[8m';
  expect(visibleText(text, true)).toBe('a\u001b[32mb\u001b[39m\n\\x1b]0;x\\x07\\x9b2J\\u202e\\x1b[8m');
  expect(visibleText(text, false)).not.toContain('\u001b');
});

test('JSON holds no raw character that a window obeys, and reads as it was', () => {
  const value = { '\u202e': 'a\u009b2J\u2028\u{e0041}\n' };
  const json = visibleJson(JSON.stringify(value));
  expect(json).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(json)).toEqual(value);
});
