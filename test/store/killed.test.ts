import { expect, test } from 'vitest';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { expectContract } from '../e2e/cells.js';
import { cleanUp } from '../support/clean-up.js';
import { oneMoreServer } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, terminalWith } from '../support/sandbox.js';
import { teamStore, whyNoPostgres } from '../support/team.js';
import { someOf } from '../support/thorough.js';
import { expectCaughtUp } from './caught-up.js';
import { door, POSXML } from './door.js';

const there = test.skipIf(whyNoPostgres !== undefined);

/** When it dies: at the first of these messages. */
const MOMENTS = [
  ['before the sale', 'GetParametersRequest'],
  ['when the sale is sent', 'TransactionRequest'],
  ['before the reversal', 'TransactionResponse'],
  ['when the reversal is sent', 'ReverseTransactionRequest'],
  ['when the reversal is done', 'ReverseTransactionResponse'],
] as const;
const CASES = MOMENTS.flatMap(([when, at]) => [true, false].map((again) => [when, at, again] as const));

const sales = (terminal: VirtualTerminal): number =>
  terminal.wire.filter(({ name }) => name === 'TransactionRequest').length;

async function server(): Promise<PostgresServer> {
  const one = await oneMoreServer();
  cleanUp(() => one.stop());
  return one;
}

for (const [when, at, again] of someOf('a server that is killed', CASES, 1))
  there.concurrent(`the server is killed ${when}, and ${again ? 'is back at once' : 'stays away'}`, async () => {
    const postgres = await server();
    const [team, terminal] = [await teamStore(postgres.port), await terminalWith({ terminalId: 'JT500001' })];
    const mari = team.agent('mari');
    let deaths = 0;
    const port = await door(terminal.posxmlPort, POSXML, async (message) => {
      if (message !== at || deaths > 0) return;
      deaths += 1;
      await postgres.kill();
      if (again) await postgres.start();
    });
    const pay = ['test', `127.0.0.1:${String(port)}`, PRIVATE, ...AGREED, '--json'];
    const document = expectContract(await run(pay, mari));
    expect(deaths).toBe(1);
    const isBefore = when === 'before the sale' && !again;
    if (isBefore) expect(document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
    else expect(document).toMatchObject({ exitCode: 0, result: { payment: { charged: true, returned: true } } });
    if (!again) expect(document.warnings.join()).toContain('cannot be reached');
    expect([sales(terminal), terminal.ledger.net()]).toEqual([isBefore ? 0 : 1, 0]);
    if (!again) await postgres.start();
    await expectCaughtUp(team, mari);
    // It was not let go of while the server was away, and nobody has to wait for that.
    expect((await run(pay, team.agent('jaan'))).status).toBe(0);
  });

const CLOUD = [
  ['read', 'GET', 0],
  ['written', 'POST', 1],
] as const;

for (const [what, method, records] of someOf('a server that is killed, and the cloud', CLOUD, 1))
  there.concurrent(`the server is killed while the cloud is ${what}`, async () => {
    const [postgres, cloud] = [await server(), await cloudWith()];
    const [team, terminal] = [await teamStore(postgres.port), await terminalWith({ terminalId: 'JT500002' })];
    const mari = team.agent('mari', credentialsOf(cloud));
    let deaths = 0;
    const port = await door(Number(new URL(cloud.url).port), /^(GET|POST) \S+\/paymentterminal\//, async (word) => {
      if (word !== method || deaths > 0) return;
      deaths += 1;
      await postgres.kill();
    });
    const instance = cloud.url.replace(/:\d+\//, `:${String(port)}/`);
    const target = `127.0.0.1:${String(terminal.posxmlPort)},${String(terminal.logPort)}`;
    const call = ['onboard', target, PRIVATE, ...answersFor(instance), ...AGREED, '--json'];
    const document = expectContract(await run(call, mari));
    expect(deaths).toBe(1);
    expect(document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
    expect([cloud.records.length, sales(terminal)]).toEqual([records, 0]);
    await postgres.start();
    await expectCaughtUp(team, mari);
    const resumed = expectContract(
      await run(['onboard', '--resume', document.resume?.id ?? '', ...AGREED, '--json'], mari),
    );
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(cloud.records).toMatchObject([{ status: 'active' }]);
    await expectCaughtUp(team, mari);
  });
