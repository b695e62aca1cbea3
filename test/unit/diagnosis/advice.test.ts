import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explainCode, toDocument } from '../../../src/diagnosis/advice.js';
import { CODES, findCode } from '../../../src/diagnosis/codes.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import { interpolateText, excerptOf } from '../../../src/diagnosis/text.js';
import { answering, cloud, paid } from './facts.js';
import { LANGUAGES } from '../../../src/contract/language.js';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

test('a code that does not exist is not explained', () => {
  for (const code of ['', 'ports', 'ports.swaped', '__proto__', 'constructor', 'a'.repeat(10_000)])
    expect(explainCode(code, 'en')).toBeUndefined();
});

test('no two codes are the same', () => {
  expect(CODES).toEqual([...new Set(CODES)]);
});

test.each(CODES)('%s is explained in full', (code) => {
  const explanation = explainCode(code, 'et');
  expect(explanation).toMatchObject({ code });
  expect(explanation?.meaning).not.toBe('');
  expect(explanation?.do.length).toBeGreaterThan(0);
});

test('every error code that the program can end with is explained', () => {
  const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const used = sources.flatMap((path) =>
    [...readFileSync(join(SRC, path), 'utf8').matchAll(/\bcode: '([a-z]+\.[a-z-]+)'/g)].map((match) => match[1]),
  );
  expect(used.length).toBeGreaterThan(40);
  expect(used.filter((code) => code !== undefined && !CODES.includes(code))).toEqual([]);
});

test.each([
  ['ports.swaped', 'ports.swapped'],
  ['port.swapped', 'ports.swapped'],
  ['swapped', 'ports.swapped'],
  ['swaped', 'ports.swapped'],
  ['network.timeuot', 'network.timeout'],
  ['terminal.preauthorisations', 'terminal.pre-authorisations'],
  ['usage.mising', 'usage.missing'],
])('%s is near %s', (typed, code) => {
  expect(findCode(typed)).toEqual({ kind: 'unknown', nearest: expect.arrayContaining([code]) as unknown });
  const search = findCode(typed);
  expect(search.kind === 'unknown' && search.nearest[0]).toBe(code);
});

test.each(['', '   ', 'x', 'completely.different-thing', '\u0000', 'z'.repeat(100_000)])(
  '%j is near nothing',
  (typed) => {
    expect(findCode(typed)).toEqual({ kind: 'unknown', nearest: [] });
  },
);

test.each(['ports.swapped', ' Ports.Swapped ', 'terminal.card_in_reader', 'money.open-record'])(
  '%j is found',
  (typed) => {
    expect(findCode(typed).kind).toBe('found');
  },
);

test('a document has all keys, null where there is nothing', () => {
  const [diagnosis] = diagnoseFacts({
    at: 0,
    address: { input: '1.2.3', problem: { code: 'address.invalid', input: '1.2.3', reason: 'so it is' } },
  });
  expect(diagnosis && toDocument(diagnosis, 'ru')).toMatchObject({
    code: 'address.invalid',
    severity: 'error',
    target: null,
    because: ['address'],
  });
});

test('each language has its own sentence', () => {
  const [diagnosis] = diagnoseFacts(answering(32779));
  const says = LANGUAGES.map((language) => diagnosis && toDocument(diagnosis, language).say);
  expect(new Set(says).size).toBe(3);
  expect(says[0]).toMatch(/^Kui keegi/);
});

test('whoever stopped the test payment is neither asked whether someone did, nor told to press no red key', () => {
  const told = (over: Parameters<typeof paid>[1]): ReturnType<typeof toDocument> | undefined =>
    diagnoseFacts(paid('cancelled', over)).map((found) => toDocument(found, 'et'))[0];
  expect(told({ cancelledByUs: true })).toMatchObject({
    code: 'payment.cancelled',
    ask: null,
    say: expect.stringMatching(/^Katkestasime/) as string,
  });
  expect(told({})).toMatchObject({
    ask: expect.stringContaining('punast klahvi') as string,
    say: expect.stringContaining('punast klahvi') as string,
  });
});

test('the reason of the terminal is quoted beside the meaning', () => {
  const [diagnosis] = diagnoseFacts(answering(32774, 'Paper\u001b[31m jam'));
  expect(diagnosis && toDocument(diagnosis, 'en').summary).toMatch(
    /32774: technical error in the terminal; its words: "Paper.*jam"\.$/,
  );
  expect(JSON.stringify(diagnosis)).not.toContain('\u001b');
});

test.each([
  'Card declined transaction. Insufficient funds! (116).',
  'Card declined transaction. Insufficient funds! (116)',
])('a reason that is a sentence itself has one full stop: %s', (reason) => {
  const [diagnosis] = diagnoseFacts(answering(32774, reason));
  expect(diagnosis && toDocument(diagnosis, 'en').summary).toMatch(
    /its words: "Card declined transaction\. Insufficient funds! \(116\)"\.$/,
  );
});

test.each([
  [
    { status: undefined, detail: 'no answer from 127.0.0.1:1: it refuses the connection (ECONNREFUSED)' },
    'https://cloud.example/clinic is not available: no answer from 127.0.0.1:1: it refuses the connection (ECONNREFUSED).',
  ],
  [
    { status: 503, detail: 'the cloud answered 503: “Down.”' },
    'https://cloud.example/clinic is not available: it answered with HTTP status 503: “Down.”.',
  ],
])('a cloud that answered nothing is not told as one that answered: %j', (failure, summary) => {
  const [diagnosis] = diagnoseFacts(cloud('unavailable', failure));
  expect(diagnosis && toDocument(diagnosis, 'en').summary).toBe(summary);
});

test('a value is never filled again, and a missing one stays visible', () => {
  expect(interpolateText('{a} {b} {c}', { a: '{b}', b: 1 })).toBe('{b} 1 {c}');
  expect(interpolateText('{constructor} {toString}', {})).toBe('{constructor} {toString}');
});

test('foreign text is bounded and holds no card number', () => {
  expect(excerptOf('x'.repeat(10_000)).length).toBeLessThanOrEqual(80);
  expect(excerptOf(`${'x'.repeat(60)}4111 1111 1111 1111`)).not.toContain('4111');
});
