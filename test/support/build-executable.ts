import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Before the tests of the executable: what they test is built from `dist`. */
export default function buildExecutable(): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'test/tools/exe/build.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
