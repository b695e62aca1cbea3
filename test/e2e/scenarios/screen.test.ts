import { expect, test } from 'vitest';
import { toDocument } from '../../../src/diagnosis/advice.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { renderTarget } from '../../../src/ui/target.js';
import { themeFor } from '../../../src/ui/theme.js';
import { probeOutside } from './in-process.js';
import { LANGUAGES } from '../../../src/contract/language.js';
import { cleanUp } from '../../support/clean-up.js';

const COLUMNS = 80;
const LINES = 30;
const PLAIN = themeFor({ isTTY: false }, false);

type ScreenIn = (language: (typeof LANGUAGES)[number]) => readonly string[];

/** What is seen in a scenario, as each language shows it. */
async function screenOf(scenario: string): Promise<ScreenIn> {
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0 } });
  cleanUp(() => world.close());
  const [outside] = world.outside;
  if (!outside) throw new Error('there is no terminal');
  const facts = await probeOutside(outside, { timeoutMs: 3000 });
  const found = diagnoseFacts(facts);
  const target = `${outside.host}:${String(outside.posxmlPort)},${String(outside.logPort)}`;
  return (language) => {
    const diagnoses = found.map((diagnosis) => toDocument(diagnosis, language));
    return renderTarget({ target, line: undefined, facts, diagnoses }, PLAIN, COLUMNS);
  };
}

test.concurrent.each([
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
  const screenIn = await screenOf(scenario);
  for (const language of LANGUAGES) {
    const lines = screenIn(language);
    expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(LINES);
    expect(lines.filter((line) => line.length > COLUMNS)).toEqual([]);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
});

test.concurrent('each of four findings has its question and its sentence', async () => {
  const lines = (await screenOf('neglected'))('en');
  for (const label of ['ask', 'Say']) expect(lines.filter((line) => line.startsWith(`  ${label} `))).toHaveLength(4);
  expect(lines.at(-2)).toContain('terminal explain ports.log-closed, terminal.card-in-reader');
});
