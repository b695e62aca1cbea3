import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { both, expectContract } from './cells.js';
import { dialledFile, temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { validateLine } from '../support/validate.js';
import { closedPort } from '../support/closed-port.js';

/** What a clinic says, and what is wrong with it. None of it may be dialled, and no name looked up. */
const REFUSED: readonly (readonly [written: string, code: string])[] = [
  ['84.111.222.333', 'address.invalid'],
  ['84.111.222', 'address.invalid'],
  ['010.0.0.1', 'address.invalid'],
  ['84.050.12.34:4445', 'address.invalid'],
  ['0x54.1.1.1', 'address.invalid'],
  ['1409286145', 'address.invalid'],
  ['84.50.12.34.56', 'address.invalid'],
  ['84.50..34', 'address.invalid'],
  ['84.50.12.34:70000', 'address.invalid'],
  ['84.50.12.34:14445,14445', 'address.invalid'],
  ['router', 'address.invalid'],
  ['Tere, meie aadress on teadmata', 'address.invalid'],
  ['', 'address.invalid'],
  ['192.168.1.50', 'address.private'],
  ['10.0.0.1:4445', 'address.private'],
  ['172.16.0.1', 'address.private'],
  ['172.31.255.254', 'address.private'],
  ['127.0.0.1', 'address.private'],
  ['169.254.1.1', 'address.private'],
  ['http://192.168.1.50:4445/', 'address.private'],
  ['localhost:4445', 'address.private'],
  ['[::1]:4445', 'address.private'],
  ['[fd00::1]', 'address.private'],
  ['100.64.0.1', 'address.cgnat'],
  ['100.127.255.254:4445', 'address.cgnat'],
  ['192.0.2.1', 'address.reserved'],
  ['198.51.100.7:4445', 'address.reserved'],
  ['203.0.113.9', 'address.reserved'],
  ['224.0.0.1', 'address.reserved'],
  ['240.0.0.1', 'address.reserved'],
  ['0.0.0.0', 'address.reserved'],
  ['255.255.255.255', 'address.reserved'],
  ['Meie ip on 192.168.1.50 ja pordid 4445 ja 5551, aitäh!', 'address.private'],
];

const COMMANDS = ['check', 'probe'] as const;

test.concurrent.for(REFUSED)(
  '%j is refused before anything is dialled: %s',
  async ([written, code], { expect: expectHere }) => {
    const command = COMMANDS[written.length % COMMANDS.length] ?? 'check';
    const home = temporaryFolder();
    const document = expectContract(await run([command, written, '--json'], { home }));
    expectHere(document.exitCode).toBe(2);
    expectHere(document.error).toMatchObject({ code, category: 'usage' });
    expectHere(document.diagnoses).toMatchObject([{ code }]);
    expectHere(document.checks).toMatchObject([{ id: 'address', status: 'fail' }]);
    expectHere(existsSync(dialledFile(home)), 'dialled').toBe(false);
  },
);

test.concurrent.each(['check', 'probe', 'register', 'test', 'onboard'])(
  '%s refuses an inside address as text and as JSON',
  async (command) => {
    const home = temporaryFolder();
    const answers = [
      '--instance',
      'http://127.0.0.1:9/x',
      '--department',
      '1',
      '--name',
      'D',
      '--model',
      'ipp310',
      '--bank',
      'lhv',
    ];
    const more =
      {
        check: [],
        probe: [],
        register: answers,
        test: ['--yes', '--skip-identify'],
        onboard: [...answers, '--yes', '--skip-identify'],
      }[command] ?? [];
    const { document, text } = await both([command, '192.168.1.50', ...more], {
      home,
      env: { TERMINAL_CLIENT_ID: 'x', TERMINAL_CLIENT_SECRET: 'y' },
    });
    expect(document.exitCode).toBe(2);
    expect(document.error?.message).toContain('192.168.1.50');
    expect(`${text.stdout}${text.stderr}`).toContain('192.168.1.50');
    expect(document.error?.code).toBe('address.private');
    expect(existsSync(dialledFile(home)), 'dialled').toBe(false);
  },
);

test.concurrent('a wrong address among others stops all of them', async () => {
  const home = temporaryFolder();
  const { document } = await both(['check', `127.0.0.1:${String(await closedPort())}`, '84.111.222.333', PRIVATE], {
    home,
  });
  expect(document).toMatchObject({ exitCode: 2, error: { code: 'address.invalid' } });
  expect(document.warnings.join()).toContain('No connection was made');
  expect(existsSync(dialledFile(home)), 'dialled').toBe(false);
});

test.concurrent('prose with two pairs is one terminal', async () => {
  const terminal = await terminalWith();
  const prose = `Tere! Meie IP on ${terminal.host} , pordid ${String(terminal.posxmlPort)} ja ${String(terminal.logPort)}.`;
  const { document } = await both(['check', prose, PRIVATE]);
  expect(document).toMatchObject({ exitCode: 0, result: { summary: { targets: 1, ok: 1 } } });
});

test.concurrent('a number that may be a port and was not understood is told', async () => {
  const terminal = await terminalWith();
  const { document } = await both(['check', `Aadress ${targetOf(terminal)}, ja siis oli veel 44371 kuskil`, PRIVATE]);
  expect(document).toMatchObject({ exitCode: 0, warnings: ['Not used, but it may be a port: 44371.'] });
});

test.concurrent('a single pair is what --role says', async () => {
  const terminal = await terminalWith();
  const document = expectContract(
    await run(['check', `127.0.0.1:${String(terminal.logPort)}`, '--role', 'log', PRIVATE, '--json']),
  );
  expect(document.checks.map(({ id }) => id)).toEqual(['address', 'tcp.log']);
});

const file = (name: string, content: string): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};

