import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { validateDocument } from '../support/validate.js';
import { onDriveZ, whyNoWindows, Windows } from './wine.js';
import type { WindowsRun } from './wine.js';

const why = whyNoWindows();
if (why !== undefined) process.stderr.write(`The tests of Windows are left out: ${why}\n`);

const documentOf = ({ stdout, stderr }: WindowsRun): ReturnType<typeof validateDocument> => {
  expect(stdout, stderr).not.toBe('');
  return validateDocument(stdout);
};
/** With what it says where it is another one. */
const expectExit = (document: ReturnType<typeof validateDocument>, exitCode: number): void => {
  expect(document.exitCode, JSON.stringify([document.error, document.warnings, document.diagnoses])).toBe(exitCode);
};

describe.skipIf(why !== undefined)('installed with npm on Windows', () => {
  let windows: Windows;
  beforeAll(() => {
    windows = new Windows();
    windows.installProgram();
  });

  test('the command that npm has installed tells the version and helps', async () => {
    const version = await windows.command(['--version']);
    expect([version.status, version.stdout]).toEqual([0, expect.stringMatching(/^terminal\/\S+ win32-x64 node-v\d/)]);
    const help = await windows.command(['probe', '--help']);
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('terminal probe')]);
  });

  test('a terminal is probed', async () => {
    const terminal = await terminalWith();
    const document = documentOf(await windows.command(['probe', targetOf(terminal), PRIVATE, '--json']));
    expect(document).toMatchObject({ exitCode: 0, diagnoses: [] });
  });

  test('the whole onboarding runs against its own sandbox', async () => {
    const home = windows.folder('a sandbox');
    const run = await windows.run(['onboard', '--sandbox', '--json'], { env: { TERMINAL_HOME: onDriveZ(home) } });
    expectExit(documentOf(run), 0);
    expect(run.status).toBe(0);
  });

  test.each([
    ['UTF-8 and CRLF', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
    [
      'UTF-16, as PowerShell writes it',
      (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
    ],
  ])('a list in %s is worked off', async (_name, encoded) => {
    const [one, two] = [await terminalWith(), await terminalWith()];
    const list = join(windows.folder('nimekirjad õüöä'), 'kliinikud üks.csv');
    const rows = [one, two].map(
      ({ host, posxmlPort, logPort }) => `Käpp;${host};${String(posxmlPort)};${String(logPort)}`,
    );
    writeFileSync(list, encoded(['Kliinik;IP;PosXML;Logi', ...rows, ''].join('\n')));
    const run = await windows.run(['check', '--file', onDriveZ(list), PRIVATE, '--json']);
    expect(documentOf(run)).toMatchObject({ exitCode: 0, result: { targets: [{ ok: true }, { ok: true }] } });
  });

  test('credentials are kept and found again, whatever the case of a variable is', async () => {
    const [cloud, home] = [await cloudWith(), windows.folder('Kodu ühes')];
    const env = { terminal_home: onDriveZ(home) };
    const login = await windows.run(['login', '--instance', cloud.url, '--client-id', cloud.clientId, '--json'], {
      env,
      stdin: `${cloud.clientSecret}\r\n`,
    });
    expect(documentOf(login)).toMatchObject({ exitCode: 0, result: { keptIn: 'file' } });
    expect(existsSync(join(home, 'credentials'))).toBe(true);
    const doctor = documentOf(await windows.run(['doctor', '--instance', cloud.url, '--json'], { env }));
    expect(doctor.checks.find(({ id }) => id === 'cloud.auth')?.status).toBe('pass');
  });

  test('a setting is kept, counts, and a report is written to a path with blanks and umlauts', async () => {
    const home = windows.folder('kodu seadetega');
    const env = { TERMINAL_HOME: onDriveZ(home) };
    expect((await windows.run(['config', 'set', 'bank', 'seb'], { env })).status).toBe(0);
    expect((await windows.run(['config', 'get', 'bank'], { env })).stdout).toContain('seb');
    const call = documentOf(await windows.run(['onboard', '--sandbox', '--json'], { env }));
    const page = join(windows.folder('Aruanded täna'), 'käpp ja saba.html');
    const id = call.result['session'] as string;
    expect((await windows.run(['report', id, '--output', onDriveZ(page)], { env })).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i);
  });

  test('a program that is killed in the middle of a payment leaves it to the next one to settle', async () => {
    const [terminal, cloud] = [await terminalWith({ stuckIn: ['host'] }), await cloudWith()];
    const env = { ...credentialsOf(cloud), TERMINAL_HOME: onDriveZ(windows.folder('katki')) };
    const doomed = windows.start(
      [
        'onboard',
        targetOf(terminal),
        PRIVATE,
        ...answersFor(cloud.url),
        '--yes',
        '--skip-identify',
        '--card-timeout',
        '60s',
      ],
      { env },
    );
    while (terminal.phase !== 'host') await new Promise((resolve) => setTimeout(resolve, 50));
    doomed.child.kill('SIGKILL');
    await doomed.ended;
    terminal.settings.stuckIn = [];
    const [session] = documentOf(await windows.run(['sessions', 'list', '--json'], { env })).result['sessions'] as {
      readonly id: string;
      readonly status: string;
    }[];
    expect(session?.status).toBe('money-open');
    const settled = await windows.run(['onboard', '--resume', session?.id ?? '', PRIVATE, ...AGREED, '--json'], {
      env,
    });
    expect(documentOf(settled)).toMatchObject({ exitCode: 0 });
    expect(terminal.ledger.net()).toBe(0);
  });
});
