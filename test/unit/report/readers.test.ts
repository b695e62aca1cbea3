import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/contract/language.js';
import { letterFor } from '../../../src/report/letter.js';
import { READERS } from '../../../src/report/reader.js';
import { renderReport } from '../../../src/report/render.js';
import { ATTACKED, ended, MENDED, OPEN, opened, reportOf } from './stories.js';

const STORIES = [MENDED, OPEN, ATTACKED].map(reportOf);
const inLanguages = STORIES.flatMap((report) => LANGUAGES.map((language) => ({ ...report, language })));

test('the report for the clinic holds no code, no exit status and no reason why a card was declined', () => {
  for (const report of inLanguages)
    for (const format of ['md', 'html', 'short'] as const) {
      const text = renderReport(report, format, 'clinic').replace(/<style>[\s\S]*?<\/style>/, '');
      expect(text).not.toMatch(
        /\b(?:network|ports|service|payment|terminal|cloud)\\?\.[a-z-]+\b|exit|\bSTAN\b|declined|Insufficient/i,
      );
    }
});

test('the reports for the clinic and the bank are wholly in their language', () => {
  const own = { et: /[õäöü]/u, en: /\bThe\b|\btest payment\b/i, ru: /\p{Script=Cyrillic}/u };
  const english = /\b(?:the|was|not|made|please|payment)\b/i;
  for (const report of inLanguages)
    for (const reader of ['clinic', 'bank'] as const) {
      const text = renderReport(report, 'md', reader);
      expect(text).toMatch(own[report.language]);
      if (report.language !== 'en') expect(text.replaceAll('PosXML', '')).not.toMatch(english);
      expect(renderReport(report, 'html', reader)).toContain(`<html lang="${report.language}">`);
    }
});

test('the bank is told what it needs to find a payment, and what is wanted of it', () => {
  const text = renderReport({ ...reportOf(OPEN), language: 'en' }, 'md', 'bank');
  for (const part of ['Please find this payment', 'SB000001', '0.01 EUR', 'STAN', '437327', 'TT-'])
    expect(text.replaceAll('\\', '')).toContain(part);
});

test('the short form fits a chat, whoever reads it, and ends with the session', () => {
  for (const report of inLanguages)
    for (const reader of READERS) {
      const text = renderReport({ ...report, headline: 'x'.repeat(1000) }, 'short', reader);
      expect(text.length).toBeLessThanOrEqual(300);
      expect(text).toMatch(/ \(\d{8}-\w+\)$/);
      expect(text).not.toContain('\n');
    }
});

test('a clinic is told only what is left for it to do, in its language', () => {
  const report = reportOf([
    [0, opened()],
    [1, ended('check', 'No answer.', 3, 'network.timeout')],
  ]);
  expect(renderReport({ ...report, language: 'et' }, 'md', 'clinic')).toMatch(
    /Mida teil teha tuleb[\s\S]*ekraanil on midagi/,
  );
});

test.each(LANGUAGES)('the letter in %s names both rules, the addresses, TCP, and how to test', (language) => {
  const facts = { host: '84.50.12.34', posxmlPort: 14_445, logPort: 15_551, internalAddress: undefined };
  const { subject, lines } = letterFor({ ...facts, codes: [] }, language);
  const text = lines.join('\n');
  expect(subject).not.toBe('');
  expect(text).toMatch(/84\.50\.12\.34[\s\S]*14445, TCP.*4445[\s\S]*15551, TCP.*5551[\s\S]*(?:mobiil|mobile|мобильн)/);
  expect(text).not.toMatch(/undefined|\{\w+\}/);
  expect(letterFor({ ...facts, internalAddress: '192.168.1.20', codes: [] }, language).lines.join()).toContain(
    '192.168.1.20',
  );
  // What was found is asked for besides, once; the two rules are there already.
  expect(letterFor({ ...facts, codes: ['network.refused'] }, language).lines).toEqual(lines);
  const stalls = letterFor({ ...facts, codes: ['network.stalls', 'network.stalls'] }, language).lines;
  expect(stalls.filter((line) => line.startsWith('- '))).toEqual([expect.stringMatching(/^- \p{Lu}.*14445/u)]);
});
