import { expect, test } from 'vitest';
import { paddedText, shortenedText, visibleWidth } from '../../../src/ui/text-width.js';
import { labelAndText, wrapText } from '../../../src/ui/wrap.js';

const BOLD = '\u001b[1m';
const NOT_BOLD = '\u001b[22m';

test.each([
  ['Loomakliinik', 12],
  ['töö · läbi – ✔ …', 16],
  ['日本', 4],
  ['한국', 4],
  ['ｱ', 1],
  ['🐕', 2],
  ['👍🏽', 2],
  ['👩‍⚕️', 2],
  ['🇪🇪', 2],
  ['õ'.normalize('NFD'), 1],
  ['Й'.normalize('NFD'), 1],
  [`${BOLD}kass${NOT_BOLD}`, 4],
  ['\u001b[38;5;208mkass\u001b[39m', 4],
])('%j takes %i columns', (text, columns) => {
  expect(visibleWidth(text)).toBe(columns);
});

test.each([
  ['Loomakliinik', 8, 'Loomakl…'],
  ['Loomakliinik', 12, 'Loomakliinik'],
  ['Loomakliinik', 1, '…'],
  ['日本動物病院', 6, '日本…'],
  ['日本動物病院', 2, '…'],
  ['🐕🐕🐕', 5, '🐕🐕…'],
  ['👩‍⚕️👩‍⚕️👩‍⚕️', 5, '👩‍⚕️👩‍⚕️…'],
  ['🇪🇪🇪🇪🇪🇪', 4, '🇪🇪…'],
  ['Клиника Йод', 5, 'Клин…'],
  ['õõõ'.normalize('NFD'), 2, `${'õ'.normalize('NFD')}…`],
  ['𠀀𠀀', 3, '𠀀…'],
])('%j in %i columns is %j', (text, columns, shown) => {
  expect(shortenedText(text, columns)).toBe(shown);
});

test('no text is wider than it may be, and what was padded ends in one column', () => {
  for (const text of ['Kesklinna', '日本動物病院', 'a🐕b🐕c', '👩‍⚕️ Арст 👨‍👩‍👧', 'õ'.normalize('NFD').repeat(9)]) {
    for (let columns = 1; columns <= 40; columns += 1) {
      expect(visibleWidth(shortenedText(text, columns)), `${text} ${String(columns)}`).toBeLessThanOrEqual(columns);
      expect(visibleWidth(paddedText(shortenedText(text, columns), columns))).toBe(columns);
    }
  }
});

test('at 40 columns no line of a clinic with wide letters, marks and colour is wider', () => {
  const text = `${BOLD}日本動物病院クリニック${NOT_BOLD} 🐕 Väikeloomakliinik ${'õ'.normalize('NFD').repeat(12)} tel 🇪🇪 👩‍⚕️ 7160`;
  const lines = wrapText(text, 40, '  ');
  expect(lines.filter((line) => visibleWidth(line) > 40)).toEqual([]);
  // Full as they are: nothing is broken early.
  expect(lines).toEqual([
    `  ${BOLD}日本動物病院クリニック${NOT_BOLD} 🐕`,
    `    Väikeloomakliinik ${'õ'.normalize('NFD').repeat(12)} tel`,
    '    🇪🇪 👩‍⚕️ 7160',
  ]);
});

test('a text stands behind its label where both fit by their columns, and not by their characters', () => {
  expect(labelAndText('? Kliinik', '日本動物病院', 40)).toBe('? Kliinik 日本動物病院');
  expect(labelAndText('? Kliinik', '日本動物病院', 22)).toBe('? Kliinik\n  日本動物病院');
  expect(labelAndText('? Kliinik', 'õ'.normalize('NFD').repeat(8), 20)).not.toContain('\n');
});

test('a pipe has no end of the line', () => {
  expect(wrapText(' 日本  🐕\n kliinik ', Number.POSITIVE_INFINITY, '  ')).toEqual(['  日本 🐕 kliinik']);
  expect(wrapText(' ', Number.POSITIVE_INFINITY, '  ')).toEqual([]);
});
