import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/contract/language.js';
import { BANKS, MODELS } from '../../../src/model/catalog.js';
import { clinicSentence, SENTENCES, speakingPrompter, speakingReport } from '../../../src/ui/sentences.js';
import type { Prompter, Progress } from '../../../src/steps/dependencies.js';

const LATIN_NAMES = new RegExp(
  [...Object.values(MODELS).map(({ mark }) => mark), ...Object.values(BANKS).map(({ label }) => label)].join('|'),
  'g',
);
const IDS = Object.keys(SENTENCES) as (keyof typeof SENTENCES)[];

/** Words that a receptionist does not know, or a form of address that is not polite. */
const NOT_SAID =
  /\b(?:tcp|nat|tid|stan|json|timeout|reversal|transaction\w*|tehing\w*|autoriseeri\w*|pord\w*|ports?|server\w*|sina|sinu|sulle|palu|ütle|võta|vajuta|sisesta)\b|транзакц|порт|реверс|(?<![а-яё])(?:ты|тебе|твой|вставь|возьми|скажи)(?![а-яё])/iu;

describe.each(LANGUAGES)('what is said in %s', (language) => {
  // The address cannot be asked for without its words.
  test.each(IDS.filter((id) => id !== 'target'))('%s is short, polite and plain', (id) => {
    const said = SENTENCES[id][language];
    expect(said).toMatch(/^\p{Lu}.*[.?]$/u);
    expect(said.match(NOT_SAID)).toBeNull();
    for (const part of said.split(/(?<=[.?])\s+/)) expect(part.split(' ').length, part).toBeLessThanOrEqual(20);
    // Anyone who looks at the terminal, or at the contract, reads these in Latin letters.
    if (language === 'ru')
      expect(said.replaceAll(LATIN_NAMES, '').replace('{amount}', '')).not.toMatch(/\p{Script=Latin}/u);
    else expect(said).not.toMatch(language === 'et' ? /\p{Script=Cyrillic}/u : /[\p{Script=Cyrillic}äöüõ]/u);
  });
});

test('a moment becomes a sentence, and so does each wait for a card', () => {
  const told: Progress[] = [];
  const report = speakingReport((progress) => told.push(progress), 'ru');
  report({ kind: 'moment', id: 'reversal.soon' });
  report({ kind: 'card', purpose: 'reversal', until: 0, replyBy: 0 });
  expect(told.filter(({ kind }) => kind === 'say')).toEqual(
    ['reversal.soon', 'reversal'].map((id) => ({ kind: 'say', text: clinicSentence(id as 'reversal', 'ru') })),
  );
});

test('only the questions that have a sentence are led in by one', async () => {
  const leads: (readonly string[] | undefined)[] = [];
  const talk: Prompter = {
    interactive: true,
    confirm: ({ preamble }) => Promise.resolve(leads.push(preamble) > 0),
    text: () => Promise.reject(new Error()),
    choose: () => Promise.reject(new Error()),
  };
  const speaking = speakingPrompter(talk, 'en', 1);
  for (const id of ['reversal.again', 'identify.beep', 'charge.again'] as const)
    await speaking.confirm({ kind: 'confirm', id, message: '', default: true, preamble: ['known'] });
  expect(leads).toEqual([
    [`Say: ${clinicSentence('reversal.again', 'en')}`, 'known'],
    [`Say: ${clinicSentence('identify.beep', 'en')}`, 'known'],
    ['known'],
  ]);
});

test.each([
  ['et', 1, 'Teeme nüüd ühe sendi suuruse testmakse'],
  ['et', 5, 'Teeme nüüd 0,05 euro suuruse testmakse'],
  ['en', 500, 'a test payment of 5.00 euros and'],
  ['ru', 1, 'тестовый платёж на один цент и'],
  ['ru', 250, 'тестовый платёж на 2,50 евро и'],
] as const)('the consent in %s to a charge of %i cents names the amount', async (language, cents, words) => {
  const leads: string[] = [];
  const talk = {
    interactive: true,
    confirm: ({ preamble }) => Promise.resolve(leads.push(...(preamble ?? [])) > 0),
    text: () => Promise.reject(new Error()),
    choose: () => Promise.reject(new Error()),
  } satisfies Prompter;
  await speakingPrompter(talk, language, cents).confirm({
    kind: 'confirm',
    id: 'charge.consent',
    message: '',
    default: false,
  });
  expect(leads).toEqual([expect.stringContaining(words)]);
});

test('every model and every bank is named, the last one after "or"', () => {
  expect(clinicSentence('model', 'en')).toMatch(/Does it say DESK3200, iPP310(?:, \w+)* or \w+\?/);
  expect(clinicSentence('model', 'et')).toMatch(/kas seal on kirjas DESK3200, iPP310(?:, \w+)* või \w+\?/);
  expect(clinicSentence('bank', 'ru')).toMatch(/Swedbank, SEB(?:, \w+)* или \w+\?/);
});
