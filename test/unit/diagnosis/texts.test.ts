import { describe, expect, test } from 'vitest';
import { explainCode, toDocument } from '../../../src/diagnosis/advice.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import { ERROR_ROWS } from '../../../src/diagnosis/error-rows.js';
import { LANGUAGES } from '../../../src/contract/language.js';
import type { Language } from '../../../src/contract/language.js';
import type { Row } from '../../../src/diagnosis/row.js';
import { TABLE } from '../../../src/diagnosis/table.js';
import { CASES } from './cases.js';

/** Words that a receptionist does not know, in any form of them. */
const JARGON =
  /\b(?:tcp|udp|nat|cgnat|dhcp|dns|wan|lan|tid|stan|ssh|tls|http\w*|api|json|server\w*|firewall\w*|ports?|port[ie]\w*|pord\w*|sisevõr\w*|tulemüür\w*|protokoll\w*|reversal|timeout|ping)\b|порт(?![а-яё]*ал)[а-яё]*|сервер[а-яё]*|межсетев[а-яё]*|протокол[а-яё]*|брандмауэр[а-яё]*/iu;

/** A politely formal "you", or a plain request: nobody is called by the familiar form. */
const FAMILIAR: Readonly<Record<Language, RegExp>> = {
  et: /\b(?:sina|sinu|sul|sulle|sind|palu|ütle|võta|tee|ära)\b(?! oodata)/iu,
  en: /\b(?:guys|asap)\b/iu,
  ru: /(?<![а-яё])(?:ты|тебя|тебе|твой|твоя|твоё|скажи|нажми|подожди)(?![а-яё])/iu,
};

/** PosXML is named to the bank, under whichever name the bank has for it. */
const forReceptionist = (say: string): string => say.replaceAll('LAN XML', 'PosXML');

function textsOf(row: Row): readonly string[] {
  const { summary, causes, ask, say, it, do: what, solved } = row.texts();
  return [
    summary,
    ...causes,
    ...LANGUAGES.flatMap((language) => [ask?.[language] ?? '', say?.[language] ?? '', it?.[language] ?? '']),
    what,
    solved,
  ];
}

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

