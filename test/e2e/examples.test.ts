import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Journal } from '../../src/session/journal.js';
import { socksProxy } from '../unit/connection/proxies.js';
import { MENDED, OPEN } from '../unit/report/stories.js';
import { temporaryFolder } from '../support/program.js';
import { someOf } from '../support/thorough.js';
import { CTRL_C, openPty } from '../support/pty.js';
import { start } from '../support/run.js';
import { cloudWith, credentialsOf, targetOf, terminalWith } from '../support/sandbox.js';

const { commands } = JSON.parse(readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8')) as {
  readonly commands: Readonly<Record<string, { readonly examples: readonly string[] }>>;
};

/** What the session of the stories is called. */
const ID = '20260213-bcdfg';

/** Those at which a person is asked: they are right if they get as far as the question, and Ctrl-C leaves it. */
const ASKS = [
  /terminal onboard$/,
  /terminal login --instance \S+$/,
  /terminal test \S+$/,
  /terminal test .*--amount/,
  /terminal sessions resolve (?!.*--yes)/,
];
/** Those that continue until they are stopped. */
const STAYS = /terminal sandbox(?!.*--list)/;

/** They need a PostgreSQL: test/store/setting-up.test.ts. */
const STORE = /terminal store /;

const PROXY = /socks5:/;
/** Not beside the others: the proxy ends with the test that is known to run, and a terminal is asked by one at a time. */
const ALONE = /socks5:|sessions resolve/;

const EXAMPLES = Object.values(commands).flatMap(({ examples }) =>
  examples.map((text) => text.replaceAll('<%= config.bin %>', 'terminal')).filter((text) => !STORE.test(text)),
);

/** What stands in an example for a clinic, its cloud and its records is replaced by the test's own; the rest runs as it is. */
async function worldOf(example: string): Promise<{
  readonly typed: string;
  readonly stdin: string | undefined;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}> {
  const [home, terminal, cloud] = [temporaryFolder(), await terminalWith(), await cloudWith()];
  const proxy = PROXY.test(example) ? (await socksProxy((asked) => Number(asked.split(':')[1]))).route.name : '';
  const [target, pair] = [targetOf(terminal), `${terminal.host}:${String(terminal.posxmlPort)}`];
  const [csv, list] = [join(home, 'clinics.csv'), join(home, 'clinics.txt')];
  writeFileSync(
    csv,
    `name,host,posxml_port,log_port\nDesk,${terminal.host},${String(terminal.posxmlPort)},${String(terminal.logPort)}\n`,
  );
  writeFileSync(list, `${target}\n`);
  writeFileSync(join(home, 'secret.txt'), `${cloud.clientSecret}\n`);
  mkdirSync(join(home, 'sessions'));
  const journal = Journal.create(join(home, 'sessions', `${ID}.jsonl`));
  for (const [, event] of example.includes('resolve') ? OPEN : MENDED) journal.append(event);
  journal.close();
  const own: readonly (readonly [RegExp, string])[] = [
    [/84\.50\.12\.34:\d+,\d+/g, target],
    [/84\.50\.12\.34:\d+/g, pair],
    [/84\.50\.12\.34/g, target],
    [/https:\/\/cloud\.example\/clinic/g, cloud.url],
    [/socks5:\/\/127\.0\.0\.1:1080/g, proxy],
    [/www\.example\.com:443/g, pair],
    [/20260214-bcdfg/g, ID],
    [/00012345/g, terminal.settings.terminalId],
    [/\/srv\/desk/g, home],
    [/clinics\.csv/g, csv],
    [/clinics\.txt/g, list],
    [/--client-id desk/g, `--client-id ${cloud.clientId}`],
    [/secret\.txt/g, join(home, 'secret.txt')],
    [/clinic\.html/g, join(home, 'clinic.html')],
    [/team\.html/g, join(home, 'team.html')],
    [/letter\.txt/g, join(home, 'letter.txt')],
    // Nobody waits so long here.
    [/--watch 5m/g, '--watch 1s'],
  ];
  const env = {
    ...credentialsOf(cloud),
    TERMINAL_ALLOW_PRIVATE: '1',
    TERMINAL_CONTROL_MUST_NOT_ANSWER: '',
  } as Readonly<Record<string, string>>;
  // What another program would pipe in.
  const stdin = example.startsWith('pass show') ? cloud.clientSecret : undefined;
  return { stdin, typed: own.reduce((text, [from, to]) => text.replace(from, () => to), example), home, env };
}

test.concurrent.for(
  someOf(
    'examples',
    EXAMPLES.filter((one) => !ALONE.test(one)),
    12,
  ),
)('the example holds: %s', holds);

test.for(EXAMPLES.filter((one) => ALONE.test(one)))('the example holds: %s', holds);

async function holds(example: string): Promise<void> {
  const { typed, stdin, home, env } = await worldOf(example);
  const words = Array.from(typed.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
  const named = words.indexOf('terminal');
  const set = Object.fromEntries(
    words.slice(words.lastIndexOf('|') + 1, named).map((word) => word.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  const [args, options] = [
    words.slice(named + 1),
    { home, env: { ...env, ...set }, ...(stdin === undefined ? {} : { stdin }) },
  ];
  if (ASKS.some((pattern) => pattern.test(example))) {
    const window = openPty(args, options);
    await window.waitFor(/\? /);
    window.type(CTRL_C);
    expect((await window.ended).status, window.text()).toBe(130);
    return;
  }
  const running = start(args, options);
  if (STAYS.test(example)) {
    await running.shows(/"cloud":|Ctrl-C ends it/);
    running.child.kill('SIGINT');
  }
  const { status, stdout, stderr } = await running.ended;
  expect(status, `${stdout}\n${stderr}`).toBe(STAYS.test(example) ? 130 : 0);
  expect(stdout).not.toBe('');
}
