import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { LockedError } from './locked-error.js';
import type { Holder } from './locked-error.js';
import { readHolder } from './read-holder.js';

export interface Lock {
  release(): Promise<void>;
}

/** How long a holder is asked who it is. Milliseconds: it is a process of this machine, which may be a busy one. */
const ASK_MS = 2000;
/** Bytes that a holder may take for that. */
const MOST = 4096;

interface LockOptions {
  /** What it is to people. */
  readonly called?: string | undefined;
  /** Ends the wait for the one who holds it. */
  readonly stop?: AbortSignal | undefined;
}

/** Whether the system has sockets that are gone with their process; elsewhere a lock is a file. */
export function hasSocketLocks(): boolean {
  return process.platform === 'linux' || process.platform === 'win32';
}

/**
 * Takes the lock on a terminal for the life of this process. The lock is a local socket that the process listens
 * on, so it cannot outlive the process however that ends; the one who finds it taken connects and is told by whom.
 * @throws LockedError, the reason of `stop`
 */
export async function acquireLock(
  what: string,
  holder: Holder,
  { called = what, stop }: LockOptions = {},
): Promise<Lock> {
  const path = socketPath(what);
  const taken = await listen(path, holder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
  });
  if (taken) return taken;
  const other = await whoHolds(path, stop);
  if (other !== 'nobody') throw new LockedError(called, other);
  // It has just been let go.
  return listen(path, holder).catch(() => {
    throw new LockedError(called, undefined);
  });
}

function listen(path: string, holder: Holder): Promise<Lock> {
  const guests = new Set<Socket>();
  const server = createServer((socket) => {
    guests.add(socket);
    socket.once('close', () => guests.delete(socket));
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(holder));
  });
  return new Promise((resolve, reject) => {
    // Kept for life: an error of a later guest must not end the work that the lock protects.
    server.on('error', reject);
    server.listen(path, () => {
      server.unref();
      resolve({ release: () => close(server, guests) });
    });
  });
}

/** Nobody who asked and stays may hold up the end. */
function close(server: Server, guests: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    for (const guest of guests) guest.destroy();
    server.close(() => {
      resolve();
    });
  });
}

/** One time and one size for all that it says; the one who listens there may be anybody's program. */
function whoHolds(path: string, stop: AbortSignal | undefined): Promise<Holder | undefined | 'nobody'> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const leave = (): void => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', onStop);
      socket.destroy();
    };
    const done = (holder: Holder | undefined | 'nobody'): void => {
      leave();
      resolve(holder);
    };
    const onStop = (): void => {
      leave();
      reject(stop?.reason as Error);
    };
    const timer = setTimeout(() => {
      done(undefined);
    }, ASK_MS);
    stop?.addEventListener('abort', onStop, { once: true });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'nobody' : undefined);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (text.length > MOST) done(undefined);
    });
    socket.on('end', () => {
      const holder = readHolder(text);
      done(holder && isHeldBy(holder.pid, path) ? holder : undefined);
    });
  });
}

/** Whether a process is there to be ended by its user; on Linux, whether it is the one that listens. */
function isHeldBy(pid: number, path: string): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    const sockets = socketsNamed(path.replace('\0', '@'));
    return readdirSync(`/proc/${String(pid)}/fd`).some((descriptor) => {
      try {
        return sockets.includes(readlinkSync(`/proc/${String(pid)}/fd/${descriptor}`));
      } catch {
        return false;
      }
    });
  } catch {
    // Another user's: what that one does is not this user's to look at.
    return false;
  }
}

/** As the descriptors of a process name them. Some versions of Node fill a name up with zeros, which are shown as `@`. */
function socketsNamed(name: string): readonly string[] {
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap((fields) => (fields.at(-1)?.replace(/@*$/, '') === name ? [`socket:[${fields.at(-2) ?? ''}]`] : []));
}

/** Linux has sockets without a file, Windows has pipes. */
function socketPath(what: string): string {
  const name = `terminal-lock-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
}
