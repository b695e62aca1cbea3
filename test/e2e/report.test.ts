import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { both, expectContract, expectPlain } from './cells.js';
import { owing, OWING } from './matrix/places.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';

/** A home with one practised call in it. */
async function practised(): Promise<{ readonly home: string; readonly id: string }> {
  const home = temporaryFolder();
  const { result } = expectContract(await run(['onboard', '--sandbox', '--card-timeout', '5s', '--json'], { home }));
  return { home, id: result['session'] as string };
}

/** A home whose one session has open money. */
const owed = (): { readonly home: string; readonly id: string } => ({ home: owing(), id: OWING });

test.concurrent('the report of a real call, in its three forms and as a document', async () => {
  const { home, id } = await practised();
  const { text, document } = await both(['report', id], { home });
  expect(text.stderr).toBe('');
  expect(text.stdout).toMatch(/^# Payment terminal: report\n\n\*\*Done\.\*\*/);
  expect(text.stdout).toMatch(/\| Card \| •••• \d{4} \|/);
  expect(document).toMatchObject({
    command: 'report',
    exitCode: 0,
    error: null,
    resume: null,
    result: { format: 'md', output: null },
  });
  const plain = await run(['report', id, '--format', 'json'], { home });
  expect(JSON.parse(plain.stdout)).toEqual(document.result['report']);
  expect(document.result['report']).toMatchObject({
    session: id,
    status: 'done',
    practice: true,
    problems: [],
    payments: [{ outcome: 'returned' }],
    registration: { action: 'created' },
  });
  const page = await run(['report', id, '--format', 'html', '--output', '-'], { home });
  expectPlain(page);
  expect(page.stdout).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/);
  expect([plain.status, page.status]).toEqual([0, 0]);
});

test.concurrent('a report goes to a file whole, over a former one, through a link, and to nothing else', async () => {
  const [{ home, id }, folder] = [owed(), mkdtempSync(join(temporaryFolder(), 'out-'))];
  const [file, link] = [join(folder, 'clinic.html'), join(folder, 'link.json')];
  writeFileSync(file, 'a former report');
  symlinkSync(join(folder, 'real.json'), link);
  writeFileSync(join(folder, 'real.json'), '');
  const written = await run(['report', id, '--output', file], { home });
  expect(written.stdout).toBe(`The report of session ${id} is in ${file}.\n`);
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  const document = expectContract(await run(['report', id, '--output', link, '--json'], { home }));
  expect(document.result).toMatchObject({ format: 'json', output: link });
  expect(JSON.parse(readFileSync(join(folder, 'real.json'), 'utf8'))).toEqual(document.result['report']);
  expect(readdirSync(folder).sort(), 'no draft is left').toEqual(['clinic.html', 'link.json', 'real.json']);
  expect((await run(['report', id, '--output', '/dev/null'], { home })).status).toBe(10);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  for (const wrong of [folder, join(folder, 'none', 'a.md')]) {
    const refused = expectContract(await run(['report', id, '--output', wrong, '--json'], { home }));
    expect(refused).toMatchObject({
      exitCode: 2,
      error: { code: 'usage.invalid', message: expect.stringContaining(wrong) as string },
    });
  }
});

test.concurrent('open money: the report is whole, and the status says it as that of `sessions show` does', async () => {
  const { home, id } = owed();
  const { text, document } = await both(['report', id], { home });
  expect(text.stdout).toMatch(/^# Payment terminal: report\n\n> \*\*MONEY IS OPEN\.\*\*/);
  expect(document).toMatchObject({
    exitCode: 10,
    error: { code: 'money.open-record' },
    resume: { id },
    result: { report: { status: 'money-open' } },
  });
  expect((await run(['sessions', 'show', id], { home })).status).toBe(10);
});

test.concurrent('a session that there is not, or that was not named: those that may be meant', async () => {
  const { home, id } = owed();
  const actions = async (...args: readonly string[]): Promise<readonly string[]> =>
    expectContract(await run(['report', ...args, '--json'], { home })).error?.actions ?? [];
  expect(await actions('20260213-bcdgf')).toEqual([
    `Did you mean: terminal report ${id}`,
    'See all: terminal sessions list',
  ]);
  expect(await actions('quite-another')).toEqual([
    `A recent one: terminal report ${id}`,
    'See all: terminal sessions list',
  ]);
  expect(await actions()).toEqual([`A recent one: terminal report ${id}`, 'See all: terminal sessions list']);
});
