import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Act } from '../../src/sandbox/terminal/person.js';
import { CARD_ID, FORMS, LEAKY_SERVICES, leakyTerminal, PAN, TRACK_2 } from '../support/leaky-terminal.js';
import { cleanUp } from '../support/clean-up.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import type { Environment } from '../support/program.js';
import { run } from '../support/run.js';
import type { Run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';
import { someOf } from '../support/thorough.js';

/** All files of a folder, as one text. */
function contentOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** What goes to the vendor lies with all else that a run keeps. */
const withFile = (home: string): Environment => ({ TERMINAL_DEBUG_FILE: join(home, 'debug.jsonl') });

function expectNothingOfTheCard({ stdout, stderr }: Run, home: string): void {
  const told = `${stdout}\n${stderr}\n${contentOf(home)}`;
  expect(told.replaceAll(/(?<=\d)(?:[ .\u00a0-]|\\u00a0|\\xa0|\\{1,2}u200b|&#x?\w+;)(?=\d)/g, '')).not.toContain(PAN);
  expect(told).not.toContain(TRACK_2.slice(-16, -1));
  expect(told).not.toContain('TAMM/MARI');
  expect(told).not.toContain(CARD_ID);
}

const ENDINGS: readonly (readonly [what: string, act: Act, status: number])[] = [
  ['approved', 'pay', 0],
  ['declined', 'decline', 9],
  ['cancelled', 'red-key', 9],
];

for (const form of [[], ['--debug'], ['--json', '--debug']]) {
  test.concurrent.for(someOf(`endings ${form.join(' ')}`, ENDINGS, 1))(
    `no card data of a leaky terminal gets out: %s ${form.join(' ')}`,
    async ([, act, status]) => {
      const home = temporaryFolder();
      const [terminal, cloud] = [await terminalWith(), await cloudWith()];
      terminal.person.will(act);
      const { posxml, log } = await leakyTerminal(terminal);
      const ended = await run(
        [
          'onboard',
          `127.0.0.1:${String(posxml)},${String(log)}`,
          PRIVATE,
          ...answersFor(cloud.url),
          ...AGREED,
          ...form,
        ],
        { home, env: { ...credentialsOf(cloud), ...withFile(home) } },
      );
      expect(ended.status, ended.stderr).toBe(status);
      expect(contentOf(home)).toContain('"direction":"in"');
      expectNothingOfTheCard(ended, home);
      const shown = await run(['sessions', 'list', '--json'], { home });
      expectNothingOfTheCard(shown, home);
      expect(JSON.stringify(cloud.requests)).not.toContain(PAN);
    },
  );
}

const FORMS_OF_OUTPUT = [[], ['--debug'], ['--json', '--debug'], ['--jsonl', '--debug']] as const;

test.concurrent.for([['check'], ['probe'], ['probe', '--watch', '1s'], ['doctor']])(
  '%s: nothing of a card, in any form of output',
  async (command) => {
    for (const settings of [{}, { enabled: false }]) {
      const { posxml, log } = await leakyTerminal(await terminalWith(settings));
      const home = temporaryFolder();
      const target = command[0] === 'doctor' ? [] : [`127.0.0.1:${String(posxml)},${String(log)}`, PRIVATE];
      for (const form of someOf(`forms of ${command.join(' ')}`, FORMS_OF_OUTPUT, 2)) {
        if (!(form as readonly string[]).includes('--jsonl') || !['doctor'].includes(command[0] ?? ''))
          expectNothingOfTheCard(await run([...command, ...target, ...form], { home, env: withFile(home) }), home);
      }
    }
  },
);

test.concurrent.for(someOf('forms of a payment', FORMS_OF_OUTPUT.slice(0, 3), 1))(
  'register and test: nothing of a card (%s)',
  async (form) => {
    const [home, cloud, terminal] = [temporaryFolder(), await cloudWith(), await terminalWith()];
    const { posxml, log } = await leakyTerminal(terminal);
    const target = `127.0.0.1:${String(posxml)},${String(log)}`;
    const registered = await run(['register', target, PRIVATE, ...answersFor(cloud.url), ...form], {
      home,
      env: { ...credentialsOf(cloud), ...withFile(home) },
    });
    expect(registered.status, registered.stderr).toBe(0);
    terminal.person.will('pay', 'wrong-card', 'pay');
    const tested = await run(['test', target, PRIVATE, ...AGREED, ...form], { home, env: withFile(home) });
    expect(tested.status, tested.stderr).toBe(0);
    for (const ended of [registered, tested, await run(['sessions', 'list', '--debug'], { home })])
      expectNothingOfTheCard(ended, home);
    for (const id of contentOf(home).match(/(?<="id":")[^"]+/g) ?? []) {
      expectNothingOfTheCard(await run(['sessions', 'show', id, '--json'], { home }), home);
      expectNothingOfTheCard(await run(['report', id, '--format', 'html'], { home }), home);
    }
    expect(JSON.stringify(cloud.requests)).not.toContain(PAN);
  },
);

test.concurrent.for(someOf('leaky services', Object.entries(LEAKY_SERVICES), 2))(
  'what else may lie behind a rule: %s',
  async ([, service]) => {
    const home = temporaryFolder();
    const target = `127.0.0.1:${String(await service())},${String(await service())}`;
    for (const form of FORMS_OF_OUTPUT) {
      const ended = await run(['probe', target, PRIVATE, '--timeout', '1s', ...form], { home, env: withFile(home) });
      expect(ended.status, ended.stderr).toBe(5);
      expectNothingOfTheCard(ended, home);
    }
  },
);

test.concurrent.for([
  '4111 1111 1111 1111',
  '4111111111111111',
  'Kaart 4111-1111-1111-1111',
  '   ',
  '',
  'x'.repeat(101),
  'A\u001b[31mB',
])(
  'a name that cannot be one is refused before anything is dialled, and a card number is not told again: %j',
  async (name) => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    for (const args of [['onboard', ...AGREED], ['register']]) {
      const home = temporaryFolder();
      const ended = await run([...args, targetOf(terminal), PRIVATE, ...answersFor(cloud.url, name), '--json'], {
        home,
        env: { ...credentialsOf(cloud), ...withFile(home) },
      });
      expect(ended.document()).toMatchObject({
        exitCode: 2,
        error: { code: 'usage.invalid', message: expect.stringContaining('--name') as string },
      });
      expect(existsSync(dialledFile(home))).toBe(false);
      expect(existsSync(join(home, 'sessions'))).toBe(false);
      expectNothingOfTheCard(ended, home);
    }
    expect(terminal.wire).toEqual([]);
    expect(cloud.requests).toEqual([]);
  },
);

test.concurrent('a department number that is a card number is refused alike', async () => {
  const home = temporaryFolder();
  const ended = await run(
    ['onboard', '84.50.12.34', ...answersFor('https://cloud.example/clinic'), '--department', PAN, ...AGREED, '--json'],
    { home },
  );
  expect(ended.document()).toMatchObject({
    exitCode: 2,
    error: { code: 'usage.invalid', message: expect.stringContaining('--department') as string },
  });
  expectNothingOfTheCard(ended, home);
});

test.concurrent.for([
  ['onboard', '--model', PAN],
  ['check', '--concurrency', '4111 1111 1111 1111'],
  ['check', `--${PAN}`],
  ['check', '--file', PAN],
  [PAN],
  ['report', PAN],
  ['explain', PAN],
  ['sandbox', '--scenario', PAN],
])('a card number at a wrong place of the command line is not told again: %j', async (args) => {
  for (const form of [[], ['--json']]) {
    const home = temporaryFolder();
    const ended = await run([...args, ...form], { home });
    expect(ended.status).toBe(2);
    expectNothingOfTheCard(ended, home);
  }
});

test.concurrent.for(FORMS_OF_OUTPUT.slice(0, 3))(
  'the names that a cloud gives show no card number (%s)',
  async (form) => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    const cloud = await cloudWith({ departments: ['Kesklinn 4111 1111 1111 1111'] });
    const options = { home, env: { ...credentialsOf(cloud), ...withFile(home) } };
    const ended = await run(
      ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, ...form],
      options,
    );
    expect(ended.status, ended.stderr).toBe(0);
    Object.assign(cloud.records[0] ?? {}, { name: 'Laud 4111-1111-1111-1111' });
    const again = await run(['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...form], options);
    for (const one of [ended, again]) {
      expect(`${one.stdout}${one.stderr}`).toContain('[card number]');
      expectNothingOfTheCard(one, home);
    }
  },
);

const SECRET = 'canary-s3cret/0451+%';
const TOKEN = 'canary-t0ken-90125';
const CANARIES = [
  SECRET,
  encodeURIComponent(SECRET),
  Buffer.from(`agent:${SECRET}`).toString('base64'),
  Buffer.from(`agent:${encodeURIComponent(SECRET)}`).toString('base64'),
  TOKEN,
];

type Reply = (heard: string) => {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
};

/** A cloud that says back everything that it has heard, in its own way. */
async function echoingCloud(token: Reply, api: Reply): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const heard = `${JSON.stringify(request.headers)} ${body} ${SECRET} ${TOKEN} ${FORMS.join(' ')} ${CARD_ID}`;
      const reply = (request.url ?? '').includes('/oauth2/token') ? token(heard) : api(heard);
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  cleanUp(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/echo`;
}

const granted: Reply = () => ({
  status: 200,
  body: JSON.stringify({ access_token: TOKEN, token_type: 'Bearer', expires_in: 36_000 }),
});
const refusing: Reply = (heard) => ({
  status: 401,
  body: JSON.stringify({ error: 'invalid_client', error_description: heard }),
});
const detailing: Reply = (heard) => ({ status: 400, body: JSON.stringify({ detail: heard, name: [heard] }) });
const failing: Reply = (heard) => ({
  status: 500,
  headers: { 'content-type': 'text/html' },
  body: `<title>${heard}</title>`,
});
const redirecting: Reply = (heard) => ({
  status: 302,
  headers: { location: `https://127.0.0.1:1/?${encodeURIComponent(heard)}` },
  body: '',
});
const garbling: Reply = (heard) => ({ status: 200, body: `{"${heard}` });

const CLOUDS: readonly (readonly [what: string, cloud: () => Promise<string>, status: number])[] = [
  ['refuses the secret and says it back', () => echoingCloud(refusing, refusing), 4],
  ['refuses the request and says the token back', () => echoingCloud(granted, detailing), 6],
  ['fails with a page that holds them', () => echoingCloud(failing, failing), 6],
  ['points elsewhere with them in the address', () => echoingCloud(granted, redirecting), 6],
  ['answers no JSON', () => echoingCloud(granted, garbling), 6],
  ['is down', async () => `http://127.0.0.1:${String(await closedPort())}/down`, 6],
];

for (const form of [['--debug'], ['--json', '--debug']]) {
  test.concurrent.for(someOf('clouds', CLOUDS, 2))(
    `no secret and no token get out where the cloud %s ${form.join(' ')}`,
    async ([, cloud, status]) => {
      const home = temporaryFolder();
      const env = { TERMINAL_CLIENT_ID: 'agent', TERMINAL_CLIENT_SECRET: SECRET, ...withFile(home) };
      const ended = await run(
        [
          'onboard',
          targetOf(await terminalWith({ logForm: 'text-on-connect' })),
          PRIVATE,
          ...answersFor(await cloud()),
          ...AGREED,
          ...form,
        ],
        { home, env },
      );
      expect(ended.status, ended.stderr).toBe(status);
      const told = `${ended.stdout}\n${ended.stderr}\n${contentOf(home)}`;
      for (const canary of CANARIES) expect(told).not.toContain(canary);
    },
  );
}

/** Short, so that no bound of ours cuts off what is said back. */
const SAID_BACK = [SECRET, encodeURIComponent(SECRET), CANARIES[3]].join(' ');
const blurting: Reply = () => ({
  status: 401,
  body: JSON.stringify({ error: 'invalid_client', error_description: SAID_BACK }),
});
const naming: Reply = () => ({ status: 400, body: JSON.stringify({ detail: SAID_BACK, client_secret: [SAID_BACK] }) });

const OF_A_LOGIN: typeof CLOUDS = [
  ['blurts out the secret', () => echoingCloud(blurting, blurting), 4],
  ['names what is wrong by saying it', () => echoingCloud(naming, naming), 6],
  ['fails with a page that holds them', () => echoingCloud(failing, failing), 6],
  ['points elsewhere with them in the address', () => echoingCloud(redirecting, redirecting), 6],
];

test.concurrent.for(OF_A_LOGIN)('a login tells no secret where the cloud %s', async ([what, cloud, status]) => {
  const [home, url] = [temporaryFolder(), await cloud()];
  const ended = await run(['login', '--instance', url, '--client-id', 'agent', '--json', '--debug'], {
    home,
    stdin: `${SECRET}\n`,
  });
  expect(ended.status, ended.stderr).toBe(status);
  const told = `${ended.stdout}\n${ended.stderr}\n${contentOf(home)}`;
  for (const canary of CANARIES) expect(told).not.toContain(canary);
  if (/^(blurts|names)/.test(what)) expect(told, 'what the cloud said is told otherwise').toContain('*** *** ***');
});

test.concurrent('what a login has kept is in its own file, and in nothing that is told or recorded later', async () => {
  const [home, url] = [temporaryFolder(), await echoingCloud(granted, detailing)];
  expect((await run(['login', '--instance', url, '--client-id', 'agent'], { home, stdin: SECRET })).status).toBe(0);
  const target = targetOf(await terminalWith());
  const runs = [
    await run(['onboard', target, PRIVATE, ...answersFor(url), ...AGREED, '--json', '--debug'], { home }),
    await run(['doctor', '--instance', url, '--debug'], { home }),
    await run(['config', '--json', '--debug'], { home }),
  ];
  const [id = ''] = readdirSync(join(home, 'sessions')).map((name) => name.replace('.jsonl', ''));
  runs.push(await run(['report', id, '--format', 'json'], { home }));
  const told = [...runs.flatMap(({ stdout, stderr }) => [stdout, stderr]), contentOf(join(home, 'sessions'))].join(
    '\n',
  );
  expect(runs.map(({ status }) => status)).toEqual([6, 0, 0, 0]);
  for (const canary of CANARIES) expect(told).not.toContain(canary);
  expect(contentOf(join(home, 'credentials'))).toContain(JSON.stringify(SECRET).slice(1, -1));
});

test.concurrent('a registration that works tells neither its credentials nor its token', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const ended = await run(
    ['onboard', targetOf(await terminalWith()), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--debug'],
    { home, env: { ...credentialsOf(cloud), ...withFile(home) } },
  );
  expect(ended.status).toBe(0);
  const told = `${ended.stdout}\n${ended.stderr}\n${contentOf(home)}`;
  expect(told).not.toContain(Buffer.from(`${cloud.clientId}:${cloud.clientSecret}`).toString('base64'));
  expect(told).not.toMatch(/bearer +[^*\s"]|access_token":"[^*]/i);
});
