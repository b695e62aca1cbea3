import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { FolderStore } from '../../../src/session/folder-store.js';
import { hostileServer } from '../../unit/connection/hostile-server.js';
import { temporaryFolder } from '../../support/program.js';
import { run } from '../../support/run.js';
import type { Run, RunOptions } from '../../support/run.js';
import { cloudWith, credentialsOf } from '../../support/sandbox.js';
import { STORY } from '../../unit/session/support.js';
import { closedPort } from '../../support/closed-port.js';
import { cleanUp } from '../../support/clean-up.js';

const doctor = (args: readonly string[] = [], options: RunOptions = {}): Promise<Run> =>
  run(['doctor', ...args, '--json'], options);
const statuses = (ran: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(ran.document().checks.map(({ id, status }) => [id, status]));
const told = (ran: Run, id: string): Readonly<Record<string, unknown>> =>
  ran.document().checks.find((check) => check.id === id)?.evidence ?? {};

/** An instance that gives tokens, and answers as it is told. */
async function instance(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    if (!request.url?.includes('oauth2')) {
      answer(request, response);
      return;
    }
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ access_token: 'a-token', token_type: 'Bearer', expires_in: 3600 }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/clinic`;
}

const CREDENTIALS = { TERMINAL_CLIENT_ID: 'agent', TERMINAL_CLIENT_SECRET: 'hush-hush' };
const said =
  (offsetMs: number): RequestListener =>
  (_request, response) => {
    response.setHeader('date', new Date(Date.now() + offsetMs).toUTCString()).end('hello');
  };

describe('with no flag', () => {
  test.concurrent('the doctor works, dials nothing, leaves nothing behind', async () => {
    const home = join(temporaryFolder(), 'not-yet');
    const dialled = join(temporaryFolder(), 'dialled');
    const ran = await doctor([], { home, env: { DIALLED: dialled } });
    expect(ran.status).toBe(0);
    expect(existsSync(dialled)).toBe(false);
    expect(readdirSync(join(home, 'sessions'))).toEqual([]);
    expect(statuses(ran)).toMatchObject({
      'doctor.node': 'pass',
      'doctor.proxies': 'pass',
      'doctor.control': 'skip',
      'doctor.dns': 'skip',
      'doctor.instance': 'skip',
      'doctor.clock': 'skip',
      'doctor.credentials': 'skip',
      'doctor.store': 'pass',
      'doctor.sessions': 'pass',
    });
  });

  test.concurrent('a person reads what to do', async () => {
    const ran = await run(['doctor'], { env: { HTTPS_PROXY: 'nonsense', TERMINAL_CLIENT_ID: 'agent' } });
    expect(ran.status).toBe(0);
    expect(ran.stdout).toMatch(/! proxies +HTTPS_PROXY cannot be read as a URL\n +Do: Write it like/);
    expect(ran.stdout).toMatch(/! credentials +TERMINAL_CLIENT_SECRET is missing/);
    expect(ran.stdout).toMatch(/files +session files can be written/);
  });

  test.concurrent('credentials that are set are not told', async () => {
    const ran = await doctor([], { env: CREDENTIALS });
    expect(statuses(ran)['doctor.credentials']).toBe('pass');
    expect(ran.stdout + ran.stderr).not.toContain('hush');
  });
});

describe('--instance', () => {
  test.concurrent('answers, agrees on the time, accepts the credentials', async () => {
    const cloud = await cloudWith();
    const ran = await doctor(['--instance', cloud.url], { env: credentialsOf(cloud) });
    expect(ran.status).toBe(0);
    expect(statuses(ran)).toMatchObject({
      'doctor.dns': 'skip',
      'doctor.instance': 'pass',
      'doctor.clock': 'pass',
      'cloud.auth': 'pass',
    });
  });

  test.concurrent('a name is looked up', async () => {
    const url = (await instance(said(0))).replace('127.0.0.1', 'localhost');
    const ran = await doctor(['--instance', url], { env: CREDENTIALS });
    expect([ran.status, told(ran, 'doctor.dns')['address']]).toEqual([0, '127.0.0.1']);
  });

  test.concurrent('a name that nobody knows: exit 3, and nothing more is tried', async () => {
    // The guard of the tests lets no name but localhost out, so the lookup fails as it does in a network without names.
    const ran = await doctor(['--instance', 'https://cloud.example/clinic'], { env: CREDENTIALS });
    expect([ran.status, ran.document().error?.code]).toEqual([3, 'network.own-side']);
    expect(statuses(ran)).toMatchObject({ 'doctor.dns': 'fail', 'doctor.instance': 'skip', 'cloud.auth': 'skip' });
    expect(ran.document().diagnoses).toMatchObject([{ code: 'network.own-side', because: ['doctor.dns'] }]);
  });

  test.concurrent.each([
    // The bound is a minute (the unit test has it to the second); a busy machine does not lose half of one.
    [30_000, 'pass'],
    [-30_000, 'pass'],
    [90_000, 'warn'],
    [-90_000, 'warn'],
    [-86_400_000, 'warn'],
  ])('its clock is %i ms ahead: %s, and exit 0', async (ahead, status) => {
    const ran = await doctor(['--instance', await instance(said(ahead))], { env: CREDENTIALS });
    expect([ran.status, statuses(ran)['doctor.clock']]).toEqual([0, status]);
    if (status === 'warn') expect(told(ran, 'doctor.clock')['says']).toContain(ahead > 0 ? 'behind' : 'ahead of');
  });

  test.concurrent('it tells no time, or nonsense: unknown', async () => {
    const url = await instance((_request, response) => {
      response.sendDate = false;
      response.setHeader('date', 'yesterday').end();
    });
    expect(statuses(await doctor(['--instance', url], { env: CREDENTIALS }))['doctor.clock']).toBe('unknown');
  });

  test.concurrent('it is gone: exit 6', async () => {
    const ran = await doctor(['--instance', `http://127.0.0.1:${String(await closedPort())}/clinic`], {
      env: CREDENTIALS,
    });
    expect([ran.status, ran.document().error?.code, statuses(ran)['cloud.auth']]).toEqual([
      6,
      'cloud.unavailable',
      'skip',
    ]);
    expect(ran.document().diagnoses[0]?.because).toEqual(['doctor.instance']);
  });

  test.concurrent('it says that it is down: exit 6', async () => {
    const ran = await doctor(
      [
        '--instance',
        await instance((_request, response) => {
          response.writeHead(503).end();
        }),
      ],
      { env: CREDENTIALS },
    );
    expect([ran.status, ran.document().error?.code]).toEqual([6, 'cloud.unavailable']);
  });

  test.concurrent('there are no credentials, or they are wrong: exit 4', async () => {
    const cloud = await cloudWith();
    const none = await doctor(['--instance', cloud.url]);
    expect([none.status, none.document().error?.code, statuses(none)['cloud.auth']]).toEqual([
      4,
      'credentials.missing',
      'fail',
    ]);
    const wrong = await doctor(['--instance', cloud.url], { env: CREDENTIALS });
    expect([wrong.status, wrong.document().error?.code]).toEqual([4, 'cloud.unauthorized']);
    expect(wrong.stdout + wrong.stderr).not.toContain('hush');
  });

  test.concurrent('one that is not written right: exit 2', async () => {
    const ran = await doctor(['--instance', 'http://agent:hush@cloud.example/clinic']);
    expect([ran.status, ran.document().error?.code]).toEqual([2, 'usage.invalid']);
    expect(ran.stdout + ran.stderr).not.toContain('hush');
  });
});

