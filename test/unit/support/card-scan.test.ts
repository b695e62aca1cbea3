import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectNothingLeaked, findLeaks } from '../../support/card-scan.js';

const CARDS = [
  '4111111111111111',
  '4222222222222',
  '5500000000000004',
  '2223003122003222',
  '378282246310005',
  '30569309025904',
  '36148900647913',
  '6011111111111117',
  '6500000000000002',
  '6445644564456445',
  '6200000000000005',
  '6759649826438453',
  '5018000000000009',
  '676770000005',
  '5641820000000005',
];
const grouped = (card: string, by: string): string =>
  card.replace(
    card.length === 15 ? /^(\d{4})(\d{6})(\d{5})$/ : /^(\d{4})(\d{4})(\d{4})(\d+)$/,
    card.length === 15 ? `$1${by}$2${by}$3` : `$1${by}$2${by}$3${by}$4`,
  );

const what = (text: string, secrets: readonly string[] = []): readonly string[] =>
  findLeaks(text, secrets).map((finding) => finding.what);

describe('what a run writes', () => {
  test.each(CARDS)('is searched for a card number of every issuer: %s', (card) => {
    for (const text of [card, `PAN ${card}.`, `x${card}y`, `{"a":"${card}"}`, `"${card}2512"`])
      if (text !== `"${card}2512"` || card.length === 16) expect(what(text), text).toContain('card number');
  });

  test.each([' ', '-', '.', '\u00a0', '\u2009'])('is searched for groups with %j between them', (by) => {
    for (const card of CARDS.filter(({ length }) => length > 14))
      expect(what(`a ${grouped(card, by)} b`), card).toContain('card number');
  });

  test.each([
    '4111.1111-1111/1111',
    '4111 1111\u00a01111-1111',
    '4111\\u00a01111\\u00a01111\\u00a01111',
    '4111\\xa01111\\xa01111\\xa01111',
    '3782.822463-10005',
    '4111 1111 1111&#x200b;1111',
    '4111&#32;1111&#8203;1111 1111',
    '4111 1111\\\\u200b1111 1111',
    '4111\u200b1111\u200b1111\u200b1111',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '4-1-1-1 1-1-1-1 1-1-1-1 1-1-1-1',
    '4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1',
    '3.7.8.2.8.2.2.4.6.3.1.0.0.0.5',
    ...[0xff10, 0x0660, 0x1d7ce, 0x1d7f6].map((zero) =>
      Array.from('4111111111111111', (digit) => String.fromCodePoint(zero + Number(digit))).join(''),
    ),
  ])('is searched for a card number in any spelling: %s', (text) => {
    expect(what(`PAN ${text}.`)).toContain('card number');
  });

  test.each([
    [';4111111111111111=25121010000012345678?', 'track data'],
    ['%B1234567890123456^TAMM/MARI^2512', 'track data'],
    ['1234567890123456D2512101', 'track data'],
    ['0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0', 'card id'],
    ['authorization: Bearer eyJhbGciOi.J9', 'token'],
    ['{"access_token":"abcd1234"}', 'token'],
  ])('is searched for %s', (text, expected) => {
    expect(what(text)).toContain(expected);
  });

  test('is searched for a secret in each of its forms', () => {
    const secret = 'canary-s3cret/0451+%"';
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
    ])
      expect(what(`x${form}y`, [secret])).toContain('secret');
  });

  test.each([
    'TT-4111ABCDEFGHJ',
    '"exitCode":0},"sum":"4111111111111111"}',
    '1795428000123',
    '"ms":31,"at":1795428000123',
    '2026-11-23T10:00:00.000Z 20261123100000',
    '127.0.0.1:45123,45124 and 127.0.0.1:5551',
    '41.11.11.11 11.11.11.11',
    '84.50.12.34 84.50.12.35 84.50.12.36',
    'b7a4cd64-1111-4111-8111-411111111111',
    '0f1e2d3c4111111111111111aabbccdd',
    'a bearer token is needed',
    '4111111111111112',
    'STAN 000042 000043, +372 5123 4567',
    '4.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1',
    '2026-11-23 10:00 4445/5551 14445-15551',
    'versions 7.1.0 7.2.0 6.0.2 7.1.0 7.2.0',
    '************1234',
    '"seconds":4111111111111111.5'.slice(0, 10),
    '0.4111111111111111',
  ])('may hold %s', (text) => {
    expect(findLeaks(text, ['not-in-there'])).toEqual([]);
  });

  test('is not repeated in what is said of it', () => {
    expect(JSON.stringify(findLeaks('PAN 4111111111111111 4111 1111 1111 1111'))).not.toMatch(/1111/);
  });

  test('is all that is kept, in any folder', () => {
    const home = mkdtempSync(join(tmpdir(), 'terminal-scan-'));
    onTestFinished(() => {
      rmSync(home, { recursive: true });
    });
    mkdirSync(join(home, 'sessions'));
    writeFileSync(join(home, 'sessions', 'a.jsonl'), '{"reason":"4111.1111.1111.1111"}\n');
    expect(() => {
      expectNothingLeaked({ streams: {}, home });
    }).toThrow(/card number in sessions[\\/]a\.jsonl/);
    expect(() => {
      expectNothingLeaked({ streams: { stderr: 'a-long-secret' }, env: { TERMINAL_CLIENT_SECRET: 'a-long-secret' } });
    }).toThrow(/secret in stderr/);
    expect(() => {
      expectNothingLeaked({ streams: { stdout: 'fine' }, home: join(home, 'nowhere') });
    }).not.toThrow();
  });
});
