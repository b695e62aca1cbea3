import { expect, test } from 'vitest';
import { SCENARIOS } from '../../../src/sandbox/scenarios/groups.js';
import type { Scenario } from '../../../src/sandbox/scenarios/scenario.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { cleanUp } from '../../support/clean-up.js';
import { openPty } from '../../support/pty.js';
import { run } from '../../support/run.js';
import { PRIVATE } from '../../support/sandbox.js';

const CASES = SCENARIOS.filter(({ inTest }) => inTest !== undefined);

async function testArgs({ name }: Scenario): Promise<readonly string[]> {
  const world = await startSandbox({ terminals: 1, scenario: name, settings: { speed: 0 } });
  cleanUp(() => world.close());
  const [outside] = world.outside;
  return [
    'test',
    `127.0.0.1:${String(outside?.posxmlPort)},${String(outside?.logPort)}`,
    PRIVATE,
    '--skip-identify',
    '--card-timeout',
    '5s',
  ];
}

test.concurrent.each(CASES.filter(({ name }) => name !== 'no-paper'))(
  '$name: the test payment finds $inTest, and nothing else',
  async (scenario) => {
    const ran = await run([...(await testArgs(scenario)), '--yes', '--json']);
    expect(ran.document().diagnoses.map(({ code }) => code)).toEqual(scenario.inTest);
  },
);

test.concurrent('no-paper: whoever is told at the clinic that nothing was printed has found it', async () => {
  const scenario = CASES.find(({ name }) => name === 'no-paper');
  if (!scenario) throw new Error('there is no such scenario');
  const window = openPty(await testArgs(scenario));
  await window.waitFor(/agree to a test payment/);
  window.type('y\r');
  await window.waitFor('Did the terminal print a receipt?');
  window.type('n\r');
  expect((await window.ended).status).toBe(0);
  for (const code of scenario.inTest ?? ['?']) expect(window.text()).toContain(code);
});
