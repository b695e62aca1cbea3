import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectNothingLeaked } from './card-scan.js';
import { cleanUp } from './clean-up.js';

/** What is held to the contract: the built program, or another one, such as an installed package or the executable. */
export const PROGRAM = process.env['TEST_PROGRAM'] ?? fileURLToPath(new URL('../../bin/run.js', import.meta.url));

const isScript = (program: string): boolean => realpathSync(program).endsWith('.js');

if (!existsSync(isScript(PROGRAM) ? join(dirname(PROGRAM), '../dist/start.js') : PROGRAM))
  throw new Error(`${PROGRAM} is not built: npm run build`);

/** What is started: a script by the Node that runs the tests, an executable by itself. */
export function commandLine(args: readonly string[], program = PROGRAM): readonly [file: string, ...words: string[]] {
  return isScript(program) ? [process.execPath, program, ...args] : [program, ...args];
}

/** What a program has to load before its own code. Not `--import`: an executable takes none, and for a start of Node 20 it is a fifth. */
export function loading(...scripts: readonly string[]): string {
  return scripts.map((name) => `--require=${fileURLToPath(new URL(name, import.meta.url))}`).join(' ');
}

/** Compiled once for all, not once for each home. */
const COMPILED = join(tmpdir(), `terminal-compiled-${String(process.getuid?.() ?? '')}`);

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs were told to keep what they keep, with what they were told. */
const homes = new Map<string, Environment>();

/** Nothing of the machine's own settings gets in: no CI, NO_COLOR, proxies or TERMINAL_*, and not its credential store. `undefined` takes a name out. */
export function scrubbed(home: string, own: Environment = {}): Record<string, string> {
  if (!homes.has(home))
    cleanUp(() => {
      expectNothingLeft(home);
    });
  homes.set(home, own);
  const all: Environment = {
    PATH: process.env['PATH'],
    HOME: home,
    TERMINAL_HOME: home,
    TERMINAL_KEYRING: 'off',
    // A busy machine gets its time to answer; a test of a silence says how long.
    TERMINAL_TIMEOUT: '30s',
    NODE_COMPILE_CACHE: COMPILED,
    NODE_OPTIONS: loading('guard.cjs'),
    DIALLED: dialledFile(home),
    ...own,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Where the guard notes each attempt of a program to connect or to look up a name. */
export const dialledFile = (home: string): string => join(home, 'dialled.txt');

/** Also what a program that was killed, or that no helper has waited for, has left on disk. */
function expectNothingLeft(home: string): void {
  const env = homes.get(home);
  homes.delete(home);
  expectNothingLeaked({ streams: {}, home, env });
}

/** A folder of its own. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-journey-'));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
