import { expect, test } from 'vitest';
import { both, expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import type { Pty } from '../support/pty.js';
import { run } from '../support/run.js';
import { screenOf } from '../support/screen.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';

const ESCAPE = '\u001b';
const DOWN = `${ESCAPE}[B`;
const bracketed = (text: string): string => `${ESCAPE}[200~${text}${ESCAPE}[201~`;

/** Agrees to the charge, and to the receipt. */
async function pay(window: Pty): Promise<void> {
  await window.waitFor(/agree to a test payment/);
  window.type(`y${ENTER}`);
  await window.waitFor('Did the terminal print a receipt?');
  window.type(ENTER);
}

test.concurrent(
  'a mail is pasted, answers are typed ahead, one is corrected; the next call of the clinic is offered them',
  async () => {
    const [home, terminal, second, cloud] = [
      temporaryFolder(),
      await terminalWith({ ownerName: 'Pirita loomakliinik' }),
      await terminalWith({ ownerName: 'Pirita loomakliinik', terminalId: 'JT000002' }),
      await cloudWith(),
    ];
    const options = { home, env: credentialsOf(cloud) };
    const first = openPty(['onboard', PRIVATE, '--skip-identify'], options);
    await first.waitFor("Clinic's address");
    first.type(
      bracketed(
        `Tere!\r\n\r\nMeie kliiniku väline IP-aadress on ${terminal.host},\r\npordid on ${String(terminal.posxmlPort)} ja ${String(terminal.logPort)}.\r\n\r\nTervitades\r\nMari Maasikas\r\n`,
      ),
    );
    await first.waitFor('[Tere!, 5 lines]');
    // The Enter, and two answers before their questions.
    first.type(ENTER);
    first.type(`${cloud.url}${ENTER}`);
    first.type(`1${ENTER}`);
    await first.waitFor(
      `Understood: ${terminal.host}, posxml port ${String(terminal.posxmlPort)}, log port ${String(terminal.logPort)}.`,
    );
    await first.waitFor(/kliinik on Kesklinna[\s\S]*Desk name/);
    first.type(ESCAPE);
    await first.waitFor('Department:');
    first.type(`${DOWN}${ENTER}`);
    await first.waitFor(/kliinik on Pirita[\s\S]*Desk name/);
    first.type(`${'x'.repeat(101)}${ENTER}`);
    await first.waitFor('The limit is 100 characters');
    first.type(`\u0015Vastuvott${ENTER}`);
    await first.waitFor('Model of the terminal');
    first.type(`<`);
    await first.waitFor(/Desk name: \(Vastuvott\)/);
    first.type(`${ENTER}1${ENTER}1${ENTER}`);
    await first.waitFor(/Is this correct\?[\s\S]*Bank/);
    first.type(`${DOWN.repeat(4)}${ENTER}`);
    await first.waitFor('Desk name');
    first.type(`Vastuvõtt${ENTER}`);
    await first.waitFor(/Is this correct\?[\s\S]*Desk +Vastuvõtt/);
    first.type(ENTER);
    await pay(first);
    await first.waitFor('Add another terminal for this clinic?');
    first.type(`y${ENTER}`);
    await first.waitFor("Clinic's address");
    first.type(`${targetOf(second)}${ENTER}Labor${ENTER}${ENTER}`);
    await first.waitFor(
      new RegExp(
        `Already registered at 127\\.0\\.0\\.1: Vastuvõtt \\(port ${String(terminal.posxmlPort)}\\)\\.[\\s\\S]*Is this correct[\\s\\S]*2, Pirita`,
      ),
    );
    first.type(ENTER);
    await pay(first);
    await first.waitFor('Add another terminal for this clinic?');
    first.type(ENTER);
    expect((await first.ended).status, first.text()).toBe(0);
    expect(cloud.records).toMatchObject([
      { name: 'Vastuvõtt', department: cloud.departments[1]?.url, bank: 'swedbank', status: 'active' },
      { name: 'Labor', department: cloud.departments[1]?.url, bank: 'swedbank', status: 'active' },
    ]);
    expect(
      screenOf(first.raw())
        .join('\n')
        .match(/Done: the terminal is active/g),
    ).toHaveLength(2);

    const again = openPty(['onboard', PRIVATE, '--skip-identify'], options);
    await again.waitFor("Clinic's address");
    // A terminal that does not tell a paste: its lines come in one read.
    again.type(`IP ${terminal.host}\rpordid ${String(terminal.posxmlPort)} ja ${String(terminal.logPort)}\r`);
    for (const offered of [
      `Instance: ${cloud.url} (from an earlier call).`,
      'Department 2 is Pirita loomakliinik (from an earlier call).',
      'Desk: Vastuvõtt (from an earlier call).',
      'Bank: Swedbank (from an earlier call).',
      '❯ Yes, continue',
    ])
      await again.waitFor(offered);
    again.type(ENTER);
    await again.waitFor(/agree to a test payment/);
    again.type(CTRL_C);
    expect((await again.ended).status).toBe(130);
    expect(cloud.records).toHaveLength(2);
  },
);

test.concurrent('a text that names two terminals: each is onboarded, with a name of its own', async () => {
  const [one, other, cloud] = [
    await terminalWith(),
    await terminalWith({ terminalId: 'JT000002' }),
    await cloudWith({ departments: ['Kesklinna loomakliinik'] }),
  ];
  const window = openPty(['onboard', PRIVATE, '--skip-identify', '--instance', cloud.url, '--bank', 'lhv'], {
    env: credentialsOf(cloud),
  });
  await window.waitFor("Clinic's address");
  window.type(bracketed(`Esimene on ${targetOf(one)} ja teine on ${targetOf(other)}\n`));
  window.type(ENTER);
  await window.waitFor('Found 2 terminals.');
  window.type(ENTER);
  await window.waitFor('Department 1 is Kesklinna loomakliinik (the only one).');
  await window.waitFor(`Desk name at ${one.host}:${String(one.posxmlPort)}:`);
  window.type(`Ees${ENTER}`);
  await window.waitFor(`Desk name at ${other.host}:${String(other.posxmlPort)}:`);
  window.type(`ees${ENTER}`);
  await window.waitFor('Another desk in this call has this name.');
  window.type(`\u0015Taga${ENTER}`);
  await window.waitFor('Model of the terminal');
  window.type(`1${ENTER}`);
  await window.waitFor('Is this correct?');
  window.type(ENTER);
  for (let time = 0; time < 2; time += 1) {
    await window.waitFor(`Terminal ${String(time + 1)} of 2`);
    await pay(window);
  }
  await window.waitFor('Add another terminal for this clinic?');
  window.type(ENTER);
  expect((await window.ended).status, window.text()).toBe(0);
  expect(cloud.records).toMatchObject([
    { name: 'Ees', status: 'active' },
    { name: 'Taga', status: 'active' },
  ]);
  expect(one.ledger.net() + other.ledger.net()).toBe(0);
});

test.concurrent('of several in a script, one that fails does not lose the others', async () => {
  const [broken, good, cloud] = [
    await terminalWith({ cardReader: 'broken' }),
    await terminalWith({ terminalId: 'JT000002' }),
    await cloudWith(),
  ];
  const args = [
    'onboard',
    targetOf(broken),
    targetOf(good),
    PRIVATE,
    ...answersFor(cloud.url, 'One'),
    '--name',
    'Two',
    ...AGREED,
  ];
  const { text, document } = await both(args, { env: credentialsOf(cloud) });
  expect(document).toMatchObject({
    exitCode: 5,
    error: { code: 'terminal.reader' },
    result: { session: null, steps: {}, payment: null },
  });
  expect(document.result['terminals']).toMatchObject([
    {
      target: `127.0.0.1:${String(broken.posxmlPort)}`,
      exitCode: 5,
      errorCode: 'terminal.reader',
      terminalId: 'JT000001',
      payment: null,
    },
    {
      target: `127.0.0.1:${String(good.posxmlPort)}`,
      exitCode: 0,
      errorCode: null,
      terminalId: 'JT000002',
      registration: { status: 'active' },
    },
  ]);
  expect(document.resume?.command).toMatch(/^terminal onboard --resume /);
  expect(text.stdout).toMatch(/cannot tell whether it holds a card\.\n.*done\n$/);
  expect(good.ledger.net()).toBe(0);
});

test.concurrent('of several in a script, each needs a name, and a terminal id is for one', async () => {
  const several = ['onboard', '84.50.12.34', '84.50.12.35'];
  const nameless = expectContract(
    await run([...several, ...answersFor('https://cloud.example/clinic'), ...AGREED, '--json']),
  );
  expect(nameless).toMatchObject({ exitCode: 2, error: { code: 'usage.missing' } });
  expect(nameless.error?.message).toContain('--name for 84.50.12.35.');
  const named = expectContract(
    await run([...several, ...answersFor('https://cloud.example/clinic'), '--tid', 'JT000001', ...AGREED, '--json']),
  );
  expect(named).toMatchObject({ exitCode: 2, error: { code: 'usage.invalid' } });
  const twins = expectContract(
    await run([
      ...several,
      ...answersFor('https://cloud.example/clinic', 'Desk'),
      '--name',
      'desk',
      ...AGREED,
      '--json',
    ]),
  );
  expect(twins).toMatchObject({ exitCode: 2, error: { code: 'usage.invalid' } });
  expect(twins.error?.message).toContain('given twice');
});

test.concurrent(
  'a cloud that cannot be asked is no dead end: another instance, or the number of the department',
  async () => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    const window = openPty(
      ['onboard', targetOf(terminal), PRIVATE, '--instance', `http://127.0.0.1:${String(await closedPort())}/x`],
      { env: credentialsOf(cloud) },
    );
    await window.waitFor(/The departments cannot be read: [\s\S]*refuses[\s\S]*What next\?/);
    window.type(`Enter the n${ENTER}`);
    await window.waitFor('Number of the department:');
    window.type(`abc${ENTER}`);
    await window.waitFor('The number as the cloud shows it');
    window.type(ESCAPE);
    await window.waitFor('What next?');
    window.type(ENTER);
    await window.waitFor("The clinic's instance");
    window.type(`another${ENTER}`);
    await window.waitFor('(https://host/id)');
    window.type(`${cloud.url}${ENTER}`);
    await window.waitFor('Department:');
    window.type(CTRL_C);
    expect((await window.ended).status).toBe(130);
    expect(terminal.wire).toEqual([]);
  },
);