describe.each(TABLE.map((row) => [row.code, row] as const))('%s', (code, row) => {
  const texts = row.texts();

  test('has every text', () => {
    for (const text of [
      texts.meaning,
      texts.summary,
      texts.do,
      ...LANGUAGES.map((language) => texts.ask?.[language] ?? ''),
      texts.help,
      texts.solved,
      ...texts.causes,
    ])
      expect(text.trim()).toMatch(/\S{2}/);
    expect(texts.causes.length).toBeGreaterThan(0);
    expect(texts.solved).toMatch(/^[`a-z].*[^.]$/);
  });

  test.each(LANGUAGES)('has a short, polite sentence without jargon in %s', (language) => {
    const say = texts.say?.[language] ?? '';
    expect(say).toMatch(/^["\p{Lu}].*[.?]$/u);
    expect(forReceptionist(say).match(JARGON)).toBeNull();
    expect(say.match(FAMILIAR[language])).toBeNull();
    for (const sentence of forReceptionist(say).split(/(?<=[.?])\s+/))
      expect(sentence.split(' ').length).toBeLessThanOrEqual(20);
  });

  test('asks the clinic in its language, briefly and politely', () => {
    for (const language of LANGUAGES) {
      const ask = texts.ask?.[language] ?? '';
      expect(ask).toMatch(/^\p{Lu}.*[.?]$/u);
      expect(ask.match(FAMILIAR[language])).toBeNull();
      for (const sentence of ask.split(/(?<=[.?])\s+/)) expect(sentence.split(' ').length).toBeLessThanOrEqual(15);
      // Two lines of a window of 80 columns.
      expect(ask.length).toBeLessThanOrEqual(140);
      if (language === 'ru') expect(ask).toMatch(/\p{Script=Cyrillic}/u);
      else expect(ask).not.toMatch(language === 'et' ? /\p{Script=Cyrillic}/u : /[\p{Script=Cyrillic}äöüõ]/u);
    }
  });

  test('speaks Russian in Cyrillic letters and the others in Latin ones', () => {
    expect(texts.say?.et).not.toMatch(/\p{Script=Cyrillic}/u);
    expect(texts.say?.en).not.toMatch(/[\p{Script=Cyrillic}äöüõ]/u);
    expect(texts.say?.ru.replace(/PosXML|LAN XML|eXML|TCP|IP|IT|\{\w+\}/g, '')).not.toMatch(/\p{Script=Latin}/u);
  });

  test('says nothing that another machine sent', () => {
    const safe = ['posxmlPort', 'logPort', 'amount', 'amountComma'];
    for (const language of LANGUAGES)
      for (const name of placeholders(texts.say?.[language] ?? '')) expect(safe).toContain(name);
  });

  test('gets a value for every name in its texts, in every case', () => {
    const names = textsOf(row).flatMap(placeholders);
    for (const facts of CASES[code]?.finds ?? []) {
      const found = diagnoseFacts(facts).find((diagnosis) => diagnosis.row.code === code);
      expect(Object.keys(found?.finding.params ?? {})).toEqual(expect.arrayContaining(names));
      for (const language of LANGUAGES) {
        if (found)
          expect(JSON.stringify(Object.values(toDocument(found, language)))).not.toMatch(/\{\w+\}|undefined|NaN/);
      }
    }
  });

  test('is explained with no gap', () => {
    expect(placeholders(texts.meaning)).toEqual([]);
    for (const language of LANGUAGES)
      expect(JSON.stringify(Object.values(explainCode(code, language) ?? {}))).not.toMatch(/\{\w+\}|undefined/);
  });
});

test.each(LANGUAGES)('jargon is known as such in %s: what the letter tells the IT person holds it', (language) => {
  const written = TABLE.flatMap((row) => row.texts().it?.[language] ?? []).filter((text) => text.includes('Port}'));
  expect(written.length).toBeGreaterThan(8);
  for (const text of written) expect(text).toMatch(JARGON);
});

test('no number of a rule is read aloud, and whoever is told of a letter has one', () => {
  for (const row of TABLE) {
    const { say, it } = row.texts();
    for (const language of LANGUAGES) {
      expect(say?.[language] ?? '').not.toMatch(/Port\}|\b(?:4445|5551)\b/);
      expect(/e-kirjaga|by email|по электронной почте/.test(say?.[language] ?? '')).toBe(it !== undefined);
    }
  }
});

test('the three languages name the same ports', () => {
  for (const row of TABLE) {
    const { it } = row.texts();
    const ports = LANGUAGES.map((language) =>
      [...(it?.[language] ?? '').matchAll(/\{\w+Port\}|\b(?:4445|5551)\b/g)].map(String).sort(),
    );
    expect(ports[1]).toEqual(ports[0]);
    expect(ports[2]).toEqual(ports[0]);
  }
});

test('no payment that is not proven absent is called uncharged', () => {
  const claims = /nothing (?:was|is) (?:charged|owed)|not charged|raha ei võetud|ei debiteeritud|деньги не спис/iu;
  for (const row of TABLE.filter(({ code }) => code.startsWith('payment.')))
    expect(textsOf(row).filter((text) => claims.test(text))).toEqual([]);
});

test.each(ERROR_ROWS.map((row) => [row.code, row] as const))('%s tells what it means and what to do', (_, row) => {
  expect(row.meaning).toMatch(/\.$/);
  expect(row.actions.length).toBeGreaterThan(0);
  for (const text of row.actions) expect(text).toMatch(/[.`]$/);
  expect(row.contact).not.toBe('');
  expect(row.exit).not.toBe(0);
});
