import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './folder.js';

const POSTJECT = join(ROOT, 'node_modules', 'postject', 'dist', 'cli.js');
/** Node looks for these. */
const NAME = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Takes out what only debuggers read. @returns false where there is nothing to do it with */
export function stripped(executable: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    execFileSync('strip', [executable], { stdio: 'pipe' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Puts the program into a copy of Node. What macOS checks a program by is made again, for this machine alone. */
export function inject(executable: string, blob: string): void {
  const mac = process.platform === 'darwin';
  if (mac) execFileSync('codesign', ['--remove-signature', executable]);
  execFileSync(
    process.execPath,
    [POSTJECT, executable, NAME, blob, '--sentinel-fuse', FUSE, ...(mac ? ['--macho-segment-name', 'NODE_SEA'] : [])],
    { stdio: 'pipe' },
  );
  if (mac) execFileSync('codesign', ['--sign', '-', executable]);
}