test.concurrent('credentials that are missing are asked for, tried, kept, and the call goes on', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  const window = openPty(['onboard', targetOf(terminal), PRIVATE, '--instance', cloud.url, '--skip-identify'], {
    home,
  });
  for (const secret of ['not-it', cloud.clientSecret]) {
    await window.waitFor(/There are no credentials for[\s\S]*Enter the client ID/);
    window.type(ENTER);
    await window.waitFor('Client ID for');
    window.type(`${cloud.clientId}${ENTER}`);
    await window.waitFor('Client secret:');
    window.type(`${secret}${ENTER}`);
    if (secret === 'not-it') await window.waitFor('They were not saved');
  }
  await window.waitFor(/They are saved in[\s\S]*Department:/);
  window.type(`1${ENTER}Desk${ENTER}1${ENTER}1${ENTER}`);
  await window.waitFor('Is this correct?');
  window.type(ENTER);
  await pay(window);
  await window.waitFor('Add another terminal');
  window.type(ENTER);
  expect((await window.ended).status, window.text()).toBe(0);
  expect(window.text()).not.toContain('not-it');
  expect(cloud.records).toMatchObject([{ name: 'Desk', status: 'active' }]);
});

test.concurrent(
  'a name of the cloud that would move the cursor or turn the text around is shown, not obeyed',
  async () => {
    const [terminal, cloud] = [
      await terminalWith(),
      await cloudWith({ departments: [`Kesk${ESCAPE}]0;title\u0007linna\u202e`, 'Pirita'] }),
    ];
    const window = openPty(['onboard', targetOf(terminal), PRIVATE, '--skip-identify', '--instance', cloud.url], {
      home: temporaryFolder(),
      env: credentialsOf(cloud),
    });
    await window.waitFor('Department:');
    await window.waitFor('Kesk\\x1b]0;title\\x07linna\\u202e');
    expect(window.raw()).not.toMatch(/\u001b\]0;title|\u202e/);
    window.type(CTRL_C);
    await window.ended;
  },
);
