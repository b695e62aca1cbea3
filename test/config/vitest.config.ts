import { defineConfig } from 'vitest/config';

/** A file for the totals, as JSON, beside what is printed. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/**/*.test.ts'],
    // vitest swallows what oclif prints otherwise, and a snapshot of "" passes.
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 30_000,
    // A file of tests has a process of its own, so that signals, exit codes and handles stay in it. Four at a time: the
    // machines that run them have two cores, and with two at a time half of that was left over, waiting.
    pool: 'forks',
    maxWorkers: 4,
    // Whole commands mostly wait: for the bank, for the card, between two looks.
    maxConcurrency: 8,
    allowOnly: false,
    passWithNoTests: false,
    // An error that nobody awaited is a failure, not a remark.
    dangerouslyIgnoreUnhandledErrors: false,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    restoreMocks: true,
    unstubEnvs: true,
  },
});
