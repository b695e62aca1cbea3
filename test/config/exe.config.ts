import { defineConfig } from 'vitest/config';

/** The tests of the executable, which is built before them, by a Node that can: `npm run test:exe`. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/e2e/**/*.exe.ts'],
    env: {
      TEST_PROGRAM: new URL(`../../dist-exe/terminal${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url)
        .pathname,
    },
    disableConsoleIntercept: true,
    testTimeout: 60_000,
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
