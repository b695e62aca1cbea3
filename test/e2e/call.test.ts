import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { ResultDocument } from '../../src/contract/document.js';
import { socksProxy } from '../unit/connection/proxies.js';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import type { Pty, PtyOptions } from '../support/pty.js';
import { ruleTo } from '../support/rule.js';
import { run, start } from '../support/run.js';
import {
  AGREED,
  answersFor,
  blackhole,
  cloudWith,
  credentialsOf,
  portThat,
  PRIVATE,
  targetOf,
  terminalWith,
} from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';

const ESCAPE = '\u001b';
const DOWN = `${ESCAPE}[B`;

/** Texts one after the other, wherever the window has broken their lines. */
function inOrder(...texts: readonly string[]): RegExp {
  return new RegExp(texts.map((text) => text.replaceAll(/[?.]/g, '\\$&').replaceAll(' ', '\\s+')).join('[\\s\\S]*'));
}

/** What is chosen at `What now?`, by its beginning. */
async function choose(window: Pty, label: string): Promise<void> {
  const [menu] = await window.waitFor(/(?:What next|Did that help)\?[\s\S]*Save and hang up/);
  if (!menu.includes(`❯ ${label}`)) {
    window.type(label);
    await window.waitFor(`❯ ${label}`);
  }
  window.type(ENTER);
}

async function agree(window: Pty): Promise<void> {
  await window.waitFor('agree to a test payment');
  window.type(`y${ENTER}`);
}

async function receipt(window: Pty): Promise<void> {
  await window.waitFor('Did the terminal print a receipt?');
  window.type(ENTER);
}

