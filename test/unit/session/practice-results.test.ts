import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { practiceText } from '../../../src/flows/sandbox/practice-text.js';
import { keepPracticeResult, readPracticeResults } from '../../../src/session/practice-results.js';
import type { PracticeResult } from '../../../src/session/practice-results.js';
import { visibleWidth } from '../../../src/ui/text-width.js';
import { themeFor } from '../../../src/ui/theme.js';
import { cleanUp } from '../../support/clean-up.js';

const NOW = Date.parse('2026-02-14T12:00:00Z');
const result = (scenario: string, found: boolean | null): PracticeResult => ({
  at: '2026-02-14T10:00:00.000Z',
  scenario,
  seed: 7,
  code: 'ports.swapped',
  found,
  seconds: 125,
});

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-practice-'));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

test('results are kept one after the other; a line that is none is left out', () => {
  const folder = join(home(), 'new');
  expect(readPracticeResults(folder)).toEqual([]);
  keepPracticeResult(folder, result('swapped', true));
  appendFileSync(join(folder, 'practice.jsonl'), '{"at": 1}\nnot json\n');
  keepPracticeResult(folder, result('log-closed', null));
  expect(readPracticeResults(folder)).toEqual([result('swapped', true), result('log-closed', null)]);
});

test('what cannot be read is told as that', () => {
  const folder = home();
  mkdirSync(join(folder, 'practice.jsonl'));
  expect(() => readPracticeResults(folder)).toThrow('cannot be read');
});

test.each([40, 80])('a row a riddle, in %i columns, and what they come to', (width) => {
  const riddles = [result('swapped', true), result('two-terminals-swapped', false), result('blind', null)];
  const lines = practiceText(riddles, themeFor({ isTTY: false }, false), width, NOW);
  expect(lines.filter((line) => visibleWidth(line) > width)).toEqual([]);
  expect(lines[0]).toMatch(/TO FIND +FOUND +TIME/);
  expect(lines[1]).toMatch(/ports\.swapped +yes +2 min 5 s/);
  expect(lines.join('\n')).toMatch(/Found 1 of 3 riddles\.[\s\S]*terminal explain\s+ports\.swapped/);
});
