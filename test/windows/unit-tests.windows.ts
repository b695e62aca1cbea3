import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { STUCK_MS } from '../support/time.js';
import { whyNoWindows, Windows } from './wine.js';

/** What cannot be shown under Wine, or takes minutes to show nothing of Windows: the beginnings of paths in `test/unit`. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'session/lock.test.ts': 'Wine lets two programs have one named pipe',
  'cloud/hostile.test.ts': 'an endless list is the same everywhere, and takes a minute',
  'diagnosis/': 'pure',
  'payment/': 'pure',
  'posxml/': 'pure',
  'sandbox/nat-router.test.ts': 'for practice; Wine is too slow for a router between two programs',
  'steps/test-payment/hostile': 'a terminal that answers wrong does so everywhere; minutes',
  'steps/test-payment/replies': 'the same',
  'steps/test-payment/sell': 'the same',
  'steps/test-payment/settle': 'the same',
  'steps/test-payment/variants': 'the same',
  'tools/': 'what is built and generated is so by developers',
};

const FILES = readdirSync(new URL('../unit', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && !Object.keys(LEFT_OUT).some((left) => path.startsWith(left)))
  .map((path) => `test/unit/${path}`);

/** On a busy machine. */
const WHOLE_MS = 600_000;

/** The parts for Windows of what loads the tests, and what they start. */
const PARTS = [
  ['rolldown', '@rolldown/binding-win32-x64-msvc'],
  ['esbuild', '@esbuild/win32-x64'],
] as const;

const versionOf = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { readonly version: string }).version;

test.skipIf(whyNoWindows() !== undefined)(
  'the unit tests pass on Windows',
  async () => {
    const windows = new Windows(...PARTS.map(([name, part]) => `${part}@${versionOf(name)}`));
    const { status, stdout, stderr } = await windows.script(
      'node_modules/vitest/vitest.mjs',
      // Wine now and then answers late.
      [
        'run',
        '--config',
        'test/config/vitest.config.ts',
        '--project=suite',
        '--project=mocking',
        '--retry=2',
        ...FILES,
      ],
      // A window of today's, which shows arrows.
      { timeoutMs: WHOLE_MS, env: { TEST_WINE: '8', VITEST_MAX_WORKERS: '10', WT_SESSION: 'x', NO_COLOR: '1' } },
    );
    // Its sum, too: a Windows that is ended from outside ends with 0.
    const sum = /^ Test Files .*$/m.exec(stdout)?.[0];
    expect([status, sum], `${stdout.slice(-2000)}\n${stderr.slice(-8000)}`).toEqual([
      0,
      expect.stringMatching(/^ Test Files {2}\d+ passed/),
    ]);
    process.stderr.write(stdout.slice(stdout.lastIndexOf('\n Test Files')));
  },
  WHOLE_MS + STUCK_MS,
);