interface TargetResult {
  readonly target: string;
  readonly line: number | null;
  readonly exitCode: number;
}

const targetsOf = (result: { readonly [key: string]: unknown }): readonly TargetResult[] =>
  result['targets'] as readonly TargetResult[];

test.concurrent('--file reads lines; a bad one is named by its number and stops no other', async () => {
  const [good, closed] = [targetOf(await terminalWith()), `127.0.0.1:${String(await closedPort())}`];
  const path = file('clinics.txt', `\ufeff# clinics\r\n${good}\r\n\r\n84.111.222.333\r\n${closed}\r\n`);
  const { document, text } = await both(['check', '--file', path, PRIVATE]);
  expect(targetsOf(document.result).map(({ line, exitCode }) => [line, exitCode])).toEqual([
    [2, 0],
    [4, 2],
    [5, 3],
  ]);
  expect(document).toMatchObject({
    exitCode: 2,
    error: { code: 'address.invalid' },
    result: { summary: { targets: 3, ok: 1, failed: 2 } },
  });
  expect(text.stdout).toMatch(/line 4/);
});

test.concurrent.each([[','], [';'], ['\t']])(
  '--file reads a CSV with %j, whatever stands in its other columns',
  async (delimiter) => {
    const terminal = await terminalWith();
    const rows = [
      ['Name', 'Host', 'posxml_port', 'log_port'],
      ['Kliinik', terminal.host, String(terminal.posxmlPort), String(terminal.logPort)],
      ['"Teine\nkliinik"', '84.111.222.333', '', ''],
    ];
    const path = file('clinics.csv', rows.map((row) => row.join(delimiter)).join('\n'));
    const document = expectContract(await run(['check', '--file', path, PRIVATE, '--json']));
    expect(targetsOf(document.result).map(({ exitCode }) => exitCode)).toEqual([0, 2]);
  },
);

test.concurrent('--file - reads stdin, beside targets of the command line', async () => {
  const [one, two] = [targetOf(await terminalWith()), targetOf(await terminalWith({ terminalId: 'JT000002' }))];
  const document = expectContract(await run(['check', one, '--file', '-', PRIVATE, '--json'], { stdin: `${two}\n` }));
  expect(targetsOf(document.result).map(({ target, line }) => [target, line])).toEqual([
    [one, null],
    [two, 1],
  ]);
});

