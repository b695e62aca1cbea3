import { homedir, userInfo } from 'node:os';
import { posix, win32 } from 'node:path';
import { usageError } from '../../contract/app-error.js';
import { makeFolder } from '../../session/folder.js';
import { isInProfile, isOutOfReach } from '../../session/rights.js';
import { escapeControls } from '../../text/escape-controls.js';

const NAME = 'terminal';

/**
 * The folder of this program's own files.
 * @throws AppError usage.invalid for a TERMINAL_HOME that means another place in each folder: records must not be lost so
 */
export function homeFolder(): string {
  const own = process.env['TERMINAL_HOME'] ?? '';
  if (own === '') return usualFolders().data;
  if (isWhole(own)) return own;
  throw usageError(
    'usage.invalid',
    `TERMINAL_HOME is “${escapeControls(own)}”, which is not an absolute path: the folder would change with the current folder.`,
    [
      `Set it to an absolute path, such as ${isWindows() ? 'C:\\Users\\you\\practice' : '/home/you/practice'}, or unset it.`,
    ],
  );
}

/** Of what can be made again. */
export function cacheFolder(): string {
  return usualFolders().cache;
}

/** The cache folder, made if there is none, where only the user can have put what lies in it: code may be run from there. */
export function codeFolder(): string | undefined {
  try {
    const folder = cacheFolder();
    if (isWindows()) return isInProfile(folder, userHome()) ? folder : undefined;
    makeFolder(folder);
    return isOutOfReach(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Where each system keeps such files. On Linux what the XDG specification says: its variables do not count unless they hold whole paths. */
function usualFolders(): { readonly data: string; readonly cache: string } {
  if (isWindows()) {
    const local = wholeOr('LOCALAPPDATA', () => win32.join(userHome(), 'AppData', 'Local'));
    return { data: win32.join(local, NAME, 'Data'), cache: win32.join(local, NAME, 'Cache') };
  }
  if (process.platform === 'darwin') {
    const library = posix.join(userHome(), 'Library');
    return { data: posix.join(library, 'Application Support', NAME), cache: posix.join(library, 'Caches', NAME) };
  }
  return {
    data: posix.join(
      wholeOr('XDG_DATA_HOME', () => posix.join(userHome(), '.local', 'share')),
      NAME,
    ),
    cache: posix.join(
      wholeOr('XDG_CACHE_HOME', () => posix.join(userHome(), '.cache')),
      NAME,
    ),
  };
}

/** What the environment says of it, else what the system knows. @throws AppError usage.invalid where neither knows one */
function userHome(): string {
  for (const find of [homedir, () => userInfo().homedir]) {
    try {
      const home = find();
      if (isWhole(home)) return home;
    } catch {
      // A user that the system has no entry of: the next one, or none.
    }
  }
  throw usageError('usage.invalid', 'No home folder was found, so there is no folder for session files.', [
    'Set TERMINAL_HOME to the absolute path of a folder of your own.',
  ]);
}

function wholeOr(name: string, usual: () => string): string {
  const value = process.env[name] ?? '';
  return isWhole(value) ? value : usual();
}

/** On Windows a path without its drive begins on whichever is the current one. */
function isWhole(path: string): boolean {
  return isWindows() ? /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/])/.test(path) : posix.isAbsolute(path);
}

function isWindows(): boolean {
  return process.platform === 'win32';
}
