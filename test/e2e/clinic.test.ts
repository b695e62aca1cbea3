import { once } from 'node:events';
import { expect, test } from 'vitest';
import { pickBlind } from '../../src/sandbox/scenarios/blind.js';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import type { Pty, PtyOptions } from '../support/pty.js';
import { run, start } from '../support/run.js';
import type { Run } from '../support/run.js';
import { AGREED, answersFor, PRIVATE } from '../support/sandbox.js';

const ESCAPE = '\u001b';
const DOWN = `${ESCAPE}[B`;
const CREDENTIALS = { TERMINAL_CLIENT_ID: 'sandbox', TERMINAL_CLIENT_SECRET: 'sandbox' };

interface Clinic {
  readonly window: Pty;
  readonly targets: readonly string[];
  readonly instance: string;
}

/** A sandbox in a window of its own, ready for keys. */
async function openClinic(args: readonly string[] = [], options: PtyOptions = {}): Promise<Clinic> {
  const window = openPty(['sandbox', '--speed', '0.05', ...args], options);
  await window.waitFor(/q\s+end/);
  const shown = window.text();
  return { window, targets: targetsIn(shown), instance: /http:\S+/.exec(shown)?.[0] ?? '' };
}

/** What can be dialled, as the commands for another window have it. */
function targetsIn(shown: string): readonly string[] {
  return [...new Set(shown.match(/127\.0\.0\.1:\d+,\d+/g))];
}

