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
    // Whoever looks at the terminal, or at the contract, reads these in Latin letters.
    if (language === 'ru') expect(said.replaceAll(LATIN_NAMES, '')).not.toMatch(/\p{Script=Latin}/u);
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
  const speaking = speakingPrompter(talk, 'en');
  for (const id of ['reversal.again', 'identify.beep', 'charge.again'] as const)
    await speaking.confirm({ kind: 'confirm', id, message: '', default: true, preamble: ['known'] });
  expect(leads).toEqual([
    [`Say: ${clinicSentence('reversal.again', 'en')}`, 'known'],
    [`Say: ${clinicSentence('identify.beep', 'en')}`, 'known'],
    ['known'],
  ]);
});

test('every model and every bank is named, the last one after "or"', () => {
  expect(clinicSentence('model', 'en')).toMatch(/does it say DESK3200, iPP310(?:, \w+)* or \w+\?/);
  expect(clinicSentence('model', 'et')).toMatch(/kas seal on kirjas DESK3200, iPP310(?:, \w+)* või \w+\?/);
  expect(clinicSentence('bank', 'ru')).toMatch(/Swedbank, SEB(?:, \w+)* или \w+\?/);
});
