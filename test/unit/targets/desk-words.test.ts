import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bankIn, deskNames, modelIn } from '../../../src/targets/desk-words.js';
import { parseTargets } from '../../../src/targets/parse-targets.js';

function namesIn(text: string): readonly (string | undefined)[] {
  return deskNames(text, parseTargets([text], { allowPrivate: true }).targets);
}

test.each([
  ['Tere!\rVastuvõtt: 84.50.12.34:14445, log 15551\rMari', ['Vastuvõtt']],
  ['1) Kassa 1 - 84.50.12.34:4445\n2) Kassa 2 - 84.50.12.35:4445', ['Kassa 1', 'Kassa 2']],
  ['| Front desk | 84.50.12.34 | 4445 |', ['Front desk']],
  ['84.50.12.34:14445,15551 (vastuvõtt)', ['vastuvõtt']],
  ['Registratuur:\n84.50.12.34', ['Registratuur']],
  ['IP 84.50.12.34, pordid 4445 ja 5551\nAsukoht: Kirurgia', ['Kirurgia']],
  ['адрес 84.50.12.34, порты 4445 и 5551\nМесто: Регистратура', ['Регистратура']],
  // Two desks are never called the same, and a person, a greeting or a number is no desk.
  ['Kassa: 84.50.12.34:4445\nKassa: 84.50.12.35:4445', [undefined, undefined]],
  ['Mari: 84.50.12.34', [undefined]],
  ['Nimi: 4111 1111 1111 1111\n84.50.12.34', [undefined]],
  ['Meie kassa makseterminali aadress on 84.50.12.34', [undefined]],
])('%j names the desks %j', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test('no mail of the cases names a desk that is none', () => {
  const folder = join(import.meta.dirname, '../../cases/mails');
  const mails = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  expect(mails.length).toBeGreaterThan(50);
  expect(mails.flatMap((name) => namesIn(readFileSync(join(folder, name), 'utf8'))).filter(Boolean)).toEqual([]);
});

test.each([
  ['Terminal on Ingenico Desk/3200', 'desk3200'],
  ['mudel iPP-320', 'ipp320'],
  ['kas iPP310 või iPP320?', undefined],
  ['84.50.12.34', undefined],
])('the model in %j is %s', (text, model) => {
  expect(modelIn(text)).toBe(model);
});

test.each([
  ['pank: Swedbank', 'swedbank'],
  ['the terminal is from SEB', 'seb'],
  ['OÜ Kliinik, Swedbank EE382200221020145685', undefined],
  ['makseterminal\nLHV EE382200221020145685, terminal', undefined],
  ['terminal: SEB või LHV', undefined],
])('the bank in %j is %s', (text, bank) => {
  expect(bankIn(text)).toBe(bank);
});