/** The window is as it was: its own screen, lines edited and shown, a cursor, and no paste told from keys. */
async function expectRestored({ window }: Clinic): Promise<number> {
  const { settings, status } = await window.ended;
  expect(settings).toMatch(/(?<!-)icanon/);
  expect(settings).toMatch(/(?<!-)\becho\b/);
  expect(settings).toMatch(/(?<!-)\bisig\b/);
  for (const mode of ['?1049', '?2004'])
    expect(window.raw().lastIndexOf(`${ESCAPE}[${mode}l`)).toBeGreaterThan(
      window.raw().lastIndexOf(`${ESCAPE}[${mode}h`),
    );
  expect(window.raw().lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(window.raw().lastIndexOf(`${ESCAPE}[?25l`));
  return status;
}

const codesOf = (ran: Run): readonly string[] => expectContract(ran).diagnoses.map(({ code }) => code);

test.concurrent(
  'a colleague plays the person: wrong PIN, right PIN, the same card again; the red key; a declined card',
  async () => {
    const clinic = await openClinic();
    const {
      window,
      targets: [target = ''],
    } = clinic;
    const testing = (): Promise<Run> => run(['test', target, PRIVATE, '--skip-identify', '--yes', '--json']);
    window.type('m');
    await window.waitFor('BY HAND: waits for your keys');
    const returned = testing();
    await window.waitFor(/Sisestage kaart[\s\S]*asked for a sale of 0\.01 EUR/);
    window.type('w');
    await window.waitFor('you: the card is inserted, and the first PIN will be wrong');
    await window.waitFor('Vale PIN');
    await window.waitFor('the bank approved a sale of 0.01 EUR');
    await window.waitFor('a receipt is printed (merchant copy)');
    await window.waitFor(/waits for a card[\s\S]*asked to reverse/);
    window.type('c');
    await window.waitFor('the bank reversed 0.01 EUR');
    expect(codesOf(await returned)).toEqual([]);
    for (const [key, told, code] of [
      ['x', 'you: the red key is pressed', 'payment.cancelled'],
      ['d', 'the bank declined a sale of 0.01 EUR (116)', 'payment.declined'],
    ] as const) {
      const refused = testing();
      await window.waitFor('waits for a card');
      window.type(key);
      await window.waitFor(told);
      expect(codesOf(await refused)).toEqual([code]);
    }
    window.type(CTRL_C);
    expect(await expectRestored(clinic)).toBe(130);
  },
);

test.concurrent('the plug, the rules and the paper, of the terminal that is chosen', async () => {
  const clinic = await openClinic(['--terminals', '2']);
  const { window } = clinic;
  window.type('\t');
  await window.waitFor('SB000002 (2 of 2)');
  const targets = targetsIn(window.text());
  expect(targets).toHaveLength(2);
  const probe = async (): Promise<readonly string[]> => codesOf(await run(['probe', ...targets, PRIVATE, '--json']));
  window.type('u');
  await window.waitFor('you: the network plug is pulled out');
  const pulled = await run(['probe', targets[1] ?? '', PRIVATE, '--timeout', '1s', '--json']);
  expect([pulled.status, codesOf(pulled)]).toEqual([3, ['network.timeout']]);
  window.type('u');
  await window.waitFor('you: the network plug is put back');
  window.type('s');
  await window.waitFor(/→ 5551, \d+ → 4445/);
  const swapped = expectContract(await run(['probe', ...targets, PRIVATE, '--json']));
  expect(
    swapped.diagnoses.map(({ code, target }) => [code, target?.startsWith(targets[1]?.split(',')[0] ?? '?')]),
  ).toEqual([['ports.swapped', true]]);
  window.type('s');
  await window.waitFor('rules are exchanged');
  expect(await probe()).toEqual([]);
  window.type('1p');
  await window.waitFor(/SB000001 \(1 of 2\)[\s\S]*paper\s+NONE/);
  window.type('l');
  await window.waitFor('in the reader');
  expect(await probe()).toEqual(['terminal.card-in-reader']);
  window.type('t');
  await window.waitFor('none in the reader');
  // What is pasted was meant for the other window.
  window.type(`${ESCAPE}[200~terminal probe q${ESCAPE}[201~r`);
  await window.waitFor('you: the terminal is switched off and on');
  window.type('q');
  expect(await expectRestored(clinic)).toBe(0);
  expect(window.text()).not.toContain('you: a card is inserted that the bank will decline');
});

const SEED = Array.from({ length: 10_000 }, (_, seed) => seed).find((seed) => pickBlind(seed).name === 'swapped') ?? 0;
const BLIND = ['--scenario', 'blind', '--seed', String(SEED)];

test.concurrent('blind: told at the end, and found if a session of this machine has found it', async () => {
  const home = temporaryFolder();
  const clinic = await openClinic(BLIND, { home });
  const {
    window,
    instance,
    targets: [target = ''],
  } = clinic;
  const onboarded = await run(['onboard', target, PRIVATE, ...answersFor(instance), ...AGREED, '--json'], {
    home,
    env: CREDENTIALS,
  });
  expect(codesOf(onboarded)).toEqual(['ports.swapped']);
  expect(window.text()).not.toContain('swapped');
  window.type('q');
  await window.waitFor('Found: ports.swapped, as a session on this computer shows.');
  expect(await expectRestored(clinic)).toBe(0);
  expect(window.text()).toContain('It was: swapped (the internal ports of the two rules are swapped)');
  expect(window.text()).toContain(`terminal sandbox --scenario blind --seed ${String(SEED)}`);
});

test.concurrent('blind: whoever looked with probe alone is asked', async () => {
  const clinic = await openClinic(BLIND);
  clinic.window.type('q');
  await clinic.window.waitFor('What was it?');
  await clinic.window.waitFor('I do not know');
  clinic.window.type(`${DOWN.repeat(5)}${ENTER}`);
  await clinic.window.waitFor('Not found: it is ports.swapped.');
  expect(await expectRestored(clinic)).toBe(0);
  const stopped = await openClinic(BLIND);
  stopped.window.type(CTRL_C);
  await stopped.window.waitFor('It is ports.swapped. No session on this computer found it');
  expect(await expectRestored(stopped)).toBe(130);
});

test.concurrent('blind in a pipe: the addresses at once on stderr, the solution as the one document', async () => {
  const sandbox = start(['sandbox', ...BLIND, '--json']);
  await sandbox.shows(/Ctrl-C ends it/);
  expect([sandbox.stdout(), sandbox.stderr()]).toEqual(['', expect.not.stringContaining('swapped')]);
  sandbox.child.kill('SIGTERM');
  await once(sandbox.child, 'close');
  const document = expectContract(await sandbox.ended);
  expect(document).toMatchObject({
    exitCode: 143,
    result: {
      scenario: 'swapped',
      blind: true,
      seed: SEED,
      codes: ['ports.swapped'],
      found: null,
      terminals: [{ terminalId: 'SB000001' }],
    },
  });
});

test.concurrent.each([
  ['no columns', { columns: 0 }],
  ['a dumb terminal', { env: { TERM: 'dumb' } }],
] as const)('%s: lines instead of a screen, and the keys work', async (_, options) => {
  const { window } = await openClinic([], options);
  window.type('s');
  await window.waitFor("[clinic] you: the router's two rules are exchanged");
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  expect((await window.ended).settings).toMatch(/(?<!-)icanon/);
  expect(window.raw()).not.toContain(`${ESCAPE}[H`);
});

test.concurrent('a narrow window without colour, made wider; with --no-input there is nothing to press', async () => {
  const clinic = await openClinic([], { columns: 40, env: { NO_COLOR: '1' } });
  const { window } = clinic;
  window.type('u');
  await window.waitFor('PULLED OUT');
  window.resize(110, 40);
  await window.waitFor(/network\s+PULLED OUT[\s\S]*k a customer pays/);
  expect(window.raw()).not.toMatch(/\u001b\[[0-9;]*m/);
  window.type('q');
  expect(await expectRestored(clinic)).toBe(0);
  const still = openPty(['sandbox', '--no-input']);
  await still.waitFor('Ctrl-C ends it');
  still.type(CTRL_C);
  expect((await still.ended).status).toBe(130);
  expect(still.raw()).not.toContain(`${ESCAPE}[?1049h`);
});