test.concurrent('an empty file is told', async () => {
  const { document } = await both(['check', '--file', file('none.txt', '\n# nothing\n')]);
  expect(document).toMatchObject({ exitCode: 2, error: { code: 'usage.missing' } });
});

test.concurrent('a shard takes its part, and all parts together take all', async () => {
  const ports = await Promise.all(Array.from({ length: 5 }, closedPort));
  const path = file('five.txt', ports.map((port) => `127.0.0.1:${String(port)}`).join('\n'));
  const shards = await Promise.all(
    [1, 2].map((shard) => run(['check', '--file', path, PRIVATE, '--shard', `${String(shard)}/2`, '--json'])),
  );
  const lines = shards.map((shard) => targetsOf(expectContract(shard).result).map(({ line }) => line));
  expect(lines).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
});

test.concurrent.each(COMMANDS)(
  '%s --jsonl prints an object a line as results arrive, and a summary last',
  async (command) => {
    const [slow, quick] = [
      targetOf(await terminalWith({ logForm: 'closed' })),
      `127.0.0.1:${String(await closedPort())}`,
    ];
    const text = await run([command, slow, quick, PRIVATE, '--jsonl']);
    const printed = text.stdout.trimEnd().split('\n');
    printed.forEach((line, index) => validateLine(line, index === printed.length - 1 ? 'SummaryLine' : 'TargetLine'));
    const lines = printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(3);
    const { summary } = lines.at(-1) as { summary: Record<string, unknown> };
    expect(Object.keys(lines.at(-1) ?? {})).toEqual(['summary']);
    expect(summary).toMatchObject({ targets: 2, exitCode: text.status });
    expect(
      lines
        .slice(0, -1)
        .map((line) => line['target'])
        .sort(),
    ).toEqual([slow, quick].sort());
    expect(lines[0]).toMatchObject({
      command,
      checks: expect.any(Array) as unknown,
      diagnoses: expect.any(Array) as unknown,
    });
  },
);

test.concurrent('--jsonl with wrong usage, or stopped, ends in one object, too', async () => {
  const wrong = await run(['check', '--jsonl']);
  const lines = wrong.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { summary?: Record<string, unknown> });
  expect(wrong.status).toBe(2);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.summary).toMatchObject({ exitCode: 2, error: { code: 'usage.missing' } });
});

test.concurrent('--dry-run tells what is understood and what is left out, and dials nothing', async () => {
  const home = temporaryFolder();
  const mail = 'IP: 84.50.12.34\nGateway: 84.50.12.1\nPordid 14445 ja 15551, aitäh!';
  const document = expectContract(await run(['check', mail, '--dry-run', '--json'], { home }));
  expect(document).toMatchObject({
    exitCode: 0,
    result: { targets: [{ target: '84.50.12.34:14445,15551', from: expect.stringContaining('14445') as string }] },
    warnings: ['Left out: 84.50.12.1 (it is called a gateway).'],
  });
  expect(existsSync(dialledFile(home)), 'dialled').toBe(false);
});

test.concurrent('an onboarding lists among its warnings what its words hold and no terminal has', async () => {
  const words = 'IP: 127.0.0.1 (gateway 84.50.12.1), port 1';
  const known =
    '--instance http://127.0.0.1:1/x --department 1 --name Desk --model ipp310 --bank seb --yes --skip-identify';
  const ran = await run(['onboard', words, '--allow-private', ...known.split(' '), '--json'], {
    env: { TERMINAL_CLIENT_ID: 'x', TERMINAL_CLIENT_SECRET: 'y' },
  });
  expect(expectContract(ran).warnings).toEqual([
    'Left out: 84.50.12.1 (it is called a gateway).',
    'Only one port of 127.0.0.1:1 was given, so the log port is not checked.',
  ]);
});

test.concurrent('what is understood with a doubt is refused where nobody can be asked', async () => {
  const home = temporaryFolder();
  const document = expectContract(await run(['check', 'IP 84[.]50[.]12[.]34 port 14445', '--json'], { home }));
  expect(document).toMatchObject({ exitCode: 2, error: { code: 'address.invalid' } });
  expect(existsSync(dialledFile(home)), 'dialled').toBe(false);
});
