import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { screenOf } from '../../support/screen.js';

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** Columns of the window. */
export const COLUMNS = 86;

export const ARGS = ['onboard', '--sandbox'] as const;

/** A prompt waits when nothing has been drawn for this long: a spinner turns every 80 ms. */
const QUIET_MS = 500;
const TIMEOUT_MS = 120_000;
const ANSWERS_MOST = 40;

/** The shell outlives the program, so that all of its output arrives. */
const SHELL = '"$@"; echo; echo "<ended $?>"; read -r _';

/** Plays a whole call in a terminal window, as an agent does who takes what is offered; gives the bytes of the screen. */
export async function recordCall(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'terminal-picture-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TERMINAL_HOME: home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
  };
  const pty = spawn('/bin/sh', ['-c', SHELL, 'sh', process.execPath, PROGRAM, ...ARGS], {
    name: env.TERM,
    cols: COLUMNS,
    rows: 40,
    env,
  });
  let raw = '';
  let answers = 0;
  try {
    return await new Promise<string>((resolve, reject) => {
      const failed = (): void => {
        reject(new Error(`the call did not come to its end:\n${screenOf(raw, COLUMNS).join('\n')}`));
      };
      const timer = setTimeout(failed, TIMEOUT_MS);
      const answer = (): void => {
        const keys = answerTo(screenOf(raw, COLUMNS));
        if (keys === undefined) return;
        if ((answers += 1) > ANSWERS_MOST) failed();
        else pty.write(keys);
      };
      let quiet = setTimeout(answer, QUIET_MS);
      pty.onData((data) => {
        raw += data;
        clearTimeout(quiet);
        quiet = setTimeout(answer, QUIET_MS);
        const status = /<ended (\d+)>/.exec(raw)?.[1];
        if (status === undefined) return;
        clearTimeout(quiet);
        clearTimeout(timer);
        if (status === '0') resolve(raw.slice(0, raw.lastIndexOf('<ended')));
        else failed();
      });
    });
  } finally {
    pty.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  }
}

/** The code that stands on the virtual terminal, or what is offered; undefined where nothing is asked. */
function answerTo(lines: readonly string[]): string | undefined {
  const question = lines.findLast((line) => line.startsWith('? '));
  if (question === undefined) return undefined;
  const code = lines
    .join('\n')
    .match(/(?<=Kood: )\d{4}/g)
    ?.at(-1);
  if (/code/i.test(question) && code !== undefined) return `${code}\r`;
  // To a charge nobody agrees by an Enter.
  return /agree/.test(question) ? 'y\r' : '\r';
}
