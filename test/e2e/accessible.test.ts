import { expect, test } from 'vitest';
import { CTRL_C, openPty } from '../support/pty.js';
import type { Pty } from '../support/pty.js';
import { run } from '../support/run.js';
import { answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** Line by line: the window itself makes an Enter of it. */
const ENTER = '\r';
const ESCAPE = '\u001b';
/** What no screen reader reads well and no old window shows. Letters of any language are none. */
const SIGN = /.{0,20}[^\p{L}\p{M}\p{N}\u0000-\u007f]/gu;

/** All that was on the screen before the shell's own lines. */
const shown = (window: Pty): string => window.raw().slice(0, window.raw().indexOf('<settings>'));

/** Nothing moved the cursor and nothing was written over. */
function expectLines(window: Pty): void {
  expect(shown(window)).not.toContain(ESCAPE);
  expect(shown(window)).not.toMatch(/\r(?![\r\n])/);
  expect(shown(window).match(SIGN)).toBeNull();
}

async function answer(window: Pty, question: string | RegExp, text = ''): Promise<void> {
  await window.waitFor(question);
  await window.waitFor('Answer: ');
  window.type(`${text}${ENTER}`);
}

/** A mail as it is pasted, its last line without an end. */
const mail = (target: string): string => `Tere!\r\rMeie aadress on ${target}\rParimat,\rKliinik`;

test.concurrent.each([
  ['--accessible', ['--accessible'], {}],
  ['ACCESSIBLE=1', [], { ACCESSIBLE: '1' }],
  ['TERM=dumb', [], { TERM: 'dumb', FORCE_COLOR: '1' }],
])('a whole onboarding without a redraw: %s', async (how, flags, env) => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const window = openPty(['onboard', PRIVATE, ...flags], {
    env: { ...credentialsOf(cloud), ...env },
    columns: how === 'TERM=dumb' ? 0 : 100,
  });
  await answer(window, "Question: Clinic's address", '84.111.222.333');
  await window.waitFor(/Before: 84\.111\.222\.333/);
  await window.waitFor('Answer: ');
  window.type(mail(targetOf(terminal)));
  await window.waitFor('lines were pasted. Press Enter to finish:  ');
  window.type(ENTER);
  await answer(window, /instance[\s\S]*< and Enter: back\./, '<');
  await answer(window, "Question: Clinic's address", targetOf(terminal));
  await answer(window, 'instance', cloud.url);
  await answer(window, 'Question: Department:', '2');
  await answer(window, 'Desk name', 'Vastuvõtt');
  await answer(window, /Model of the terminal[\s\S]*1\. [\s\S]*start of a word\./, '9');
  await window.waitFor(/Problem: No such choice/);
  await window.waitFor('Answer: ');
  window.type(`ipp310${ENTER}`);
  await answer(window, "The clinic's bank", 'lhv');
  await answer(window, 'Is this correct?');
  await window.waitFor('Code on the terminal');
  await window.waitFor('Answer: ');
  window.type(`${/\d{4}/.exec(terminal.display.join(' '))?.[0] ?? ''}${ENTER}`);
  await answer(window, 'Are these the same clinic?', 'yes');
  await answer(window, /agree to a test payment[\s\S]*Type yes or no\. Enter alone: (yes|no)\./, 'maybe');
  await window.waitFor('Problem: Type yes or no.');
  window.type(`yes${ENTER}`);
  await answer(window, 'Add another terminal for this clinic?');
  expect((await window.ended).status, window.text()).toBe(0);
  expectLines(window);
  const ok = how === 'TERM=dumb' ? 'ok' : 'OK:';
  expect(shown(window)).toMatch(new RegExp(`^Identifying the terminal\\.\\.\\.\\r\\n[\\s\\S]*^${ok} Identified`, 'm'));
  expect(shown(window)).toMatch(/Waiting for a card/);
  expect(cloud.records).toMatchObject([{ name: 'Vastuvõtt', model: 'ingenico_ipp310', bank: 'lhv', status: 'active' }]);
  expect(terminal.ledger.net()).toBe(0);
});

test.concurrent('Ctrl-C at a question ends with 130, and what was typed ahead agrees to nothing', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
    env: { ...credentialsOf(cloud), TERMINAL_ACCESSIBLE: '1' },
  });
  window.type(`y${ENTER}y${ENTER}`);
  await window.waitFor(/agree to a test payment[\s\S]*Answer: /);
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  expectLines(window);
  expect(terminal.ledger.entries).toEqual([]);
});

test.concurrent('the sandbox is told line by line, and a pipe gets words for signs as well', async () => {
  const window = openPty(['sandbox', '--accessible']);
  await window.waitFor(/q {1,2}end/);
  window.type('c');
  await window.waitFor('[clinic] you: the card is inserted');
  window.type('q');
  expect((await window.ended).status).toBe(0);
  expectLines(window);
  const piped = await run(['probe', '127.0.0.1:1', PRIVATE, '--accessible']);
  expect(piped.stdout).toMatch(/^ *Problem: /m);
  expect(piped.stdout + piped.stderr).not.toMatch(/[✔✖…·]/);
});

test.concurrent.each([
  ['the Linux console', { TERM: 'linux' }],
  ['LC_ALL=C', { LC_ALL: 'C' }],
  ['Latin-9', { LANG: 'et_EE.ISO-8859-15' }],
])('signs are ASCII where no others are sure to be seen, and letters stay: %s', async (_what, env) => {
  const windows = [
    ['probe', '127.0.0.1:1', PRIVATE],
    ['explain', 'ports.swapped', '--language', 'et'],
  ].map((args) => openPty(args, { env }));
  await Promise.all(windows.map((window) => window.ended));
  const text = windows
    .map(shown)
    .join('\n')
    .replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '');
  expect(text.match(SIGN)).toBeNull();
  expect(text).toMatch(/x\S* 1 posxml/);
  expect(text).toMatch(/[õäöü]/);
});

test.concurrent('a locale with UTF-8 keeps its signs', async () => {
  const window = openPty(['probe', '127.0.0.1:1', PRIVATE], { env: { LC_ALL: 'C.UTF-8' } });
  await window.ended;
  expect(window.raw()).toContain('✖');
});
