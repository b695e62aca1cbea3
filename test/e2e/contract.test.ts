import { expect, test } from 'vitest';
import { both, expectContract } from './cells.js';
import { run } from '../support/run.js';
import { someOf } from '../support/thorough.js';

const USAGE = 2;

/** Wrong use of every command: what is typed, the code, and what the message must name. */
const WRONG: readonly (readonly [args: string, code: string, names: RegExp])[] = [
  ['', 'usage.missing', /command/],
  ['sessions', 'usage.missing', /list/],
  ['frobnicate', 'usage.unknown-command', /frobnicate/],
  ['chek 127.0.0.1', 'usage.unknown-command', /terminal check/],
  ['sessions frobnicate', 'usage.unknown-command', /sessions frobnicate/],
  ['prob 127.0.0.1', 'usage.unknown-command', /terminal probe/],
  ['help exits', 'usage.unknown-command', /terminal help exit/],
  ['check --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['check 127.0.0.1:1 --allow-private --tmeout 1s', 'usage.unknown-flag', /Did you mean: --timeout/],
  ['completion', 'usage.missing', /shell/],
  ['completion tcsh', 'usage.invalid', /bash/],
  ['check', 'usage.missing', /target/],
  ['check 127.0.0.1:1 --allow-private --timeout', 'usage.invalid', /--timeout/],
  ['check 127.0.0.1:1 --allow-private --timeout 5', 'usage.invalid', /--timeout/],
  ['check 127.0.0.1:1 --allow-private --timeout 0s', 'usage.invalid', /--timeout/],
  ['check 127.0.0.1:1 --allow-private --timeout -5s', 'usage.invalid', /--timeout/],
  ['check 127.0.0.1:1 --allow-private --concurrency 0', 'usage.invalid', /--concurrency/],
  ['check 127.0.0.1:1 --allow-private --concurrency 1e3', 'usage.invalid', /--concurrency/],
  ['check 127.0.0.1:1 --allow-private --shard 3/2', 'usage.invalid', /--shard/],
  ['check 127.0.0.1:1 --allow-private --shard one', 'usage.invalid', /--shard/],
  ['check 127.0.0.1:1 --allow-private --role printer', 'usage.invalid', /--role/],
  ['check 127.0.0.1:1 --allow-private --language fi', 'usage.invalid', /--language/],
  ['check --file /nowhere/at-all.txt', 'usage.invalid', /at-all\.txt/],
  ['check 127.0.0.1:0 --allow-private', 'address.invalid', /port/],
  ['check 127.0.0.1:65536 --allow-private', 'address.invalid', /port/],
  ['check 127.0.0.1:1,2,3 --allow-private', 'address.invalid', /ports/],
  ['probe', 'usage.missing', /target/],
  ['probe --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['probe 127.0.0.1:1 --allow-private --timeout 5h', 'usage.invalid', /--timeout/],
  ['probe 127.0.0.1:1 --allow-private --shard 3/2', 'usage.invalid', /--shard/],
  ['register', 'usage.missing', /--instance.*--department.*--name.*--model.*--bank/s],
  ['register --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['register 127.0.0.1:1 --model nokia', 'usage.invalid', /--model/],
  ['register 127.0.0.1:1 --bank mine', 'usage.invalid', /--bank/],
  [
    'register 127.0.0.1:1 --allow-private --instance http://cloud.invalid/x --department 1 --name D --model ipp310 --bank lhv',
    'usage.invalid',
    /--instance/,
  ],
  [
    'register 127.0.0.1:1 127.0.0.2:1 --allow-private --instance http://127.0.0.1/x --department 1 --name D --model ipp310 --bank lhv',
    'usage.invalid',
    /one/,
  ],
  ['test', 'usage.missing', /target/],
  ['test --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['test 127.0.0.1:1 --allow-private', 'usage.missing', /--yes.*--skip-identify/s],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --amount 1', 'usage.invalid', /--amount/],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --amount 0.00', 'usage.invalid', /--amount/],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --amount 5.01', 'usage.invalid', /--amount/],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --amount 0.001', 'usage.invalid', /--amount/],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --card-timeout 1s', 'usage.invalid', /--card-timeout/],
  ['test 127.0.0.1:1 --allow-private --yes --skip-identify --tid 123456789', 'usage.invalid', /--tid/],
  ['test 127.0.0.1:5551 --allow-private --yes --skip-identify', 'usage.invalid', /posxml/],
  ['onboard', 'usage.missing', /TARGET.*--instance.*--department.*--name.*--model.*--bank.*--yes.*--skip-identify/s],
  ['onboard --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['onboard --sandbox --scenario nowhere', 'usage.invalid', /nowhere/],
  ['onboard --resume 20990101-nobody', 'usage.unknown-session', /20990101-nobody/],
  ['onboard --resume ../../etc/passwd', 'usage.unknown-session', /passwd/],
  ['sessions list --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['sessions list --since soon', 'usage.invalid', /--since/],
  ['sessions show', 'usage.missing', /\bID\b/],
  ['sessions show 20990101-nobody', 'usage.unknown-session', /20990101-nobody/],
  ['sessions show ../../../etc/hosts', 'usage.unknown-session', /hosts/],
  ['sessions resolve', 'usage.missing', /\bID\b/],
  ['sessions resolve 20990101-nobody', 'usage.missing', /--how.*--evidence/s],
  ['sessions resolve 20990101-nobody --how prayer --evidence x', 'usage.invalid', /--how/],
  ['sessions resolve 20990101-nobody --how void --evidence x --yes', 'usage.unknown-session', /20990101-nobody/],
  ['report', 'usage.missing', /ID/],
  ['report --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['report 20990101-nobody surplus', 'usage.invalid', /surplus/],
  ['report 20990101-nobody --format pdf', 'usage.invalid', /--format/],
  ['report 20990101-nobody', 'usage.unknown-session', /20990101-nobody/],
  ['report ../../etc/passwd', 'usage.unknown-session', /passwd/],
  ['explain nothing.such', 'usage.unknown-code', /nothing\.such/],
  ['explain port.swapped', 'usage.unknown-code', /ports\.swapped/],
  ['explain ports.swapped surplus', 'usage.unknown-code', /surplus/],
  ['explain --frobnicate', 'usage.unknown-flag', /--frobnicate/],
  ['login', 'usage.missing', /--instance.*--client-id.*--client-secret-file/s],
  ['login --instance http://127.0.0.1:1/x --client-id desk', 'usage.missing', /--client-secret-file/],
  ['login --instance http://cloud.invalid/x --client-id desk', 'usage.invalid', /--instance/],
  [
    'login --instance http://127.0.0.1:1/x --client-id desk --client-secret-file /nowhere/at-all.txt',
    'usage.invalid',
    /at-all\.txt/,
  ],
  ['login --client-secret hunter2', 'usage.unknown-flag', /--client-secret/],
  ['logout', 'usage.missing', /--instance/],
  ['logout surplus --instance http://127.0.0.1:1/x', 'usage.invalid', /surplus/],
  ['config frobnicate', 'usage.unknown-command', /terminal config set/],
  ['config get', 'usage.missing', /key/],
  ['config get langage', 'usage.invalid', /language/],
  ['config set', 'usage.missing', /KEY.*VALUE/],
  ['config set language', 'usage.missing', /VALUE/],
  ['config set language fi', 'usage.invalid', /et, en or ru/],
  ['config set timeout 5', 'usage.invalid', /timeout/],
  ['config set via socks5://agent:hush@127.0.0.1:1', 'usage.invalid', /password/],
  ['config set bank-lines swedbank=+372 600', 'usage.invalid', /Quote a value/],
  ['config set client-secret hunter2', 'usage.invalid', /terminal login/],
  ['config unset colour', 'usage.invalid', /colour/],
  ['sandbox --terminals 0', 'usage.invalid', /--terminals/],
  ['sandbox --scenario nowhere', 'usage.invalid', /nowhere/],
  ['sandbox --scenario reply-los', 'usage.invalid', /--scenario reply-lost/],
  ['sandbox --speed 11', 'usage.invalid', /--speed/],
  ['sandbox --seed x', 'usage.invalid', /--seed/],
  ['sandbox --frobnicate', 'usage.unknown-flag', /--frobnicate/],
];

test.concurrent.for(someOf('wrong usage', WRONG, 15))('terminal %s: %s', async ([line, code, names]) => {
  const { text, document } = await both(line.split(' ').filter((word) => word !== ''));
  expect(document.exitCode).toBe(USAGE);
  expect(document.error?.code).toBe(code);
  const { message = '', actions = [] } = document.error ?? {};
  expect([message, ...actions].join('\n')).toMatch(names);
  expect(`${text.stdout}${text.stderr}`).toMatch(names);
  expect(document.error?.actions.length, 'says what to do').toBeGreaterThan(0);
});

test.concurrent.each([
  ['--help', /USAGE/],
  ['help', /USAGE/],
  ['check --help', /--concurrency/],
  ['help check', /--concurrency/],
  ['sessions --help', /resolve/],
  ['help sessions', /resolve/],
  ['help exit', /143/],
  ['help environment', /TERMINAL_CARD_TIMEOUT/],
  ['help files', /sessions/],
  ['help targets', /14445,15551/],
  ['sessions resolve --help', /--evidence/],
  ['--version', /\d+\.\d+\.\d+/],
])('terminal %s prints what it promises', async (line, holds) => {
  const args = line.split(' ');
  const text = await run(args);
  const json = await run([...args, '--json']);
  expect(text.status, text.stderr).toBe(0);
  expect(text.stdout).toMatch(holds);
  expect(text.stderr).toBe('');
  expect(JSON.stringify(expectContract(json).result)).toMatch(holds);
});

test.concurrent.each([
  'explain',
  'explain ports.swapped',
  'explain payment.declined --language ru',
  'sessions list',
  'sandbox --list',
  'practice',
  'config',
  'config get language',
  'config set language en',
  'config unset language',
])('terminal %s prints what it promises', async (line) => {
  const { text, document } = await both(line.split(' '));
  expect(document).toMatchObject({ exitCode: 0, error: null, resume: null, diagnoses: [] });
  expect(document.command).toBe(/^(?:sessions|config) \w+|^\w+/.exec(line)?.[0]);
  expect(text.stdout).not.toBe('');
  expect(text.stderr).toBe('');
});

test.concurrent.each([
  ['--json check 127.0.0.1:1 --frobnicate', 'check'],
  ['--no-color --json --timeout 1s sessions list --frobnicate', 'sessions list'],
])('global flags may come first: %s', async (line, command) => {
  const document = expectContract(await run(line.split(' ')));
  expect(document).toMatchObject({ command, exitCode: USAGE, error: { code: 'usage.unknown-flag' } });
});
