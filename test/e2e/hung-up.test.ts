import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { SessionResult } from '../../src/contract/call-results.js';
import { expectContract } from './cells.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import type { Pty } from '../support/pty.js';
import { run } from '../support/run.js';
import { closedPort } from '../support/closed-port.js';
import { AGREED, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

async function sessionsIn(home: string): Promise<readonly SessionResult[]> {
  const { result } = expectContract(await run(['sessions', 'list', '--json'], { home }));
  return result['sessions'] as unknown as readonly SessionResult[];
}

/** What is answered up to the model. */
async function toTheModel(window: Pty, address: string, instance: string): Promise<void> {
  for (const [question, answer] of [
    ["Clinic's address", address],
    ["The clinic's instance", instance],
    ['Department:', '1'],
    ['Desk name', 'Kassa 2'],
  ] as const) {
    await window.waitFor(question);
    window.type(`${answer}${ENTER}`);
  }
  await window.waitFor('Model of the terminal');
}

test.concurrent('Ctrl-C in the form keeps what was answered, and the next call asks for the rest alone', async () => {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  const options = { home, env: credentialsOf(cloud) };
  const window = openPty(['onboard', PRIVATE, '--skip-identify'], options);
  await toTheModel(window, targetOf(terminal), cloud.url);
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  const [left, ...more] = await sessionsIn(home);
  expect(more).toEqual([]);
  expect(left).toMatchObject({
    status: 'unfinished',
    target: targetOf(terminal),
    steps: {},
    payments: [],
    answers: { instance: cloud.url, department: '1', name: 'Kassa 2' },
  });
  expect(Object.keys(left?.answers ?? {})).toEqual(['instance', 'department', 'name']);
  expect(window.text()).toContain(`To resume: terminal onboard --resume ${left?.id ?? ''}`);
  expect(terminal.wire).toEqual([]);

  // Anyone who was at the list of all answers has not agreed to it.
  const again = openPty(['onboard', '--skip-identify'], options);
  await again.waitFor(/Resume an unfinished onboarding[\s\S]*Kassa 2/);
  again.type(ENTER);
  await again.waitFor('Model of the terminal');
  again.type(`1${ENTER}1${ENTER}`);
  await again.waitFor(/Is this correct\?[\s\S]*Kassa 2[\s\S]*DESK3200/);
  again.type(CTRL_C);
  expect((await again.ended).status).toBe(130);
  expect(again.text()).not.toContain("Clinic's address");
  expect(await sessionsIn(home)).toMatchObject([
    { id: left?.id, answers: { name: 'Kassa 2', model: 'desk3200', bank: 'swedbank' } },
  ]);
  expect(terminal.wire).toEqual([]);

  const last = openPty(['onboard', '--resume', left?.id ?? '', '--skip-identify'], options);
  await last.waitFor('Is this correct?');
  last.type(ENTER);
  await last.waitFor(/agree to a test payment/);
  last.type(`y${ENTER}`);
  await last.waitFor('Did the terminal print a receipt?');
  last.type(ENTER);
  expect((await last.ended).status, last.text()).toBe(0);
  expect(cloud.records).toMatchObject([{ name: 'Kassa 2', status: 'active' }]);
  expect(await sessionsIn(home)).toMatchObject([{ id: left?.id, status: 'done' }]);
});

test.concurrent('a window that is closed in the form loses no answer', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const target = `127.0.0.1:${String(await closedPort())},${String(await closedPort())}`;
  const window = openPty(['onboard', PRIVATE, '--skip-identify'], { home, env: credentialsOf(cloud) });
  await toTheModel(window, target, cloud.url);
  window.close();
  await vi.waitFor(
    () => {
      expect(readdirSync(join(home, 'sessions'))).toHaveLength(1);
    },
    { timeout: 240_000, interval: 100 },
  );
  await vi.waitFor(
    async () => {
      expect(await sessionsIn(home)).toMatchObject([{ status: 'unfinished', target, answers: { name: 'Kassa 2' } }]);
    },
    { timeout: 240_000, interval: 500 },
  );
});

test.concurrent('another program at work at the terminal keeps no answer from being saved', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const terminal = await terminalWith({ stuckIn: ['waiting-card'] });
  const paying = run(['test', targetOf(terminal), PRIVATE, ...AGREED]);
  await vi.waitFor(
    () => {
      expect(terminal.phase).toBe('waiting-card');
    },
    { timeout: 240_000, interval: 100 },
  );
  const window = openPty(['onboard', PRIVATE, '--skip-identify'], { home, env: credentialsOf(cloud) });
  await toTheModel(window, targetOf(terminal), cloud.url);
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  expect(await sessionsIn(home)).toMatchObject([{ target: targetOf(terminal), answers: { name: 'Kassa 2' } }]);
  terminal.settings.stuckIn = [];
  expect((await paying).status).toBe(0);
});

test.concurrent('each of several terminals is kept', async () => {
  const [home, cloud] = [temporaryFolder(), await cloudWith()];
  const window = openPty(['onboard', PRIVATE, '--instance', cloud.url, '--department', '2'], {
    home,
    env: credentialsOf(cloud),
  });
  await window.waitFor("Clinic's address");
  window.type(`127.0.0.1:14445,15551 127.0.0.1:24445,25551${ENTER}`);
  await window.waitFor('Found 2 terminals.');
  window.type(ENTER);
  await window.waitFor('Desk name at 127.0.0.1:14445');
  window.type(`Ees${ENTER}`);
  await window.waitFor('Desk name at 127.0.0.1:24445');
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
  const left = (await sessionsIn(home)).toSorted((one, other) => one.target.localeCompare(other.target));
  expect(left).toMatchObject([
    { target: '127.0.0.1:14445,15551', answers: { instance: cloud.url, department: '2', name: 'Ees' } },
    { target: '127.0.0.1:24445,25551', answers: { instance: cloud.url, department: '2' } },
  ]);
  expect(window.text()).toContain(`To resume: terminal onboard --resume ${left[0]?.id ?? ''}`);
  expect(window.text()).toContain(`terminal onboard --resume ${left[1]?.id ?? ''}`);
});

test.concurrent('nothing is kept where nothing was answered', async () => {
  const instance = `http://127.0.0.1:${String(await closedPort())}/x`;
  for (const [args, question] of [
    [[], "Clinic's address"],
    [['127.0.0.1:14445,15551', '--instance', instance, '--name', 'Desk'], 'Try the cloud again'],
  ] as const) {
    const home = temporaryFolder();
    const window = openPty(['onboard', ...args, PRIVATE], { home });
    await window.waitFor(question);
    window.type(CTRL_C);
    expect((await window.ended).status).toBe(130);
    expect(existsSync(join(home, 'sessions'))).toBe(false);
    expect(window.text()).not.toContain('To resume');
    if (args.length === 0) expect(existsSync(dialledFile(home))).toBe(false);
  }
});
