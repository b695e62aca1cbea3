import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, placeOf } from './mutants.js';
import type { Mutant } from './mutants.js';

/*
 * Breaks what guards the money, one place at a time, in a copy of the project, and runs the tests on each: the one who
 * survives was guarded by nobody. `npm run test:mutants`, or with part of a mutant's name. Exits 1 when one survives.
 */

/** Tests, the quickest first: the first that fails has caught it. The first stage is as `npm test` runs it, the others are thorough. */
const STAGES: readonly (readonly string[])[] = [
  [
    'test/unit/payment',
    'test/unit/steps/test-payment/query-terminal.test.ts',
    'test/unit/session/session-writer.test.ts',
    'test/unit/connection/terminal-client.test.ts',
    '--exclude',
    'test/unit/payment/explorer/**',
  ],
  ['test/unit/payment/explorer'],
  ['test/unit/steps/test-payment'],
];
const STAGE_TIMEOUT_MS = 600_000;

const root = fileURLToPath(new URL('../..', import.meta.url));

function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-mutants-'));
  for (const part of ['src', 'test', 'docs', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** @throws RangeError unless the text is there exactly once: a mutant that changes nothing would prove nothing */
function mutated({ name, file, find, by }: Mutant): string {
  const source = readFileSync(join(root, file), 'utf8');
  const place = placeOf(find);
  const count = source.split(place).length - 1;
  if (count !== 1) throw new RangeError(`${name}: the text is in ${file} ${String(count)} times, not once`);
  return source.replace(place, () => by);
}

/** The test files that failed; none if all passed. */
async function failing(folder: string, tests: readonly string[]): Promise<readonly string[]> {
  const isQuick = tests === STAGES[0];
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'test/config/vitest.config.ts',
      '--bail',
      '1',
      '--reporter',
      'json',
      '--outputFile',
      report,
      ...tests,
    ],
    {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, TEST_SEED: '1', TEST_THOROUGH: isQuick ? '' : '1' },
      detached: true,
    },
  );
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, STAGE_TIMEOUT_MS);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  if (status === 0) return [];
  return failedFiles(report, folder);
}

function failedFiles(report: string, folder: string): readonly string[] {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: readonly { name: string; status: string }[];
    };
    const failed = testResults
      .filter(({ status }) => status === 'failed')
      .map(({ name }) => name.replace(`${folder}/`, ''));
    return failed.length > 0 ? failed : ['(the run itself)'];
  } catch {
    // Killed for want of an end, or not so much as begun.
    return ['(no end, or no beginning)'];
  }
}

async function caughtBy(folder: string, mutant: Mutant): Promise<readonly string[]> {
  const path = join(folder, mutant.file);
  writeFileSync(path, mutated(mutant));
  try {
    for (const tests of STAGES) {
      const failed = await failing(folder, tests);
      if (failed.length > 0) return failed;
    }
    return [];
  } finally {
    cpSync(join(root, mutant.file), path);
  }
}

async function main(wanted: string): Promise<number> {
  const chosen = MUTANTS.filter(({ name }) => name.includes(wanted));
  if (chosen.length === 0) throw new RangeError(`no mutant is called ${wanted}`);
  chosen.forEach(mutated);
  const folder = copyOfProject();
  const width = Math.max(...chosen.map(({ name }) => name.length));
  let survivors = 0;
  try {
    const sound = await failing(folder, STAGES[0] ?? []);
    if (sound.length > 0) throw new Error(`without any mutant these fail: ${sound.join(', ')}`);
    for (const mutant of chosen) {
      const begun = performance.now();
      const caught = await caughtBy(folder, mutant);
      if (caught.length === 0) survivors += 1;
      process.stdout.write(
        `${mutant.name.padEnd(width)}  ${caught.length === 0 ? 'SURVIVED' : caught.join(', ')}  (${((performance.now() - begun) / 1000).toFixed(0)} s)\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${String(chosen.length)} mutants, ${String(survivors)} survived\n`);
  return survivors === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv[2] ?? '');
