import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const FOLDER = join(ROOT, 'dist-exe');
export const EXECUTABLE = join(FOLDER, process.platform === 'win32' ? 'terminal.exe' : 'terminal');
