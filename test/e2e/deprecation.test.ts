import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { validateDocument } from '../support/validate.js';
import { scrubbed, temporaryFolder } from '../support/program.js';

const OLD = fileURLToPath(new URL('deprecated-command.js', import.meta.url));

const old = (
  ...args: readonly string[]
): { readonly stdout: string; readonly stderr: string; readonly status: number | null } =>
  spawnSync(process.execPath, ['--import', 'tsx', OLD, ...args], {
    env: scrubbed(temporaryFolder()),
    encoding: 'utf8',
    timeout: 240_000,
  });

test('a flag that is to go still works, and is told once: on stderr, or among the warnings', () => {
  const text = old('--ancient');
  expect([text.stdout, text.status]).toEqual(['done\n', 0]);
  expect(text.stderr).toMatch(/^! .*"ancient".*deprecated.*modern.*\n$/);
  const json = old('--ancient', '--json');
  expect(json.stderr).toBe('');
  expect(validateDocument(json.stdout)).toMatchObject({
    ok: true,
    result: { done: true },
    warnings: [expect.stringContaining('"ancient"')],
  });
  expect(old('--once').stderr).toMatch(/"--once".*--modern/);
  expect(old('--modern')).toMatchObject({ stdout: 'done\n', stderr: '', status: 0 });
});
