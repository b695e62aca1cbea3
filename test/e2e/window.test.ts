import { expect, test } from 'vitest';
import { CONTROL } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import type { Pty } from '../support/pty.js';
import { run } from '../support/run.js';
import { screenOf } from '../support/screen.js';
import { answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const ESCAPE = '\u001b';
const DOWN = `${ESCAPE}[B`;
/** From the first choice it goes to the last. */
const UP = `${ESCAPE}[A`;
/** Reads the code from the virtual clinic's screen and types it, as the agent does who hears it. */
async function typeCode(window: Pty): Promise<void> {
  const [, code = ''] = await window.waitFor(/Kood:\s+(\d{4})/);
  await window.waitFor(broken('? Code on the terminal:'));
  window.type(`${code}${ENTER}`);
}

/** A text that a narrow window may break anywhere. */
function broken(text: string): RegExp {
  return new RegExp(Array.from(text.replaceAll(/\s/g, ''), (letter) => letter.replace(/[?.:]/, '\\$&')).join('\\s*'));
}

/** The last question of a test that was made. */
async function answerReceipt(window: Pty): Promise<void> {
  await window.waitFor(broken('Did the terminal print a receipt?'));
  window.type(ENTER);
}

/** The window is as it was: lines are edited by it, what is typed is shown, and there is a cursor. */
async function expectRestored(window: Pty): Promise<void> {
  const { settings } = await window.ended;
  expect(settings).toMatch(/(?<!-)icanon/);
  expect(settings).toMatch(/(?<!-)\becho\b/);
  expect(settings).toMatch(/(?<!-)\bisig\b/);
  expect(window.raw().lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThanOrEqual(window.raw().lastIndexOf(`${ESCAPE}[?25l`));
  // Pastes are keys again.
  expect(window.raw().lastIndexOf(`${ESCAPE}[?2004l`)).toBeGreaterThanOrEqual(
    window.raw().lastIndexOf(`${ESCAPE}[?2004h`),
  );
}

test.concurrent('a guided onboarding with a human: declined, then approved', async () => {
  const window = openPty(['onboard', '--sandbox', '--scenario', 'declined-then-approved']);
  await typeCode(window);
  await window.waitFor(/agree to a test payment of 0\.01 EUR/);
  window.type(`y${ENTER}`);
  await window.waitFor(/Testmakse lükati tagasi[\s\S]*Try the payment again\?/);
  window.type(ENTER);
  await window.waitFor(/Makse õnnestus[\s\S]*Nüüd tühistame/);
  await answerReceipt(window);
  expect((await window.ended).status).toBe(0);
  await expectRestored(window);
  const screen = screenOf(window.raw()).join('\n').replaceAll(/\n +/g, ' ');
  expect(screen).toContain('Payment 1: Nothing was charged. Nothing is owed.');
  expect(screen).toContain('Payment 2: 0.01 EUR charged and 0.01 EUR reversed. Nothing is owed.');
  expect(screen).toMatch(/Done: the terminal is active in the cloud/);
  expect(screen).toContain('Say: “Palun sisestage nüüd kaart');
  expect(screen).not.toMatch(/undefined|\[object|NaN|\[ora\]|[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
});

test.concurrent('every question of a real call, with an address that is typed wrong first', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const window = openPty(['onboard', PRIVATE, '--skip-identify'], { env: credentialsOf(cloud) });
  await window.waitFor("Clinic's address");
  window.type(`84.111.222.333${ENTER}`);
  await window.waitFor(
    /above 255[\s\S]*Say: “Palun lugege mulle IP-aadress ja selle järel[\s\S]*Clinic's address[\s\S]*Tab: 84\.111\.222\.333/,
  );
  window.type(`\t\u007f\u007f\u007f33${ENTER}`);
  await window.waitFor(
    /Understood: 84\.111\.222\.33, posxml port 4445 and log port 5551 \(not given, using the defaults\)\.[\s\S]*instance/,
  );
  window.type(ESCAPE);
  await window.waitFor("Clinic's address");
  window.type(
    `our address is ${terminal.host}, ports ${String(terminal.posxmlPort)} and ${String(terminal.logPort)}${ENTER}`,
  );
  await window.waitFor('instance');
  window.type(`cloud.invalid${ENTER}`);
  await window.waitFor('Not a valid instance');
  window.type(`\u0015${cloud.url}${ENTER}`);
  await window.waitFor('Department:');
  window.type(ENTER);
  await window.waitFor('Choose with the arrows');
  window.type(`${DOWN}${DOWN}${ENTER}`);
  await window.waitFor(
    /Department: Pirita loomakliinik \(department 2\)[\s\S]*Say: “Kas teie kliinik on Pirita loomakliinik\?”/,
  );
  await window.waitFor('Desk name');
  window.type(`Vastuvõtt${ENTER}`);
  await window.waitFor('Model of the terminal');
  // What comes first is not taken by an Enter alone.
  window.type(ENTER);
  await window.waitFor('Choose with the arrows');
  window.type(`${DOWN}${DOWN}${ENTER}`);
  await window.waitFor("The clinic's bank");
  window.type(`${DOWN}${DOWN}${DOWN}${ENTER}`);
  await window.waitFor('Is this correct?');
  window.type(ENTER);
  await window.waitFor('Are these the same clinic?');
  window.type(`y${ENTER}`);
  await window.waitFor(/agree to a test payment/);
  window.type(`y${ENTER}`);
  // A PIN pad prints nothing, so nobody is asked for a receipt.
  await window.waitFor('Add another terminal for this clinic?');
  window.type(ENTER);
  expect((await window.ended).status, window.text()).toBe(0);
  expect(cloud.records).toMatchObject([{ name: 'Vastuvõtt', model: 'ingenico_ipp310', bank: 'lhv', status: 'active' }]);
  expect(terminal.ledger.net()).toBe(0);
});

test.concurrent('a step that failed can be done again while the clinic mends what was wrong', async () => {
  const [terminal, cloud] = [await terminalWith({ cardReader: 'broken' }), await cloudWith()];
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
    env: credentialsOf(cloud),
  });
  await window.waitFor(/Say[\s\S]*What next\?/);
  terminal.settings.cardReader = 'ok';
  window.type(ENTER);
  await window.waitFor(/agree to a test payment/);
  window.type(`y${ENTER}`);
  await answerReceipt(window);
  expect((await window.ended).status).toBe(0);
});

test.concurrent('saved and hung up: the findings are shown once, the way to go on is named', async () => {
  const [terminal, cloud] = [await terminalWith({ cardReader: 'broken' }), await cloudWith()];
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify'], {
    env: credentialsOf(cloud),
  });
  await window.waitFor('What next?');
  window.type(`${UP}${ENTER}`);
  expect((await window.ended).status).toBe(5);
  const screen = screenOf(window.raw()).join('\n');
  expect(screen.match(/terminal explain terminal\.reader/g)).toHaveLength(1);
  expect(screen).toMatch(/To resume: terminal onboard --resume \d{8}-\w+/);
});

