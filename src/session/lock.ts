import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockedError } from './locked-error.js';
import type { Holder } from './locked-error.js';

export interface Lock {
  release(): Promise<void>;
}

/** How long a holder is asked who it is. Milliseconds: it is a process of this machine. */
const ASK_MS = 500;

/**
 * Takes the lock on a terminal for the life of this process. The lock is a local socket that the process listens
 * on, so it cannot outlive the process however that ends; whoever finds it taken connects and is told by whom.
 * @param called what it is to people
 * @throws LockedError
 */
export async function acquireLock(what: string, holder: Holder, called: string = what): Promise<Lock> {
  const path = socketPath(what);
  try {
    return await listen(path, holder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
  }
  const other = await whoHolds(path);
  if (other !== 'nobody') throw new LockedError(called, other);
  // Only where sockets are files can a dead one be left behind; elsewhere it has just been let go.
  if (!NO_FILES.includes(process.platform)) unlinkSync(path);
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

function whoHolds(path: string): Promise<Holder | undefined | 'nobody'> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    const done = (holder: Holder | undefined | 'nobody'): void => {
      socket.destroy();
      resolve(holder);
    };
    socket.setTimeout(ASK_MS, () => {
      done(undefined);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'nobody' : undefined);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (text.length > 4096) done(undefined);
    });
    socket.on('end', () => {
      done(readHolder(text));
    });
  });
}

function readHolder(text: string): Holder | undefined {
  try {
    const { pid, since, command, session } = JSON.parse(text) as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof since !== 'string' || typeof command !== 'string') return undefined;
    return { pid, since, command, session: typeof session === 'string' ? session : '' };
  } catch {
    return undefined;
  }
}

const NO_FILES: readonly NodeJS.Platform[] = ['linux', 'win32'];

/** Linux has sockets without a file, Windows has pipes; elsewhere it is a file in the temporary folder. */
function socketPath(what: string): string {
  const name = `terminal-lock-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
