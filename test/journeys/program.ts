import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** What is held to the contract: the built program, or another one, such as an installed package. */
export const PROGRAM = process.env['TEST_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));

if (!existsSync(join(dirname(PROGRAM), '../dist/cli/main.js'))) throw new Error(`${PROGRAM} is not built: npm run build`);

const GUARD = new URL('guard.js', import.meta.url).href;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing of the machine's own settings gets in: no CI, NO_COLOR, proxies or TERMINAL_*. `undefined` takes a name out. */
export function scrubbed(home: string, own: Environment = {}): Record<string, string> {
  const all: Environment = { PATH: process.env['PATH'], HOME: home, TERMINAL_HOME: home, NODE_OPTIONS: `--import=${GUARD}`, DIALLED: dialledFile(home), ...own };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Where the guard notes each attempt of a program to connect or to look up a name. */
export const dialledFile = (home: string): string => join(home, 'dialled.txt');

const cleanups: (() => unknown)[] = [];

/** Registers what ends something that a test began; tests run at the same time, so it happens after all of a file. */
export function cleanUp(end: () => unknown): void {
  cleanups.push(end);
}

afterAll(async () => {
  for (const end of cleanups.splice(0).reverse()) await end();
});

/** A folder of its own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-journey-'));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
