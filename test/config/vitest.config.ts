import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { LongestFirst } from './longest-first.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A file for the totals, as JSON, in addition to what is printed. */
const report = process.env['TEST_REPORT'];
const executable = `dist-exe/terminal${process.platform === 'win32' ? '.exe' : ''}`;
/** Older ones cannot build an executable: test/tools/exe/build.ts. */
const canBuildExecutable = Number(process.versions.node.split('.')[0]) >= 24;

/** They put something else in place of a module of Node's, for all that share their process. */
const MOCKING = [
  'test/unit/session/journal-disk.test.ts',
  'test/unit/session/replace-file.test.ts',
  'test/unit/cloud/names.test.ts',
];

const STORE = 'test/store/**/*.test.ts';
/** They explore a model of payments, which takes long: `vitest --mode unit` leaves them out. */
const MODELS = 'test/unit/payment/explorer/**';

type Options = NonNullable<TestProjectInlineConfiguration['test']>;

const project = (name: string, include: string | string[], more: Options = {}): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [include].flat(), ...more },
});

/** Every suite of the repository; package.json says which of them a script runs. */
export default defineConfig(({ mode }) => ({
  root,
  test: {
    projects: [
      // In one, since the files of a project share processes and what these have loaded.
      project('suite', ['test/**/*.test.ts'], { exclude: [...MOCKING, STORE, ...(mode === 'unit' ? [MODELS] : [])] }),
      project('mocking', MOCKING, { isolate: true }),
      // One PostgreSQL for all of them, and none where none of them is run.
      project('store', STORE, { globalSetup: [`${root}test/support/postgres.ts`] }),
      project('long:alone:faults', 'test/faults/**/*.faults.ts', {
        testTimeout: 900_000,
        // After all others, where a run has others: its deadlines run faster than the clock.
        sequence: { groupOrder: 1 },
        maxWorkers: 10,
        env: { TEST_FIGURES: '1' },
      }),
      project('long:cloud', 'test/e2e/**/*.cloud.ts'),
      project('long:alone:windows', 'test/windows/**/*.windows.ts'),
      ...(canBuildExecutable
        ? [
            project('long:executable', 'test/e2e/**/*.exe.ts', {
              globalSetup: [`${root}test/support/build-executable.ts`],
              env: { TEST_PROGRAM: `${root}${executable}` },
            }),
          ]
        : []),
    ],
    // `vitest --mode thorough`: nothing is left to a sample.
    env: mode === 'thorough' ? { TEST_THOROUGH: '1' } : {},
    setupFiles: ['test/support/setup.ts'],
    // vitest swallows what oclif prints otherwise, and a snapshot of "" passes.
    disableConsoleIntercept: true,
    // What a stuck test exceeds, and one on a busy machine does not.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Loading what is tested takes longer than most tests: files of a project share a process, but for those that mock. A
    // process, so that signals and exit codes stay in it. Twelve at a time: the machines that run them have two cores, and
    // with eight a quarter of that was left over, waiting; each more loads everything once more.
    pool: 'forks',
    isolate: false,
    maxWorkers: 12,
    // Tests make much that is soon garbage: with twice the room for it a twentieth less time is spent on collecting it.
    execArgv: ['--max-semi-space-size=32'],
    sequence: { sequencer: LongestFirst },
    // Whole commands usually wait: for the bank, for the card, between two looks.
    maxConcurrency: 16,
    allowOnly: false,
    passWithNoTests: false,
    // An error that nothing awaited is a failure, not a remark.
    dangerouslyIgnoreUnhandledErrors: false,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // What was found is said whole, not as `[ Array(1) ]`.
    chaiConfig: { truncateThreshold: 4000 },
    // One line a file: no list of tests that took long.
    slowTestThreshold: 600_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
}));
