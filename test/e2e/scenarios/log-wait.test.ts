import { expect, test } from 'vitest';
import type { TerminalSettings } from '../../../src/sandbox/terminal/settings.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { codesOf, probeOutside } from './in-process.js';
import { cleanUp } from '../../support/clean-up.js';

async function look(scenario: string, settings: Partial<TerminalSettings>): Promise<readonly string[]> {
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0, ...settings } });
  cleanUp(() => world.close());
  const [outside] = world.outside;
  if (!outside) throw new Error('there is no terminal');
  // As long as it takes on a busy machine: what is asked here is which of two ports answers, not when.
  return codesOf(await probeOutside(outside, { timeoutMs: 60_000 }));
}

const delayed = (ms: number): Partial<TerminalSettings> => ({ faults: [{ kind: 'delay-reply', ms }] });
const LINES: readonly (readonly [string, Partial<TerminalSettings>])[] = [
  ['quick', {}],
  ['50 ms', delayed(50)],
  ['400 ms', delayed(400)],
  ['1 s', delayed(1000)],
  ['a terminal that rests between two calls', { restMs: 1200 }],
  ['a terminal whose replies come in drops', { drip: { bytes: 16, everyMs: 10 } }],
  ['one client at a time, resting', { oneClient: true, restMs: 600 }],
];

test('a wrong rule is told on every line, however slow, and a right one is never taken for it', async () => {
  const all = await Promise.all(
    LINES.map(async ([name, settings]) => {
      const [same, two, healthy] = await Promise.all([
        look('same-port', settings),
        look('two-terminals', settings),
        look('healthy', settings),
      ]);
      return [name, same, two, healthy];
    }),
  );
  expect(all).toEqual(LINES.map(([name]) => [name, ['ports.same-port'], ['ports.two-terminals'], []]));
});
