import { expect, test } from 'vitest';
import { CTRL_C, ENTER, openPty } from '../support/pty.js';
import { screenOf } from '../support/screen.js';
import { answersFor, PRIVATE } from '../support/sandbox.js';
import { closedPort } from '../support/closed-port.js';

const CTRL_Z = '\u001a';
const AGENT = { env: { TERMINAL_CLIENT_ID: 'agent', TERMINAL_CLIENT_SECRET: 'secret' } };
const JOBS = { ...AGENT, jobs: true };

const failing = async (): Promise<readonly string[]> => [
  'onboard',
  `127.0.0.1:${String(await closedPort())},${String(await closedPort())}`,
  PRIVATE,
  ...answersFor('http://127.0.0.1:1/x'),
  '--skip-identify',
  '--timeout',
  '500ms',
];

test.concurrent(
  'Ctrl-Z at a choice: the shell has the window, and after fg the whole list stands there again at once',
  async () => {
    const window = openPty(await failing(), JOBS);
    await window.waitFor(/What next\?[\s\S]*Save and hang up/);
    window.type(CTRL_Z);
    const [settings] = await window.waitFor(/speed[\s\S]*<suspended>/);
    expect(settings).toMatch(/(?<!-)icanon[\s\S]*(?<!-)\becho\b/);
    // Nothing of the list stands among the lines of the shell.
    expect(screenOf(window.raw()).join('\n')).not.toContain('Save and hang up');
    const before = window.raw().length;
    window.type(ENTER);
    await window.waitFor(/What next\?[\s\S]*Save and hang up/);
    expect(
      screenOf(window.raw().slice(before))
        .join('\n')
        .match(/Save and hang up/g),
    ).toHaveLength(1);
    // It is drawn where it stands: a key that moves within it leaves no second one.
    window.type('save and');
    window.type(ENTER);
    expect((await window.ended).status).toBe(3);
    expect(screenOf(window.raw()).join('\n')).toContain('<suspended>');
  },
);

test.concurrent('Ctrl-Z while it keeps trying, and back', async () => {
  const window = openPty(await failing(), JOBS);
  await window.waitFor(/What next\?[\s\S]*Save and hang up/);
  window.type(ENTER);
  await window.waitFor('Checking every few seconds. Press Enter');
  window.type(CTRL_Z);
  await window.waitFor('<suspended>');
  window.type(ENTER);
  await window.waitFor(/Checking/);
  window.type(CTRL_C);
  expect((await window.ended).status).toBe(130);
});

test.concurrent("Ctrl-Z in the sandbox's window leaves the window as it was, and draws it anew", async () => {
  const window = openPty(['sandbox'], JOBS);
  await window.waitFor('network plug');
  window.type(CTRL_Z);
  await window.waitFor('<suspended>');
  expect(window.raw().lastIndexOf('\u001b[?1049l')).toBeGreaterThan(window.raw().lastIndexOf('\u001b[?1049h'));
  window.type(ENTER);
  await window.waitFor('network plug');
  window.type('q');
  expect((await window.ended).status).toBe(0);
});

test.concurrent('where no shell can have the window, Ctrl-Z changes nothing', async () => {
  const window = openPty(await failing(), AGENT);
  await window.waitFor(/What next\?[\s\S]*Save and hang up/);
  window.type(CTRL_Z);
  await window.waitFor(/What next\?[\s\S]*Save and hang up/);
  window.type(`Save and${ENTER}`);
  expect((await window.ended).status).toBe(3);
});
