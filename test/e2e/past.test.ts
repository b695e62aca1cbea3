import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Journal } from '../../src/session/journal.js';
import type { DiagnosisDocument } from '../../src/contract/document.js';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';

const tested = (target: string): readonly string[] => ['test', target, PRIVATE, ...AGREED];
const codesOf = (document: { readonly diagnoses: readonly DiagnosisDocument[] }): readonly string[] =>
  document.diagnoses.map(({ code }) => code);

/** Puts a session into a home in which a terminal named itself. */
function remember(
  home: string,
  host: string,
  port: number,
  terminalId = 'JT000001',
  localIpAddress = '192.168.1.50',
  day = 20,
): void {
  const sessions = join(home, 'sessions');
  mkdirSync(sessions, { recursive: true });
  const id = `20261120-${randomBytes(4).toString('hex')}`;
  const journal = Journal.create(join(sessions, `${id}.jsonl`), () => Date.UTC(2026, 10, day, 12));
  journal.append({
    type: 'session.opened',
    id,
    command: 'test',
    target: { host, posxmlPort: port, logPort: undefined },
    sandbox: false,
    program: '0.1.0',
  });
  journal.append({ type: 'terminal.identified', terminalId, ownerName: undefined, version: '7.1.0', localIpAddress });
  journal.close();
}

/** A home whose one session knows a terminal; the terminal has since left its place. */
async function leftPlace(): Promise<{ readonly home: string; readonly port: number; readonly target: string }> {
  const [home, port, log] = [temporaryFolder(), await closedPort(), await closedPort()];
  remember(home, '127.0.0.1', port);
  return { home, port, target: `127.0.0.1:${String(port)},${String(log)}` };
}

test.concurrent.for(['check', 'probe'])(
  '%s: worked before, refuses now: the code is the same, and the past is told',
  async (command) => {
    const { home, target, port } = await leftPlace();
    const ran = expectContract(await run([command, target, PRIVATE, '--language', 'en', '--json'], { home }));
    const fresh = expectContract(await run([command, target, PRIVATE, '--language', 'en', '--json']));
    expect([codesOf(fresh), fresh.exitCode]).toEqual([['network.refused'], 3]);
    expect([codesOf(ran), ran.exitCode]).toEqual([['network.refused', 'terminal.dhcp'], 3]);
    expect(ran.diagnoses[0]).toEqual(fresh.diagnoses[0]);
    expect(ran.diagnoses[1]?.summary).toBe(
      `The terminal's internal address may have changed: 127.0.0.1:${String(port)} answered as terminal JT000001 on 20 November 2026, with the internal address 192.168.1.50; now: refused.`,
    );
    expect(ran.diagnoses[1]?.say).toMatch(/e-kirjaga|by email/);
  },
);

test.concurrent('test, register and onboard tell it, too', async () => {
  const [{ home, target }, cloud] = [await leftPlace(), await cloudWith()];
  const env = credentialsOf(cloud);
  for (const args of [
    tested(target),
    ['register', target, PRIVATE, ...answersFor(cloud.url)],
    ['onboard', target, PRIVATE, ...answersFor(cloud.url), ...AGREED],
  ]) {
    const ran = expectContract(await run([...args, '--json'], { home, env }));
    expect([args[0], codesOf(ran), ran.exitCode]).toEqual([args[0], ['network.refused', 'terminal.dhcp'], 3]);
  }
});

test.concurrent('another terminal that answers there, or a place that nobody knows, has no past', async () => {
  const { home, port } = await leftPlace();
  const other = await terminalWith({ posxmlPort: port, terminalId: 'JT000002', localIpAddress: '10.0.0.9' });
  expect(codesOf(expectContract(await run(['probe', targetOf(other), PRIVATE, '--json'], { home })))).toEqual([]);
  const unknown = `127.0.0.1:${String(await closedPort())}`;
  expect(codesOf(expectContract(await run(['check', unknown, PRIVATE, '--json'], { home })))).toEqual([
    'network.refused',
  ]);
});

