import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { both, expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run, start } from '../support/run.js';
import { AGREED, answersFor, PRIVATE } from '../support/sandbox.js';

const HERE = await new Promise<boolean>((resolve) => {
  const server = createServer();
  server.once('error', () => {
    resolve(false);
  });
  server.listen(0, '::1', () => {
    server.close(() => {
      resolve(true);
    });
  });
});
const where = HERE ? '' : ' (this machine has no ::1)';

interface Announced {
  readonly result: {
    readonly terminals: readonly {
      readonly target: string;
      readonly host: string;
      readonly posxmlPort: number;
      readonly logPort: number;
    }[];
    readonly cloud: { readonly instance: string; readonly environment: Record<string, string> };
  };
}

test.skipIf(!HERE).concurrent(`over IPv6, from the sandbox to the last report${where}`, async () => {
  const home = temporaryFolder();
  const sandbox = start(['sandbox', '--host', '::1', '--speed', '0', '--json']);
  await sandbox.shows(/\}\n/);
  const {
    result: {
      terminals: [terminal],
      cloud,
    },
  } = JSON.parse(sandbox.stdout()) as Announced;
  const [target, posxml] = [terminal?.target ?? '', `[::1]:${String(terminal?.posxmlPort)}`];
  expect(target).toBe(`${posxml},${String(terminal?.logPort)}`);
  expect(cloud.instance).toMatch(/^http:\/\/\[::1\]:\d+\/sandbox$/);
  const options = { home, env: cloud.environment };

  const lines = [
    ['check', target],
    ['probe', target],
    ['register', target, ...answersFor(cloud.instance)],
    ['test', target, ...AGREED],
    ['onboard', target, ...answersFor(cloud.instance), ...AGREED],
  ];
  for (const line of lines) {
    const { document, text } = await both([...line, PRIVATE], options);
    expect([line[0], document.exitCode, document.diagnoses]).toEqual([line[0], 0, []]);
    const places = document.checks
      .map((one) => one.target)
      .filter((place) => place !== null && place !== cloud.instance);
    expect(new Set(places), line[0]).toEqual(
      new Set(line[0] === 'test' ? [posxml] : [posxml, `[::1]:${String(terminal?.logPort)}`]),
    );
    expect(`${text.stdout}${text.stderr}`, 'an address and a port without brackets are one address').not.toMatch(
      /(?<!\[)::1:\d/,
    );
  }

  const { document, text } = await both(['sessions', 'list', '--practice'], { home });
  expect(text.stdout).toContain(target);
  const [session] = document.result['sessions'] as readonly { readonly id: string }[];
  const report = await run(['report', session?.id ?? ''], { home });
  expect(report.stdout).not.toMatch(/(?<!\[)::1:\d/);

  const file = join(home, 'clinics.csv');
  writeFileSync(
    file,
    `name,host,posxml_port,log_port\nDesk,::1,${String(terminal?.posxmlPort)},${String(terminal?.logPort)}\n`,
  );
  expect(expectContract(await run(['check', '--file', file, PRIVATE, '--json'], { home }))).toMatchObject({
    exitCode: 0,
    result: { targets: [{ target }] },
  });
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.ended).status).toBe(143);
});

test.skipIf(!HERE).concurrent(`what refuses over IPv6 is named in brackets${where}`, async () => {
  const { document, text } = await both(['check', '[::1]:9', PRIVATE]);
  expect(document).toMatchObject({
    exitCode: 3,
    error: { code: 'network.refused', message: expect.stringContaining('[::1]:9') as string },
  });
  expect(text.stdout).toContain('[::1]:9');
});

test.concurrent.each([
  ['::1', /in brackets/],
  ['::1:4445', /in brackets/],
  ['[fe80::1%eth0]:4445', /zone/],
  ['[::ffff:127.0.0.1]:4445', /four numbers/],
])('%s is told as it is to be written, and not dialled', async (written, says) => {
  const { document } = await both(['check', written, PRIVATE]);
  expect(document.exitCode).toBe(2);
  expect(document.error?.message).toMatch(says);
});