/** The window is as it was: lines are edited by it, what is typed is shown, and there is a cursor. */
async function expectRestored(window: Pty): Promise<void> {
  const { settings } = await window.ended;
  for (const setting of ['icanon', 'echo', 'isig']) expect(settings).toMatch(new RegExp(`(?<!-)\\b${setting}\\b`));
  expect(window.raw().lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThanOrEqual(window.raw().lastIndexOf(`${ESCAPE}[?25l`));
}

test.concurrent(
  'an agent who keeps trying sees each change on the way, goes back with Esc, and on by itself with a bell when the rule is right',
  async () => {
    const [terminal, cloud, rule] = [await terminalWith(), await cloudWith(), await ruleTo('nobody')];
    const target = `127.0.0.1:${String(rule.port)},${String(terminal.logPort)}`;
    const window = openPty(
      ['onboard', target, PRIVATE, ...answersFor(cloud.url), '--skip-identify', '--timeout', '5s'],
      { env: credentialsOf(cloud) },
    );
    await window.waitFor(
      new RegExp(`Not reached .*${String(rule.port)} refused · log ${String(terminal.logPort)} open`),
    );
    await window.waitFor(/Keep trying/);
    window.type(ENTER);
    await window.waitFor(`${String(rule.port)} refused`);
    // Enter looks now; Esc comes back.
    window.type(`x${ENTER}`);
    window.type(ESCAPE);
    await choose(window, 'Keep trying');
    await window.waitFor(`${String(rule.port)} refused`);
    await rule.lead('silence');
    await window.waitFor(`${String(rule.port)} refused -> silent`);
    window.resize(40, 10);
    window.resize(1, 1);
    window.resize(100, 40);
    await rule.lead(
      await portThat((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nServer: router\r\n\r\n<title>Router</title>')),
      ),
    );
    await window.waitFor(
      new RegExp(`${String(rule.port)} .*-> answers as a web server[\\s\\S]*terminal explain\\s+service.http`),
    );
    expect(window.raw()).not.toContain('\u0007');
    terminal.settings.cardReader = 'broken';
    await rule.lead(terminal.posxmlPort);
    await window.waitFor(
      new RegExp(`${String(rule.port)} .*-> answers PosXML[\\s\\S]*terminal explain\\s+terminal.reader`),
    );
    terminal.settings.cardReader = 'ok';
    await window.waitFor(/✔ Works now/);
    await agree(window);
    await receipt(window);
    expect((await window.ended).status).toBe(0);
    await expectRestored(window);
    expect(window.raw().split('\u0007')).toHaveLength(2);
    expect(cloud.records).toMatchObject([{ status: 'active', posxml_port: rule.port }]);
  },
);

test.concurrent(
  'the address is corrected: not to a terminal that is being worked on, and then all begins anew',
  async () => {
    const [home, terminal, cloud, taken] = [
      temporaryFolder(),
      await terminalWith(),
      await cloudWith(),
      await terminalWith({ terminalId: 'JT000002' }),
    ];
    taken.person.will('manual');
    const other = start(['test', targetOf(taken), PRIVATE, '--yes', '--skip-identify']);
    await other.shows(/aiting for a card/);
    const wrong = `127.0.0.1:${String(await closedPort())}`;
    const window = openPty(['onboard', wrong, PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
      home,
      env: credentialsOf(cloud),
    });
    await choose(window, 'Change');
    await window.waitFor('Correct address');
    window.type(ESCAPE);
    await choose(window, 'Change');
    await window.waitFor('Correct address');
    window.type(`84.111.222.333${ENTER}`);
    await window.waitFor('above 255');
    window.type(`\u0015${targetOf(taken)}${ENTER}`);
    await window.waitFor(new RegExp(`in use by \\S+ since today [\\s\\S]*process\\s+${String(other.child.pid)}`));
    await choose(window, 'Change');
    await window.waitFor('Correct address');
    window.type(`please: ${targetOf(terminal)}${ENTER}`);
    await agree(window);
    const { document } = {
      document: expectContract(await run([...['test', targetOf(terminal), PRIVATE, ...AGREED], '--json'])),
    };
    expect(document.error?.code).toBe('conflict.locked');
    await receipt(window);
    expect((await window.ended).status).toBe(0);
    expect(cloud.records).toMatchObject([
      { status: 'active', posxml_port: terminal.posxmlPort, terminal_id: 'JT000001' },
    ]);
    expect(taken.ledger.entries).toEqual([]);
    taken.insertCard();
    expect((await other.ended).status).toBe(0);
  },
);

// Not beside the others: the proxy ends with its test.
test('from another vantage: what each place saw is shown, and the choice comes again', async () => {
  const [terminal, cloud, rule] = [await terminalWith(), await cloudWith(), await ruleTo('nobody')];
  const proxy = await socksProxy(() => terminal.posxmlPort);
  const window = openPty(
    ['onboard', `127.0.0.1:${String(rule.port)}`, PRIVATE, ...answersFor(cloud.url), '--skip-identify'],
    { env: { ...credentialsOf(cloud), TERMINAL_VIA: proxy.route.name } },
  );
  await choose(window, 'Check from');
  await window.waitFor('Proxy to check through');
  window.type(`nonsense${ENTER}`);
  await window.waitFor('Not a valid proxy');
  window.type(`\u0015${ENTER}`);
  await window.waitFor(/from here +\d+ refused\s+from socks5:\S+ +\d+ answers PosXML/);
  await choose(window, 'Save');
  expect((await window.ended).status).toBe(3);
  expect(window.text()).toMatch(/To resume: terminal onboard --resume \d{8}-\w+/);
});

test.concurrent('the cloud is down: the test is made all the same, and on another day it is only told', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  const env = credentialsOf(cloud);
  cloud.faults.push({ kind: 'unavailable', resource: 'terminals', times: 99 });
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
    home,
    env,
  });
  await choose(window, 'Register later');
  await agree(window);
  await receipt(window);
  expect((await window.ended).status).toBe(8);
  expect(window.text()).toMatch(/incomplete\.stopped[\s\S]*To resume: terminal onboard --resume/);
  expect([terminal.ledger.net(), terminal.ledger.entries.length, cloud.records]).toEqual([0, 2, []]);
  const listed = await run(['sessions', 'list'], { home });
  expect(listed.stdout).toMatch(inOrder('Front desk', 'cloud.'));
  cloud.faults.length = 0;
  const again = openPty(['onboard', PRIVATE, '--skip-identify'], { home, env });
  await again.waitFor(inOrder('Resume an unfinished onboarding', 'Front desk', 'next: register it'));
  again.type(ENTER);
  await again.waitFor(inOrder('It is not made again'));
  expect((await again.ended).status).toBe(0);
  expect(terminal.ledger.entries).toHaveLength(2);
  expect(cloud.records).toMatchObject([{ status: 'active', last_test_outcome: 'returned' }]);
  const done = await run(['sessions', 'list', '--json'], { home });
  expect(expectContract(done).result['sessions']).toMatchObject([{ status: 'done', left: [] }]);
});

