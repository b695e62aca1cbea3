import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { expect, test } from 'vitest';
import { SCRIPTS } from '../../src/flows/completion/scripts.js';
import { expectContract } from './cells.js';
import { has, shell, withTerminalOnPath } from '../support/on-path.js';
import { cleanUp } from '../support/clean-up.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';

const ID = '20260214-bcdfg';

/** What is typed, and what must be offered. */
const LINES: readonly (readonly [typed: string, ...offered: string[]])[] = [
  ['terminal prob', 'probe'],
  ['terminal sessions re', 'resolve'],
  ['terminal sessions show ', ID],
  ['terminal explain ports.s', 'ports.same-port', 'ports.swapped'],
  ['terminal onboard --scenario reply-', 'reply-lost'],
  ['terminal register --bank ', 'lhv', 'seb', 'swedbank'],
];

function homeWithASession(): string {
  const home = temporaryFolder();
  mkdirSync(join(home, 'sessions'));
  writeFileSync(join(home, 'sessions', `${ID}.jsonl`), '');
  return home;
}

test.skipIf(!has('bash'))('bash completes the lines', () => {
  const ask = LINES.map(([typed]) => `ask ${typed.endsWith(' ') ? `${typed}''` : typed}`).join('\n');
  const script = `eval "$(terminal completion bash)"
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _terminal; printf '%s\\n' "\${COMPREPLY[@]}" | sort | paste -sd ' '; }
complete -p terminal
${ask}
ask terminal probe --language = e`;
  const lines = shell('bash', ['--norc', '-c', script], withTerminalOnPath(homeWithASession())).trimEnd().split('\n');
  expect(lines).toEqual([
    'complete -F _terminal terminal',
    ...LINES.map(([, ...offered]) => offered.join(' ')),
    'en et',
  ]);
});

test.skipIf(!has('fish'))('fish completes the lines', () => {
  const ask = [...LINES.map(([typed]) => typed), 'terminal probe --language=e'].map(
    (typed) => `complete -C '${typed}' | string replace -r '\\t.*' '' | sort | string join ' '`,
  );
  const script = ['source (terminal completion fish | psub)', ...ask].join('\n');
  const lines = shell('fish', ['--no-config', '-c', script], withTerminalOnPath(homeWithASession()))
    .trimEnd()
    .split('\n');
  expect(lines).toEqual([...LINES.map(([, ...offered]) => offered.join(' ')), '--language=en --language=et']);
});

test.skipIf(!has('zsh'))('zsh completes, in a window', async () => {
  const home = homeWithASession();
  const pty = spawn('zsh', ['-f'], {
    cols: 100,
    rows: 40,
    env: { ...withTerminalOnPath(home, { TERM: 'xterm', PS1: '> ' }) },
  });
  cleanUp(() => {
    pty.kill('SIGKILL');
  });
  let shown = '';
  let look = (): void => undefined;
  pty.onData((text) => {
    shown += text;
    look();
  });
  const shows = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        reject(new Error(`${wanted} is not shown: ${JSON.stringify(shown)}`));
      }, 30_000).unref();
      look = () => {
        if (shown.includes(wanted)) resolve();
      };
      look();
    });
  // What was put into the line is redrawn in pieces: a key of our own shows it whole, and empties it.
  pty.write('show() { zle -M "<$BUFFER>"; BUFFER= }; zle -N show; bindkey "^X" show\r');
  pty.write(
    `autoload -U compinit && compinit -u -d ${home}/dump && eval "$(terminal completion zsh)" && echo rea''dy\r`,
  );
  await shows('ready');
  for (const [typed, ...offered] of LINES) {
    shown = '';
    pty.write(`${typed}\t`);
    // Nothing is listed while more keys wait.
    if (offered.length > 1) for (const one of offered) await shows(one);
    pty.write('\u0018');
    await shows(offered.length > 1 ? `<${typed}` : `<${typed.replace(/\S*$/, '')}${offered.join('')}`);
  }
});

test.concurrent(
  'a Tab dials nobody, writes nothing, asks nothing, and says nothing where there is nothing',
  async () => {
    const home = join(temporaryFolder(), 'none');
    const broken = join(temporaryFolder(), 'file');
    writeFileSync(broken, '');
    for (const [words, stdout] of [
      [['onboard', '--resume', ''], ''],
      [['check', '--', ''], ''],
      [['probe', '--file', ''], ':files\n'],
      [['probe', '84.50.12.34', '--ro'], '--role\twhich port this is, if only one is given\n'],
      [['frobnicate', ''], ''],
      [[], /^check\t.*\ncompletion\t/],
      [['help', 'ex'], /^explain\t.*\nexit\tthe exit statuses\n$/],
      [['__proto__', 'constructor', '-'], /^--json/],
    ] as const) {
      const ran = await run(['complete', '--', ...words], { home });
      if (typeof stdout === 'string') expect(ran.stdout, words.join(' ')).toBe(stdout);
      else expect(ran.stdout).toMatch(stdout);
      expect([ran.stderr, ran.status]).toEqual(['', 0]);
    }
    expect([existsSync(home), existsSync(dialledFile(home))]).toEqual([false, false]);
    expect(
      await run(['complete', '--', 'sessions', 'show', ''], { home, env: { TERMINAL_HOME: broken } }),
    ).toMatchObject({ stdout: '', stderr: '', status: 0 });
  },
);

test.concurrent('the script is the result, and an empty folder stays empty', async () => {
  const home = temporaryFolder();
  const script = (await run(['completion', 'powershell'], { home })).stdout;
  expect(script).toBe(`${SCRIPTS['powershell'] ?? ''}\n`);
  expect(expectContract(await run(['completion', 'zsh', '--json'], { home })).result).toEqual({
    shell: 'zsh',
    script: SCRIPTS['zsh'],
  });
  expect(readdirSync(home)).toEqual([]);
});