test.concurrent('the receipt is asked about when the money is back, and its paper is missing', async () => {
  const [terminal, cloud] = [await terminalWith({ paper: false }), await cloudWith()];
  const window = openPty(
    ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--skip-identify', '--language', 'en'],
    { env: credentialsOf(cloud) },
  );
  await window.waitFor(/agree to a test payment/);
  window.type(`y${ENTER}`);
  await window.waitFor(
    /Did a paper receipt come out of the payment terminal\?[\s\S]*Did the terminal print a receipt\?/,
  );
  window.type(`n${ENTER}`);
  expect((await window.ended).status).toBe(0);
  expect(window.text()).toContain('terminal.printer');
  expect(terminal.ledger.net()).toBe(0);
  expect(cloud.records).toMatchObject([{ status: 'active' }]);
});

test.concurrent(
  'Ctrl-C at the question of the receipt: everything is done already, and no answer is no finding',
  async () => {
    const terminal = await terminalWith();
    const window = openPty(['test', targetOf(terminal), PRIVATE, '--skip-identify']);
    await window.waitFor(/agree to a test payment/);
    window.type(`y${ENTER}`);
    await window.waitFor('Did the terminal print a receipt?');
    window.type(CTRL_C);
    expect((await window.ended).status).toBe(0);
    await expectRestored(window);
    expect(screenOf(window.raw()).join('\n')).toContain('0.01 EUR charged and 0.01 EUR reversed.');
    expect(window.text()).not.toContain('terminal.printer');
  },
);

test.concurrent('a clinic that does not agree is not charged', async () => {
  const terminal = await terminalWith();
  const window = openPty(['test', targetOf(terminal), PRIVATE, '--skip-identify']);
  await window.waitFor(/agree to a test payment/);
  window.type(`n${ENTER}`);
  expect((await window.ended).status).toBe(9);
  expect(window.text()).toContain('payment.no-consent');
  expect(terminal.wire.map((record) => record.name)).not.toContain('TransactionRequest');
});

test.concurrent('three wrong codes are the wrong terminal', async () => {
  const terminal = await terminalWith();
  const window = openPty(['test', targetOf(terminal), PRIVATE]);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await window.waitFor(attempt === 0 ? '? Code on the terminal:' : /Wrong code\. \d tr(y|ies) left/);
    const shown = /\d{4}/.exec(terminal.display.join(' '))?.[0] ?? '';
    window.type(`${String((Number(shown) + 1) % 10_000).padStart(4, '0')}${ENTER}`);
  }
  expect((await window.ended).status).toBe(5);
  expect(window.text()).toContain('terminal.not-identified');
  expect(terminal.display.join(' ')).not.toMatch(/\d{4}/);
});

