import { spawn } from '@lydell/node-pty';
import { expectNothingLeaked } from './card-scan.js';
import { cleanUp } from './clean-up.js';
import { commandLine, scrubbed, temporaryFolder } from './program.js';
import type { RunOptions } from './run.js';
import { RUN_MS } from './time.js';

export interface Pty {
  readonly pid: number;
  /** Everything that was written to the screen, as bytes of text. */
  readonly raw: () => string;
  /** The same without escape sequences, redrawn lines one after the other. */
  readonly text: () => string;
  /** Resolves when the screen has shown it since the last `waitFor`. */
  waitFor(pattern: string | RegExp): Promise<RegExpMatchArray>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Closes the window: who is in it is told so by the system. */
  close(): void;
  readonly ended: Promise<PtyEnd>;
}

export interface PtyEnd {
  readonly status: number;
  /** What `stty -a` says of the terminal after the program has ended. */
  readonly settings: string;
}

export interface PtyOptions extends RunOptions {
  readonly columns?: number;
  /** Whether the shell lets it be stopped with Ctrl-Z: it then says `<suspended>`, and continues with it at Enter. */
  readonly jobs?: boolean;
}

export const CTRL_C = '\u0003';
export const ENTER = '\r';
/** The shell outlives the program, to tell in which state that left the terminal; and itself, so that all of it arrives. */
const SHELL =
  'test -z "$COLUMNS_WANTED" || stty cols "$COLUMNS_WANTED"; trap : INT; "$@"; s=$?; echo; echo "<settings>"; stty -a; echo "<status $s>"; read -r _';
const WITH_JOBS = SHELL.replace(
  '"$@"; s=$?',
  'set -m; "$@"; s=$?; while [ $s = 148 ]; do echo; stty -a; echo "<suspended>"; read -r _; fg; s=$?; done',
);

/** Starts the program in a terminal window of its own. */
export function openPty(args: readonly string[], options: PtyOptions = {}): Pty {
  const columns = options.columns === undefined ? undefined : String(options.columns);
  const home = options.home ?? temporaryFolder();
  const env = scrubbed(home, { TERM: 'xterm-256color', COLUMNS_WANTED: columns, ...options.env });
  const pty = spawn('/bin/sh', ['-c', options.jobs === true ? WITH_JOBS : SHELL, 'sh', ...commandLine(args)], {
    name: env['TERM'] ?? '',
    cols: 100,
    rows: 40,
    env,
  });
  let raw = '';
  let seen = 0;
  let over = false;
  const watchers = new Set<() => void>();
  const watch = (): void => {
    watchers.forEach((watcher) => {
      watcher();
    });
  };
  pty.onData((data) => {
    raw += data;
    watch();
  });
  const ended = new Promise<PtyEnd>((resolve, reject) => {
    const timer = setTimeout(() => {
      over = true;
      pty.kill('SIGKILL');
      reject(new Error(`not ended: ${plain(raw)}`));
      watch();
    }, options.timeoutMs ?? RUN_MS);
    const look = (): void => {
      const status = /<status (\d+)>/.exec(raw)?.[1];
      if (status === undefined) return;
      over = true;
      clearTimeout(timer);
      watchers.delete(look);
      pty.kill('SIGKILL');
      try {
        expectNothingLeaked({ streams: { window: plain(raw) }, home, env: options.env });
        resolve({ status: Number(status), settings: raw.slice(raw.indexOf('<settings>')) });
      } catch (leak) {
        reject(leak instanceof Error ? leak : new Error(String(leak)));
      }
    };
    watchers.add(look);
  });
  ended.catch(() => undefined);
  const close = (): void => {
    over = true;
    (pty as unknown as { destroy(): void }).destroy();
  };
  cleanUp(() => {
    if (!over) pty.kill('SIGKILL');
  });
  const waitFor = (pattern: string | RegExp): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const wanted =
        typeof pattern === 'string' ? new RegExp(pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : pattern;
      const look = (): void => {
        const match = wanted.exec(plain(raw).slice(seen));
        if (match) {
          seen += match.index + match[0].length;
          resolve(match);
        } else if (over) reject(new Error(`ended without ${String(wanted)}:\n${plain(raw)}`));
        else return;
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  return {
    pid: pty.pid,
    raw: () => raw,
    text: () => plain(raw),
    waitFor,
    type: (keys) => {
      pty.write(keys);
    },
    resize: (columns, rows) => {
      pty.resize(columns, rows);
    },
    close,
    ended,
  };
}

/** Text without what moves a cursor or colours. */
function plain(text: string): string {
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
}