test.concurrent(
  'declined, no card, the red key, then a return with another card: what to say each time, and again',
  async () => {
    const [terminal, cloud] = [await terminalWith({ timeoutScale: 0.1 }), await cloudWith()];
    terminal.person.will('decline', 'no-card', 'red-key', 'pay', 'wrong-card', 'pay');
    const window = openPty(
      ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--language', 'ru', '--card-timeout', '5s'],
      { env: credentialsOf(cloud) },
    );
    await window.waitFor(inOrder('код из четырёх цифр', 'Code on the terminal:'));
    const code = (): string => /\d{4}/.exec(terminal.display.join(' '))?.[0] ?? '';
    window.type(`${String((Number(code()) + 1) % 10_000).padStart(4, '0')}${ENTER}`);
    await window.waitFor(/Код не совпал/);
    window.type(`no${ENTER}`);
    await choose(window, 'Try again');
    await window.waitFor('Code on the terminal:');
    // The clinic may be in front of another terminal than the one that answers.
    expect(cloud.records).toEqual([]);
    window.type(`${code()}${ENTER}`);
    await window.waitFor(inOrder('Нужна банковская карта'));
    await agree(window);
    for (const say of [
      ['ПИН-код', 'Тестовый платёж отклонён'],
      ['не дождался карты'],
      ['прерван', 'не нажимайте красную'],
    ]) {
      await window.waitFor(inOrder(...say));
      await window.waitFor('Try the payment again?');
      window.type(ENTER);
    }
    await window.waitFor(inOrder('Платёж прошёл', 'вставьте ту же карту', 'именно ту карту, которой вы платили'));
    await window.waitFor('Retry the reversal');
    window.type(ENTER);
    await window.waitFor(inOrder('напечатал чек'));
    await receipt(window);
    expect((await window.ended).status).toBe(0);
    expect(terminal.ledger.net()).toBe(0);
    expect(
      new Set(
        terminal.wire
          .filter(({ name }) => name === 'TransactionRequest')
          .map(({ body }) => (body as { TransactionID: string }).TransactionID),
      ).size,
    ).toBe(4);
    expect(cloud.records).toMatchObject([{ status: 'active' }]);
  },
);

test.concurrent('no card at hand: the registration stays pending, and the test is what is left', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
    home,
    env: credentialsOf(cloud),
  });
  await window.waitFor('agree to a test payment');
  window.type(`n${ENTER}`);
  expect((await window.ended).status).toBe(8);
  expect(cloud.records).toMatchObject([{ status: 'pending' }]);
  expect(terminal.wire.map(({ name }) => name)).not.toContain('TransactionRequest');
  expect((await run(['sessions', 'list'], { home })).stdout).toContain('next: make the test payment');
});

test.concurrent('killed in the middle of the sale: the next call offers that first, and settles it', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith({ stuckIn: ['host'] }), await cloudWith()];
  const env = credentialsOf(cloud);
  const doomed = start(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED], { home, env });
  await doomed.shows(/aiting for a card/);
  await new Promise<void>((resolve) => {
    terminal.on(() => {
      if (terminal.phase === 'host') resolve();
    });
    if (terminal.phase === 'host') resolve();
  });
  doomed.child.kill('SIGKILL');
  await doomed.ended;
  terminal.settings.stuckIn = [];
  const window = openPty(['onboard', PRIVATE, '--skip-identify'], { home, env });
  await window.waitFor(inOrder('❯ Money is open:', 'Front desk', 'resolve the open test payment'));
  window.type(ENTER);
  await window.waitFor(inOrder('Resolving it first'));
  await window.waitFor(inOrder('It is not made again'));
  expect((await window.ended).status).toBe(0);
  expect([terminal.ledger.net(), terminal.ledger.entries.length]).toEqual([0, 2]);
  expect(cloud.records).toMatchObject([{ status: 'active' }]);
});

const never = (request: 'DisplayMessageRequest' | 'TransactionCurrStatusRequest') =>
  ({ faults: [{ kind: 'never-answer', request }] }) as const;
const PATIENT = ['--timeout', '30s'] as const;
const menu = async (window: Pty): Promise<void> => {
  await window.waitFor(/What next\?[\s\S]*Save and hang up/);
};

interface Place {
  /** What the program is called with. */
  readonly args: readonly string[];
  readonly options?: PtyOptions;
  /** Leads to the place. */
  readonly until: (window: Pty) => Promise<unknown>;
}

