import { defineConfig } from 'vitest/config';

/** The fault suite: the line is broken at every byte, the program killed at every write. Minutes, not seconds. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/faults/**/*.faults.ts'],
    disableConsoleIntercept: true,
    testTimeout: 900_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
    reporters:
      process.env['TEST_REPORT'] === undefined
        ? ['default']
        : ['default', ['json', { outputFile: process.env['TEST_REPORT'] }]],
  },
});
