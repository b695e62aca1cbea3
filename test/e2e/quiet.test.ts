import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { start } from '../support/run.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

/** Anyone who counts users or looks for updates does it at the start, usually unseen. */
test.concurrent('nothing is dialled, looked up or left behind that nobody asked for', async () => {
  const home = temporaryFolder();
  for (const line of ['--help', '--version', 'sessions list', 'explain', 'help files', 'frobnicate']) {
    await start(line.split(' '), { home }).ended;
    expect([line, existsSync(dialledFile(home)), readdirSync(home)]).toEqual([line, false, []]);
  }
});

test.concurrent('of a command that dials, nobody hears but whom it names', async () => {
  const [home, terminal] = [temporaryFolder(), await terminalWith()];
  const heard: string[] = [];
  terminal.on((event) => heard.push(event.kind));
  expect((await start(['check', targetOf(terminal), PRIVATE], { home }).ended).status).toBe(0);
  expect(readFileSync(dialledFile(home), 'utf8')).toBe('connect 127.0.0.1\n'.repeat(2));
  expect(heard).not.toContain('request');
});