describe('the network', () => {
  test.concurrent('a host known to be up', async () => {
    const up = await hostileServer({});
    const down = await closedPort();
    const env = (...ports: readonly number[]) => ({
      env: { TERMINAL_CONTROL_MUST_ANSWER: ports.map((port) => `127.0.0.1:${String(port)}`).join(',') },
    });
    const [good, some, none] = [
      await doctor([], env(up.port)),
      await doctor([], env(up.port, down)),
      await doctor([], env(down)),
    ];
    expect([good, some, none].map((ran) => [ran.status, statuses(ran)['doctor.control']])).toEqual([
      [0, 'pass'],
      [0, 'warn'],
      [3, 'fail'],
    ]);
    expect(none.document()).toMatchObject({
      error: { code: 'network.own-side' },
      diagnoses: [{ because: ['doctor.control'] }],
    });
  });
});

describe('the store', () => {
  test.concurrent('is no folder: exit 8', async () => {
    const home = join(temporaryFolder(), 'file');
    writeFileSync(home, '');
    const ran = await doctor([], { home });
    expect([ran.status, ran.document().error?.code, statuses(ran)['doctor.store']]).toEqual([8, 'store.full', 'fail']);
    expect(told(ran, 'doctor.store')['do']).toContain('TERMINAL_HOME');
  });

  test.concurrent('holds a damaged session: exit 8, and it is left as it is', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'sessions'));
    const file = join(home, 'sessions', '20260701-abcde.jsonl');
    writeFileSync(file, 'nonsense\n');
    const ran = await doctor([], { home });
    expect([ran.status, ran.document().error?.code, statuses(ran)['doctor.sessions']]).toEqual([
      8,
      'store.unreadable',
      'fail',
    ]);
    expect(readdirSync(join(home, 'sessions'))).toEqual(['20260701-abcde.jsonl']);
  });

  test.concurrent('holds open money: a warning that names the session', async () => {
    const home = temporaryFolder();
    const journal = new FolderStore(home).create('s1');
    for (const event of STORY) journal.append(event);
    journal.close();
    const ran = await doctor([], { home });
    expect([ran.status, statuses(ran)['doctor.sessions']]).toEqual([0, 'warn']);
    expect(told(ran, 'doctor.sessions')).toMatchObject({
      open: ['s1'],
      do: 'Check with the terminal again: terminal onboard --resume s1',
    });
  });

  test.concurrent('of several failures the first counts', async () => {
    const home = join(temporaryFolder(), 'file');
    writeFileSync(home, '');
    const ran = await doctor(['--instance', `http://127.0.0.1:${String(await closedPort())}/clinic`], {
      home,
      env: CREDENTIALS,
    });
    expect(ran.status).toBe(6);
  });
});