const refusing = async (): Promise<string> => `127.0.0.1:${String(await closedPort())}`;
const onboard = async (target: string, ...more: readonly string[]): Promise<Pick<Place, 'args' | 'options'>> => {
  const cloud = await cloudWith();
  return {
    args: ['onboard', target, PRIVATE, ...answersFor(cloud.url), ...more],
    options: { env: credentialsOf(cloud) },
  };
};

/** Every wait, and each question that no other table has, of an onboarding that continues in vain. */
const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  'a port that does not answer': async () => ({
    ...(await onboard(`127.0.0.1:${String(await blackhole())}`, ...PATIENT)),
    until: (window) => window.waitFor('Connecting to the terminal'),
  }),
  'a terminal that says nothing': async () => ({
    ...(await onboard(`127.0.0.1:${String(await portThat((socket) => socket.resume()))}`, ...PATIENT)),
    until: (window) => window.waitFor('Identifying the terminal'),
  }),
  'what now': async () => ({ ...(await onboard(await refusing())), until: menu }),
  'looking again and again': async () => ({
    ...(await onboard(await refusing())),
    until: async (window) => {
      await choose(window, 'Keep trying');
      await window.waitFor(/\d refused/);
    },
  }),
  'the right address': async () => ({
    ...(await onboard(await refusing())),
    until: async (window) => {
      await choose(window, 'Change');
      await window.waitFor('Correct address');
    },
  }),
  'the next terminal': async () => ({
    ...(await onboard(`${await refusing()},1`, `${await refusing()},1`, '--name', 'Two')),
    until: async (window) => {
      await choose(window, 'Save and hang up');
      await window.waitFor('Continue with the next terminal');
    },
  }),
  'which proxy': async () => ({
    ...(await onboard(await refusing())),
    until: async (window) => {
      await choose(window, 'Check from');
      await window.waitFor('Proxy to check through');
    },
  }),
  'a proxy that does not answer': async () => {
    const via = `socks5://127.0.0.1:${String(await portThat((socket) => socket.resume()))}`;
    return {
      ...(await onboard(await refusing(), ...PATIENT)),
      until: async (window) => {
        await choose(window, 'Check from');
        await window.waitFor('Proxy to check through');
        window.type(`${via}${ENTER}`);
        await window.waitFor('Checking from here and');
      },
    };
  },
  'a cloud that is slow': async () => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    cloud.faults.push({ kind: 'slow', ms: 20_000, resource: 'terminals' });
    return {
      args: ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'],
      options: { env: credentialsOf(cloud) },
      until: (window) => window.waitFor('Registering'),
    };
  },
  'a cloud that is slow to hear of the test': async () => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    cloud.faults.push({ kind: 'slow', ms: 20_000, method: 'PATCH' });
    return {
      args: ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'],
      options: { env: credentialsOf(cloud) },
      until: (window) => window.waitFor('✔ Registered'),
    };
  },
  'a terminal that does not show the code': async () => ({
    ...(await onboard(targetOf(await terminalWith(never('DisplayMessageRequest'))), ...PATIENT)),
    until: (window) => window.waitFor('neljakohalist koodi'),
  }),
  'the agreement': async () => ({
    ...(await onboard(targetOf(await terminalWith()), '--skip-identify')),
    until: (window) => window.waitFor('agree to a test payment'),
  }),
  'a terminal that does not tell its batch': async () => ({
    ...(await onboard(
      targetOf(await terminalWith(never('TransactionCurrStatusRequest'))),
      '--skip-identify',
      ...PATIENT,
    )),
    until: async (window) => {
      await agree(window);
      await window.waitFor('Making the test payment');
    },
  }),
  'another try': async () => {
    const terminal = await terminalWith();
    terminal.person.will('decline');
    return {
      ...(await onboard(targetOf(terminal), '--skip-identify')),
      until: async (window) => {
        await agree(window);
        await window.waitFor('Try the payment again?');
      },
    };
  },
};

