import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt } from '../../src/text/excerpt.js';
import { redact, redactDocument } from '../../src/text/redact.js';
import { textOf, visible } from '../../src/text/visible.js';
import { seeded } from '../tools/seeded.js';

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
    expect(visible(raw)).toBe(shown);
  });

  test('bytes that are no UTF-8 are shown one by one', () => {
    expect(textOf(new Uint8Array([0x41, 0xff, 0x80]))).toBe('A\\xff\\x80');
    expect(textOf(Buffer.from('õ', 'utf8').subarray(0, 1))).toBe('');
  });

  test('whatever comes, nothing that moves a cursor is left, and it is bounded', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (raw) => {
      const shown = visible(raw, 100);
      expect(shown.length).toBeLessThanOrEqual(100);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }), { seed: seeded('visible').seed });
  });
});

describe('redact', () => {
  test.each([
    ['4111111111111111'],
    ['4111 1111 1111 1111'],
    ['4111-1111-1111-1111'],
    ['x4111111111111111y'],
    ['4111111111111111 1226'],
    ['1 4111111111111111'],
    ['99 4111-1111-1111-1111 77'],
    ['5500 0000 0000 0004'],
    ['6759649826438453'],
    ['4222222222222'],
    ['6304000000000000000'],
    ['4111.1111.1111.1111'],
    ['4111/1111/1111/1111'],
    ['4111 - 1111 - 1111 - 1111'],
    ['4111\u20091111\u20091111\u20091111'],
    ['4111\t1111\t1111\t1111'],
    ['3782.822463.10005'],
    ['3056.930902.5904'],
    ['6759.6498.2643.8453.123'],
    ['4111\u200b1111\u200b1111\u200b1111'],
    ['4111\u00001111\u00001111\u00001111'],
  ])('%j is masked', (raw) => {
    const shown = redact(raw);
    expect(shown).toContain('[card number]');
    expect(shown.replace(/\D/g, '').length).toBeLessThan(10);
  });

  test.each(['12345678', '23.11.2026 10:00:00', '4222222222223', '000123', '+372 5123 4567', '84.50.12.34:4445', '4917.3805.2246.0022', '41.11.11.11, 11.11.11.11', '2026.1123.1000.0000', '4111.1111-1111.1111'])('%j is left alone', (raw) => {
    expect(redact(raw)).toBe(raw);
  });

  test('track data is masked, whether its number passes the check or not', () => {
    expect(redact(';1234567890123456=26121010000012345678?')).toBe('[track data]');
    expect(redact('%B1234567890123456^MARI/MAASIKAS^2612101000000000000?')).toBe('[track data]');
  });

  test('a document loses what describes a card', () => {
    const document = '<CardData><Pan>****1234</Pan><CardID>ab12</CardID><Expires>12/26</Expires><CardName>VISA</CardName></CardData><ReturnCode>0</ReturnCode>';
    expect(redactDocument(document)).toBe(
      '<CardData><Pan>[redacted]</Pan><CardID>[redacted]</CardID><Expires>[redacted]</Expires><CardName>[redacted]</CardName></CardData><ReturnCode>0</ReturnCode>',
    );
  });

  test('a card number that the bound would cut in two is still masked', () => {
    for (let before = 180; before <= 200; before += 1) {
      expect(excerpt(`${'a'.repeat(before)}4111111111111111`)).not.toMatch(/\d{5}/);
    }
  });

  test('100 kB of digits take no time to speak of', () => {
    const startedAt = performance.now();
    redact('4'.repeat(100_000));
    redact('1234 '.repeat(20_000));
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
