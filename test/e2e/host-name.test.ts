import { expect, test } from 'vitest';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { loading, temporaryFolder } from '../support/program.js';
import type { Environment } from '../support/program.js';
import { run, start } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, terminalWith } from '../support/sandbox.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { expectContract } from './cells.js';

/** Two terminals at the same ports of two addresses. */
async function twoTerminals(
  settings: Partial<TerminalSettings> = {},
): Promise<readonly [here: VirtualTerminal, other: VirtualTerminal]> {
  const here = await terminalWith(settings);
  const { posxmlPort, logPort } = here;
  return [here, await terminalWith({ terminalId: 'JT000002', host: '127.0.0.2', posxmlPort, logPort })];
}

const named = ({ posxmlPort, logPort }: VirtualTerminal): string =>
  `localhost:${String(posxmlPort)},${String(logPort)}`;
const wire = ({ wire }: VirtualTerminal): readonly string[] => wire.map(({ name }) => name ?? '');

/** @param stays how many look-ups it resolves to the first of the terminals */
const moving = (stays: number): Environment => ({
  NODE_OPTIONS: loading('guard.cjs', 'moving-name.cjs'),
  STAYS: String(stays),
});

const MONEY = 10;

test.concurrent.each([1, 3])(
  'a name that leads elsewhere after %i look-ups leads one test nowhere else',
  async (stays) => {
    const [here, other] = await twoTerminals();
    const done = await run(['test', named(here), PRIVATE, ...AGREED, '--json'], { env: moving(stays) });
    expect(expectContract(done)).toMatchObject({ exitCode: 0, result: { end: 'returned' } });
    expect(wire(other)).toEqual([]);
  },
);

test.concurrent('a name that leads elsewhere leads one onboarding nowhere else', async () => {
  const [[here, other], cloud] = [await twoTerminals(), await cloudWith()];
  const args = ['onboard', named(here), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'];
  const done = await run(args, { env: { ...credentialsOf(cloud), ...moving(1) } });
  expect(expectContract(done)).toMatchObject({ exitCode: 0 });
  expect(wire(other)).toEqual([]);
});

test.concurrent(
  'a session that is resumed looks its name up anew, and sends no money where another terminal is',
  async () => {
    const home = temporaryFolder();
    const [here, other] = await twoTerminals({ returnCodes: { ReverseTransactionRequest: 32783 } });
    const first = await run(['test', named(here), PRIVATE, ...AGREED, '--json'], { home, env: moving(9) });
    const { exitCode, resume } = expectContract(first);
    expect(exitCode).toBe(MONEY);
    const resumed = await run(['onboard', '--resume', resume?.id ?? '', PRIVATE, ...AGREED, '--json'], {
      home,
      env: moving(0),
    });
    expect(expectContract(resumed).exitCode).toBe(MONEY);
    expect(wire(other)).toContain('GetParametersRequest');
    expect(
      wire(other).filter((name) => /^(Transaction|Reverse|Cancel)\w*Request$/.test(name) && !/Status/.test(name)),
    ).toEqual([]);
  },
);

test.concurrent('two names of one address are one terminal', async () => {
  const terminal = await terminalWith({ stuckIn: ['host'] });
  const { host, posxmlPort, logPort } = terminal;
  const first = start(['test', named(terminal), PRIVATE, ...AGREED, '--json'], { env: moving(9) });
  await waitFor(() => terminal.phase === 'host', 'the sale');
  const target = `${host}:${String(posxmlPort)},${String(logPort)}`;
  const refused = expectContract(await run(['test', target, PRIVATE, ...AGREED, '--json']));
  expect(refused).toMatchObject({ exitCode: 7, error: { code: 'conflict.locked' } });
  terminal.settings.stuckIn = [];
  expect((await first.ended).status).toBe(0);
});