test.concurrent.for(Object.keys(PLACES))(
  'Ctrl-C at %s: 130 at once, the window as it was, and how to go on',
  async (name) => {
    const place = PLACES[name];
    if (!place) throw new Error(name);
    const { args, options, until } = await place();
    const window = openPty(args, options);
    await until(window);
    const at = performance.now();
    window.type(CTRL_C);
    expect((await window.ended).status, window.text().slice(-2000)).toBe(130);
    // A second by itself; whatever it waited for takes twenty.
    expect(performance.now() - at).toBeLessThan(19_000);
    await expectRestored(window);
    expect(window.text()).toMatch(/To resume: terminal onboard --resume \d{8}-\w+/);
  },
);

test.concurrent('Ctrl-C before the next of several terminals: the document tells of those that are done', async () => {
  const [first, second, cloud] = [`${await refusing()},1`, `${await refusing()},1`, await cloudWith()];
  const window = openPty(
    ['onboard', first, second, PRIVATE, ...answersFor(cloud.url, 'One'), '--name', 'Two', '--json'],
    { env: credentialsOf(cloud) },
  );
  await choose(window, 'Save and hang up');
  await window.waitFor('Continue with the next terminal');
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  const document = JSON.parse(/^\{"schemaVersion".*\}\r?$/m.exec(window.raw())?.[0] ?? '') as ResultDocument;
  expect(document).toMatchObject({
    exitCode: 130,
    error: { code: 'interrupted.sigint' },
    diagnoses: [{ code: 'network.refused' }],
  });
  expect(document.resume?.command).toMatch(/^terminal onboard --resume /);
});

test.skipIf(process.platform !== 'linux').concurrent.each([
  ['a question', [], 'What next?'],
  ['a look', PATIENT, 'Connecting to the terminal'],
] as const)('the window is closed at %s: the program ends, and what was done is kept', async (_, more, until) => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const target = more.length === 0 ? await refusing() : `127.0.0.1:${String(await blackhole())}`;
  const window = openPty(['onboard', target, PRIVATE, ...answersFor(cloud.url), ...more], {
    home,
    env: credentialsOf(cloud),
  });
  await window.waitFor(until);
  const program = Number(
    readFileSync(`/proc/${String(window.pid)}/task/${String(window.pid)}/children`, 'utf8').trim(),
  );
  window.close();
  await vi.waitFor(
    () => {
      expect(() => process.kill(program, 0)).toThrow('ESRCH');
    },
    { timeout: 240_000, interval: 50 },
  );
  const [left] = expectContract(await run(['sessions', 'list', '--json'], { home })).result['sessions'] as {
    readonly id: string;
    readonly status: string;
  }[];
  expect(left?.status).toMatch(/unfinished|failed/);
  const again = await run(['onboard', '--resume', left?.id ?? '', PRIVATE, ...AGREED, '--timeout', '300ms', '--json'], {
    home,
    env: credentialsOf(cloud),
  });
  expect(expectContract(again)).toMatchObject({ exitCode: 3, resume: { id: left?.id } });
});

test.concurrent('Ctrl-C where a former call is offered', async () => {
  const home = temporaryFolder();
  await run(['onboard', await refusing(), PRIVATE, ...answersFor('https://cloud.invalid/x'), ...AGREED], {
    home,
    env: { TERMINAL_CLIENT_ID: 'a', TERMINAL_CLIENT_SECRET: 'b' },
  });
  const window = openPty(['onboard', PRIVATE], { home });
  await window.waitFor(/Resume an unfinished onboarding[\s\S]*Start a new one/);
  window.type(`${DOWN}${CTRL_C}`);
  expect((await window.ended).status).toBe(130);
  await expectRestored(window);
});

test.concurrent('a department that the cloud does not have is corrected within the call', async () => {
  const [terminal, cloud] = [await terminalWith({ ownerName: 'Pirita loomakliinik' }), await cloudWith()];
  const answers = answersFor(cloud.url).map((word, at, words) => (words[at - 1] === '--department' ? '77' : word));
  const args = ['onboard', targetOf(terminal), PRIVATE, ...answers, '--skip-identify'];
  const window = openPty(args, { env: credentialsOf(cloud) });
  await window.waitFor(/the\s+cloud\s+has\s+no\s+department\s+77/);
  await choose(window, 'Correct the department or the desk');
  await window.waitFor('Department:');
  window.type(`Pirita${ENTER}`);
  await window.waitFor('Desk name');
  window.type(ENTER);
  await window.waitFor('agree to a test payment');
  expect(cloud.records).toMatchObject([{ department: cloud.departments[1]?.url, name: 'Front desk' }]);
  window.type(CTRL_C);
  await window.ended;
});