/** The questions of an onboarding, and what is answered to get to the next. */
const QUESTIONS: readonly (readonly [
  question: string | RegExp,
  answer: (target: string, instance: string) => string,
])[] = [
  ["Clinic's address", (target) => target],
  ["The clinic's instance", (_, instance) => instance],
  ['Department:', () => '1'],
  ['Desk name', () => 'Desk'],
  ['Model of the terminal', () => '1'],
  ["The clinic's bank", () => '1'],
  ['Is this correct?', () => ''],
  ['? Code on the terminal', () => ''],
];

test.concurrent.for(QUESTIONS.map(([question], index) => [String(question), index] as const))(
  'Ctrl-C at “%s” ends with 130 and leaves the window as it was',
  async ([, last]) => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    const window = openPty(['onboard', PRIVATE], { env: credentialsOf(cloud) });
    for (const [question, answer] of QUESTIONS.slice(0, last)) {
      await window.waitFor(question);
      window.type(`${answer(targetOf(terminal), cloud.url)}${ENTER}`);
    }
    await window.waitFor(QUESTIONS[last]?.[0] ?? '');
    window.type(CTRL_C);
    expect((await window.ended).status).toBe(130);
    await expectRestored(window);
    expect(window.text()).toContain('Stopped with Ctrl-C.');
    expect(terminal.ledger.entries).toEqual([]);
  },
);

test.concurrent(
  'Ctrl-C at the question whether to return the money again: it stays open, and is told as nothing else is',
  async () => {
    const [home, terminal] = [temporaryFolder(), await terminalWith()];
    terminal.person.will('pay', 'wrong-card');
    const window = openPty(['test', targetOf(terminal), PRIVATE, '--skip-identify', '--yes', '--card-timeout', '5s'], {
      home,
    });
    // Agreed to beforehand, another try is not asked for: the program makes it by itself.
    expect((await window.ended).status).toBe(0);
    terminal.person.will('pay', 'wrong-card');
    const asking = openPty(['test', targetOf(terminal), PRIVATE, '--skip-identify', '--card-timeout', '5s'], { home });
    await asking.waitFor(/agree to a test payment/);
    asking.type(`y${ENTER}`);
    await asking.waitFor('Retry the reversal with the same card?');
    asking.type(CTRL_C);
    expect((await asking.ended).status).toBe(10);
    await expectRestored(asking);
    const screen = screenOf(asking.raw()).join('\n').replaceAll(/\s+/g, ' ');
    expect(screen).toContain('0.01 EUR was charged, and the reversal is not confirmed.');
    expect(screen).toMatch(/To resume: terminal onboard --resume \d{8}-\w+/);
    expect(terminal.ledger.net()).toBe(1);
  },
);

test.concurrent('Ctrl-C while a spinner turns ends with 130', async () => {
  const terminal = await terminalWith();
  terminal.person.will('manual');
  const window = openPty(['test', targetOf(terminal), PRIVATE, '--skip-identify', '--yes']);
  await window.waitFor(/s left for the card/);
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  await expectRestored(window);
  expect(screenOf(window.raw()).join('\n')).toContain('Nothing was charged. Nothing is owed.');
});

test.concurrent.each([[0], [1], [40], [300]])('a window of %i columns hangs nothing', async (columns) => {
  const window = openPty(['onboard', '--sandbox'], { columns });
  await typeCode(window);
  await window.waitFor(broken('agree to a test payment'));
  window.type(`y${ENTER}`);
  await answerReceipt(window);
  expect((await window.ended).status).toBe(0);
});

test.concurrent('a window that changes its size on the way hangs nothing', async () => {
  const window = openPty(['onboard', '--sandbox']);
  window.resize(20, 5);
  await typeCode(window);
  window.resize(1, 1);
  await window.waitFor(broken('agree to a test payment'));
  window.type(`y${ENTER}`);
  await window.waitFor(broken('Waiting for a card'));
  window.resize(120, 40);
  await answerReceipt(window);
  expect((await window.ended).status).toBe(0);
});

test.concurrent('a window of 40 columns breaks no line of ours', async () => {
  const windows = [
    ['explain', 'ports.swapped'],
    ['explain', 'nothing.such'],
    ['sessions', 'list'],
  ].map((args) => openPty(args, { columns: 40 }));
  await Promise.all(windows.map((window) => window.ended));
  const lines = windows.flatMap((window) => window.text().slice(0, window.text().indexOf('<settings>')).split('\n'));
  expect(lines.filter((line) => line.length > 40)).toEqual([]);
});

test.concurrent('what a spinner does stays in the window: no pipe sees it', async () => {
  const terminal = await terminalWith();
  const ended = await run(['test', targetOf(terminal), PRIVATE, '--skip-identify', '--yes'], {
    env: { TERM: 'xterm-256color', FORCE_COLOR: '1' },
    home: temporaryFolder(),
  });
  expect(ended.stderr).not.toMatch(CONTROL);
  expect(ended.stderr).not.toMatch(/[⠋⠙⠹⠸]/);
});
