import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { FolderStore } from '../../src/session/folder-store.js';
import { SessionWriter } from '../../src/session/session-writer.js';
import { Database } from '../../src/session/team/database.js';
import { TIMING } from '../../src/session/team/elapsed-time.js';
import { initStore } from '../../src/session/team/schema.js';
import { TeamStore } from '../../src/session/team/team-store.js';
import { Unpushed } from '../../src/session/team/unpushed.js';
import { listen } from '../support/listen.js';
import { setup } from '../support/postgres.js';
import { ratioOf, shuffled, spreadOf } from './figure.js';
import type { Benchmark, Figure } from './figure.js';
import { timed } from './timed.js';

const PROGRAM = process.env['BENCH_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const AGENTS = 200;
/** Each of them confirms so often, about once a second: a payment does so some five times in as many seconds. */
const CONFIRMATIONS = 10;
const PAUSE_MS = 1000;
/** There and back, in milliseconds. */
const WAYS = [5, 50] as const;

/** What a team's store costs. Its server, the agents and the terminal are on the same cores. */
export default {
  about: `a confirmation of a team's store for ${String(AGENTS)} agents at once, and what a store adds to a payment`,
  measure: async () => {
    const stop = await setup();
    if (!stop) return [];
    // Two hundred computers have two hundred disks.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'terminal-bench-'));
    try {
      const port = Number(process.env['TEST_POSTGRES']);
      const url = await database(port);
      return [...(await confirmations(url, folder)), ...(await payments(port, url, folder))];
    } finally {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

async function database(port: number): Promise<string> {
  const admin = new Client({ host: '127.0.0.1', port, database: 'postgres', user: 'postgres' });
  await admin.connect();
  await admin.query('create database team');
  await admin.end();
  const url = `postgresql://postgres@127.0.0.1:${String(port)}/team`;
  const made = new Database(url, {});
  await initStore(made);
  made.close();
  return url;
}

async function confirmations(url: string, folder: string): Promise<readonly Figure[]> {
  // What each brings of the others' calls at its start is no part of it.
  const desks: Desk[] = [];
  for (let index = 0; index < AGENTS; index += 1) desks.push(await deskOf(url, folder, index));
  const took = (await Promise.all(desks.map(confirming))).flat();
  for (const { work, store } of desks) {
    work.close();
    await store.close();
  }
  const sorted = took.sort((one, other) => one - other);
  const median = spreadOf(sorted).median;
  const figure = (name: string, part: number): Figure => {
    const ms = sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
    return { name, most: undefined, rounds: sorted.length, ms, ratio: spreadOf([ms / median]), cpu: undefined };
  };
  return [figure('a confirmation, the median', 0.5), figure('the 99th percentile', 0.99), figure('the longest', 1)];
}

interface Desk {
  readonly store: TeamStore;
  readonly work: SessionWriter;
}

/** An agent at a terminal. */
async function deskOf(url: string, folder: string, index: number): Promise<Desk> {
  const [home, agent, id] = [join(folder, String(index)), `agent-${String(index)}`, `20261130-a${String(index)}`];
  const store = new TeamStore(new FolderStore(home), new Database(url, {}), new Unpushed(home), {
    asker: { agent, machine: agent, machineKey: agent },
    takeOver: false,
    warn: () => undefined,
    timing: TIMING,
  });
  const purpose = { command: 'test', session: id };
  const target = { host: '10.1.1.1', posxmlPort: 4445, logPort: undefined };
  const opened = { id, command: 'test', target, sandbox: false, program: '0', agent } as const;
  await store.lock({ kind: 'session', id }, purpose);
  const work = SessionWriter.begin(store.create(id), { type: 'session.opened', ...opened });
  await store.confirm({ kind: 'sale' });
  return { store, work };
}

/** Gives what its confirmations took. Milliseconds. */
async function confirming({ store, work }: Desk): Promise<readonly number[]> {
  const took: number[] = [];
  for (let done = 0; done < CONFIRMATIONS; done += 1) {
    await sleep(Math.random() * 2 * PAUSE_MS);
    work.record({ type: 'noted', note: { text: `${String(done)} ${'x'.repeat(300)}` } });
    const from = performance.now();
    await store.confirm({ kind: 'sale' });
    took.push(performance.now() - from);
  }
  return took;
}

/** Whole payments by the program, as it is started. */
async function payments(port: number, url: string, folder: string): Promise<readonly Figure[]> {
  const terminal = await startVirtualTerminal({ speed: 0, terminalId: 'BM900001' });
  const doors = await Promise.all(WAYS.map((ms) => slowDoor(port, ms)));
  const stores = [undefined, port, ...doors.map((door) => door.port)];
  const names = ['a payment without a store', 'with one', ...WAYS.map((ms) => `with one ${String(ms)} ms away`)];
  const pay = ['test', `127.0.0.1:${String(terminal.posxmlPort)},${String(terminal.logPort)}`, '--allow-private'];
  const agreed = ['--yes', '--skip-identify', '--card-timeout', '5s'];
  const took = stores.map((): number[] => []);
  const once = async (index: number): Promise<number> => {
    const [at, home] = [stores[index], join(folder, `payment-${String(index)}`)];
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERMINAL_HOME: home, TERMINAL_KEYRING: 'off' };
    const store = at === undefined ? {} : { TERMINAL_STORE: url.replace(`:${String(port)}/`, `:${String(at)}/`) };
    return (await timed([process.execPath, PROGRAM, ...pay, ...agreed], { ...env, ...store }, 0)).wall;
  };
  try {
    // The first of each is not measured: it fills what is kept.
    for (let round = -1; round < ROUNDS; round += 1)
      for (const index of shuffled(stores.length)) (round < 0 ? [] : (took[index] ?? [])).push(await once(index));
  } finally {
    await Promise.all([terminal.close(), ...doors.map((door) => door.close())]);
  }
  const [bare = []] = took;
  return took.map((walls, index): Figure => {
    const name = names[index] ?? '';
    return {
      name,
      most: undefined,
      rounds: walls.length,
      ms: spreadOf(walls).median,
      ratio: ratioOf(walls, bare),
      cpu: undefined,
    };
  });
}

/** A way to a port on which each message takes its time. @param ms there and back */
function slowDoor(port: number, ms: number): ReturnType<typeof listen> {
  return listen('127.0.0.1', (client) => {
    const server = connect({ port, host: '127.0.0.1', noDelay: true });
    const pass = (from: Socket, to: Socket): void => {
      from.on('error', () => undefined);
      from.on('data', (chunk) => setTimeout(() => to.write(chunk), ms / 2));
      from.on('close', () => setTimeout(() => to.end(), ms / 2));
    };
    pass(client, server);
    pass(server, client);
  });
}
