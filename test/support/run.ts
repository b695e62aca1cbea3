import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { expectNothingLeaked } from './card-scan.js';
import { validateDocument } from './validate.js';
import type { PrintedDocument } from './validate.js';
import { runInProcess } from './in-process.js';
import { RUN_MS } from './time.js';
import { commandLine, dialledFile, scrubbed, temporaryFolder } from './program.js';
import type { Environment } from './program.js';

export interface RunOptions {
  /** TERMINAL_HOME; without it a folder of its own. */
  readonly home?: string;
  /** Over the scrubbed environment; `undefined` takes a name out. */
  readonly env?: Environment;
  /** Text on stdin, which then ends. Without it stdin is a pipe that stays open: the one who waits for it hangs. */
  readonly stdin?: string;
  readonly timeoutMs?: number;
  /** Instead of the built program, its file. */
  readonly program?: string;
}

export interface Run {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as the one JSON document that it must hold, and nothing else. @throws Error */
  document(): PrintedDocument;
}

/** A program that is under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Run>;
  /** Resolves when stderr and stdout together have shown it. Rejects if the program ends before. */
  shows(pattern: RegExp): Promise<RegExpMatchArray>;
}

/** What counts when Node starts, and not later. */
const READ_BY_NODE = /^(NODE_|TZ$|LANG|LC_)/;

/**
 * Runs the program to its end: in this process, which takes a tenth of a start, but for another program and where Node
 * itself is told something. A test of the process itself asks for `start(…).ended`.
 */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { program = process.env['TEST_PROGRAM'], env: own = {}, stdin } = options;
  if (program !== undefined || Object.keys(own).some((name) => READ_BY_NODE.test(name)))
    return start(args, options).ended;
  const home = options.home ?? temporaryFolder();
  const env = scrubbed(home, own);
  const ended = await runInProcess(args, { env, stdin, dialled: dialledFile(home) });
  expectNothingLeaked({ streams: { stdout: ended.stdout, stderr: ended.stderr }, home, env: own });
  return { ...ended, signal: null, document: () => theDocument(ended.stdout) };
}

/** Starts the program in a process of its own. */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  const home = options.home ?? temporaryFolder();
  const [file, ...words] = commandLine(args, options.program);
  const child = spawn(file, words, { env: scrubbed(home, options.env), stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const watch = (): void => {
    watchers.forEach((watcher) => {
      watcher();
    });
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    watch();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    watch();
  });
  child.stdin.on('error', () => undefined);
  if (options.stdin !== undefined) child.stdin.end(options.stdin);
  const ended = endOf(child, options.timeoutMs ?? RUN_MS, () => `${args.join(' ')}\n${stdout}\n${stderr}`).then(
    ([status, signal]): Run => {
      watch();
      expectNothingLeaked({ streams: { stdout, stderr }, home, env: options.env });
      return { status, signal, stdout, stderr, document: () => theDocument(stdout) };
    },
  );
  const shows = (pattern: RegExp): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(stderr + stdout);
        if (match) resolve(match);
        else if (child.exitCode !== null || child.signalCode !== null)
          reject(new Error(`ended without ${String(pattern)}:\n${stdout}\n${stderr}`));
        else return;
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return { child, stdout: () => stdout, stderr: () => stderr, ended, shows };
}

function endOf(
  child: ChildProcess,
  timeoutMs: number,
  told: () => string,
): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`not ended after ${String(timeoutMs)} ms: ${told()}`));
    }, timeoutMs);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve([status, signal]);
    });
  });
}

/** Exactly one line of JSON, with nothing before or after it. */
function theDocument(stdout: string): PrintedDocument {
  const lines = stdout.split('\n');
  if (lines.length !== 2 || lines[1] !== '')
    throw new Error(`stdout is not one line: ${JSON.stringify(stdout.slice(0, 400))}`);
  return validateDocument(stdout);
}
