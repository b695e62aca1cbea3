import { expect, onTestFinished, test } from 'vitest';
import { toDocument } from '../../../src/diagnosis/advice.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { renderTarget } from '../../../src/ui/target.js';
import { themeFor } from '../../../src/ui/theme.js';
import { probeOutside } from './in-process.js';
import { LANGUAGES } from '../../../src/contract/language.js';

const COLUMNS = 80;
const LINES = 30;
const PLAIN = themeFor({ isTTY: false }, false);

async function screenOf(scenario: string, language: 'et' | 'en' | 'ru'): Promise<readonly string[]> {
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0 } });
  onTestFinished(() => world.close());
  const [outside] = world.outside;
  if (!outside) throw new Error('there is no terminal');
  const facts = await probeOutside(outside, { timeoutMs: 700 });
  const diagnoses = diagnoseFacts(facts).map((diagnosis) => toDocument(diagnosis, language));
  const target = `${outside.host}:${String(outside.posxmlPort)},${String(outside.logPort)}`;
  return renderTarget({ target, line: undefined, facts, diagnoses }, PLAIN, COLUMNS);
}

test.each([
  'neglected',
  'busy-and-log-closed',
  'swapped-currency',
  'two-terminals',
  'same-port-card',
  'two-pages',
  'page-and-terminal',
  'large-replies-stall',
  'tls',
  'hostile-page',
])('%s: one screen of 80 columns, in each language', async (scenario) => {
  for (const language of LANGUAGES) {
    const lines = await screenOf(scenario, language);
    expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(LINES);
    expect(lines.filter((line) => line.length > COLUMNS)).toEqual([]);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test('each of four findings has its question and its sentence', async () => {
  const lines = await screenOf('neglected', 'en');
  for (const label of ['ask', 'say']) expect(lines.filter((line) => line.startsWith(`  ${label} `))).toHaveLength(4);
  expect(lines.at(-2)).toContain('terminal explain ports.log-closed, terminal.card-in-reader');
});
