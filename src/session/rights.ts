import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, win32 } from 'node:path';

const [WRITE, READ, STICKY] = [0o022, 0o044, 0o1000] as const;

/** What others than the user may do with a file or a folder; none where the system has no such rights, or nothing is there. */
type StrangersRight = 'owned' | 'write' | 'read';

/** The gravest of what others may do. Root may do everything everywhere, and is no stranger. */
export function strangersRight(path: string): StrangersRight | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || process.getuid === undefined) return undefined;
  if (!isOurs(stats)) return 'owned';
  if ((stats.mode & WRITE) !== 0) return 'write';
  return (stats.mode & READ) === 0 ? undefined : 'read';
}

/**
 * Whether nobody else can change what is in a folder, nor put another in its place: it and all above it are the user's or
 * root's, and writable by nobody else. In a sticky one, as /tmp is, only the owner of an entry can.
 * @throws NodeJS.ErrnoException
 */
export function isOutOfReach(folder: string): boolean {
  const real = realpathSync(folder);
  const own = lstatSync(real);
  if (own.uid !== process.getuid?.() || (own.mode & WRITE) !== 0) return false;
  for (let at = real; dirname(at) !== at; at = dirname(at)) {
    const above = lstatSync(dirname(at));
    if (!isOurs(above) || ((above.mode & WRITE) !== 0 && (above.mode & STICKY) === 0)) return false;
  }
  return true;
}

/** On Windows the rights of a profile keep others out of all that is in it. */
export function isInProfile(folder: string, profile: string): boolean {
  const within = (path: string): string => `${win32.normalize(path)}\\`.toLowerCase();
  return within(folder).startsWith(within(profile));
}

function isOurs({ uid }: Stats): boolean {
  return uid === 0 || uid === process.getuid?.();
}

/**
 * What of the program's folder others than the user may change, and which credentials they may read; in words, for a
 * warning. On Windows, where rights are inherited from above: whether it is outside of the user's profile.
 */
export function exposedIn(home: string): readonly string[] {
  if (process.platform === 'win32') {
    return isInProfile(home, homedir()) ? [] : [`${home} is not in your profile: other users may read it`];
  }
  const credentials = filesIn(join(home, 'credentials'));
  return [
    ...[home, join(home, 'sessions'), join(home, 'config.json'), join(home, 'credentials')].flatMap((path) => {
      const right = strangersRight(path);
      return right === 'owned' || right === 'write' ? [WORDS[right](path)] : [];
    }),
    ...credentials.flatMap((path) => {
      const right = strangersRight(path);
      return right === undefined ? [] : [WORDS[right](path)];
    }),
  ];
}

const WORDS: Readonly<Record<StrangersRight, (path: string) => string>> = {
  owned: (path) => `${path} belongs to another user`,
  write: (path) => `${path} can be changed by other users`,
  read: (path) => `${path} can be read by other users`,
};

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
