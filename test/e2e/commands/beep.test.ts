import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import type { World } from '../../../src/sandbox/sandbox.js';
import { run } from '../../support/run.js';
import { cleanUp } from '../../support/clean-up.js';

async function world(scenario: string): Promise<World> {
  const started = await startSandbox({ terminals: 1, scenario, settings: { speed: 0 } });
  cleanUp(() => started.close());
  return started;
}

const targetOf = ({ outside }: World): string =>
  `127.0.0.1:${String(outside[0]?.posxmlPort)},${String(outside[0]?.logPort)}`;
const beeps = ({ terminals }: World): readonly number[] =>
  terminals.map(({ wire }) => wire.filter(({ name }) => name === 'DoBeepRequest').length);
const probe = (target: string, ...flags: readonly string[]) =>
  run(['probe', target, '--allow-private', '--timeout', '5s', ...flags]);

test.concurrent('a look alone makes no sound', async () => {
  const clinic = await world('healthy');
  const ran = await probe(targetOf(clinic), '--json');
  expect(beeps(clinic)).toEqual([0]);
  expect(ran.document().result['targets']).toMatchObject([{ posxml: { beeped: null } }]);
});

test.concurrent('--beep: of two terminals the one behind the posxml port, once', async () => {
  const clinic = await world('two-terminals');
  const ran = await probe(targetOf(clinic), '--beep', '--json');
  expect(ran.status).toBe(5);
  expect(ran.document().result['targets']).toMatchObject([{ posxml: { beeped: true }, log: { beeped: null } }]);
  expect(beeps(clinic)).toEqual([1]);
});

test.concurrent('--beep: behind the other port where the rules are swapped', async () => {
  const clinic = await world('swapped');
  const ran = await probe(targetOf(clinic), '--beep');
  expect(ran.stdout).toMatch(/log {5}open in .*, answers PosXML 7\.1\.0 in .* ms, and beeped$/m);
  expect(beeps(clinic)).toEqual([1]);
});

describe('no sound', () => {
  test.concurrent('of a terminal that is at work', async () => {
    const clinic = await world('busy');
    const ran = await probe(targetOf(clinic), '--beep', '--json');
    expect(ran.document().result['targets']).toMatchObject([{ posxml: { beeped: null } }]);
    expect(beeps(clinic)).toEqual([0]);
  });

  test.concurrent('of a terminal that cannot: it is told', async () => {
    const started = await startSandbox({
      terminals: 1,
      scenario: 'healthy',
      settings: { speed: 0, returnCodes: { DoBeepRequest: 32783 } },
    });
    cleanUp(() => started.close());
    const ran = await probe(targetOf(started), '--beep');
    expect(ran.status).toBe(0);
    expect(ran.stdout).toContain('and did not beep');
  });

  test.concurrent.each([
    ['several terminals', ['127.0.0.1:1', '127.0.0.2:1', '--beep', '--allow-private']],
    ['a file of them', ['--file', '-', '--beep']],
    ['a terminal that is watched', ['127.0.0.1:1', '--watch', '2s', '--beep', '--allow-private']],
  ])('of %s: exit 2', async (_, args) => {
    expect((await run(['probe', ...args])).status).toBe(2);
  });
});