test.concurrent('reached with another inside address than before', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith({ localIpAddress: '192.168.1.20' })];
  await run(tested(targetOf(terminal)), { home });
  expect(codesOf(expectContract(await run(['probe', targetOf(terminal), PRIVATE, '--json'], { home })))).toEqual([]);
  terminal.settings.localIpAddress = '192.168.1.37';
  const ran = expectContract(await run(['probe', targetOf(terminal), PRIVATE, '--json'], { home }));
  expect([codesOf(ran), ran.exitCode]).toEqual([['terminal.dhcp'], 0]);
  expect(ran.diagnoses[0]?.summary).toMatch(
    /has changed from 192\.168\.1\.20 to 192\.168\.1\.37 since .*IPAddressMode is \S+, which is not documented\)/,
  );
  const registered = await cloudWith();
  const register = await run(['register', targetOf(terminal), PRIVATE, ...answersFor(registered.url), '--json'], {
    home,
    env: credentialsOf(registered),
  });
  expect([codesOf(expectContract(register)), register.status]).toEqual([['terminal.dhcp'], 0]);
});

test.concurrent(
  'the terminal of a former session answers at another address; a second desk there does not',
  async () => {
    const [home, before, now, desk] = [
      temporaryFolder(),
      await terminalWith({ host: '127.0.0.2' }),
      await terminalWith(),
      await terminalWith({ terminalId: 'JT000002' }),
    ];
    remember(home, before.host, before.posxmlPort);
    const ran = expectContract(await run(['probe', targetOf(now), PRIVATE, '--json'], { home }));
    expect([codesOf(ran), ran.exitCode]).toEqual([['address.changed'], 0]);
    expect(ran.diagnoses[0]?.summary).toContain(
      `terminal JT000001 was at 127.0.0.2:${String(before.posxmlPort)} on 20 November 2026 and is now at ${now.host}:${String(now.posxmlPort)}`,
    );
    expect(codesOf(expectContract(await run(['probe', targetOf(desk), PRIVATE, '--json'], { home })))).toEqual([]);
    // Worked with at its new address, it is known there.
    remember(home, now.host, now.posxmlPort, 'JT000001', '192.168.1.50', 21);
    expect(codesOf(expectContract(await run(['probe', targetOf(now), PRIVATE, '--json'], { home })))).toEqual([]);
  },
);

test.concurrent('practice leaves no memory', async () => {
  const home = temporaryFolder();
  expect((await run(['onboard', '--sandbox', '--json'], { home })).status).toBe(0);
  const terminal = await terminalWith({ host: '127.0.0.2', terminalId: 'SB000001', localIpAddress: '10.0.0.9' });
  expect(codesOf(expectContract(await run(['probe', targetOf(terminal), PRIVATE, '--json'], { home })))).toEqual([]);
});

/** What may have become of the folder of sessions. */
const DAMAGE: Readonly<Record<string, (sessions: string) => void>> = {
  'is a file': (sessions) => {
    rmSync(sessions, { recursive: true });
    writeFileSync(sessions, '');
  },
  'holds a damaged journal': (sessions) => {
    for (const name of readdirSync(sessions))
      writeFileSync(join(sessions, name), readFileSync(join(sessions, name), 'utf8').replace('JT000001', 'JT000009'));
  },
  'holds what is no journal': (sessions) => {
    rmSync(sessions, { recursive: true });
    mkdirSync(join(sessions, '20261120-folder.jsonl'), { recursive: true });
    writeFileSync(join(sessions, 'x.jsonl'), 'null\n[]\n');
  },
  'may not be read': (sessions) => {
    chmodSync(sessions, 0o000);
  },
};

test.concurrent.for(Object.keys(DAMAGE))('a store that %s breaks no look', async (what) => {
  const { home, target } = await leftPlace();
  const sessions = join(home, 'sessions');
  DAMAGE[what]?.(sessions);
  try {
    const ran = expectContract(await run(['probe', target, PRIVATE, '--json'], { home }));
    // Root may read everything.
    const known = what === 'may not be read' && process.getuid?.() === 0;
    expect([codesOf(ran), ran.exitCode]).toEqual([['network.refused', ...(known ? ['terminal.dhcp'] : [])], 3]);
    expect(ran.warnings).toEqual([]);
  } finally {
    chmodSync(sessions, 0o700);
  }
});
