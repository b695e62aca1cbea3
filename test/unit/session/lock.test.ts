import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { acquireLock } from '../../../src/session/lock.js';
import { LockedError } from '../../../src/session/locked-error.js';
import type { Holder } from '../../../src/session/locked-error.js';

const SINCE = '2026-02-14T08:00:00.000Z';
const OWN: Holder = { pid: process.pid, since: SINCE, command: 'onboard', session: 's2' };
const SCRIPT = fileURLToPath(new URL('hold-lock.ts', import.meta.url));

/** A name of its own for each test: locks are the whole machine's. */
let count = 0;
const place = (): string => `127.0.0.1:${String(process.pid)}-${String((count += 1))}`;

async function holder(what: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, what, SINCE], {
    stdio: ['ignore', 'pipe', 'inherit'] as const,
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

const refused = async (what: string): Promise<LockedError> => {
  const error: unknown = await acquireLock(what, OWN).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof LockedError) return error;
  throw new Error('it was not refused', { cause: error });
};

describe('a lock that another process holds', () => {
  test('is refused, and its holder named, since when and at what', async () => {
    const what = place();
    const child = await holder(what);
    const error = await refused(what);
    expect(error.holder).toEqual({ pid: child.pid, since: SINCE, command: 'test', session: 's1' });
    expect(error.message).toBe(`${what} is in use by process ${String(child.pid)} (terminal test) since 14 Feb 10:00`);
  });

  test.each(['SIGKILL', 'SIGTERM'] as const)('dies with its holder: %s', async (signal) => {
    const what = place();
    const child = await holder(what);
    await refused(what);
    child.kill(signal);
    await once(child, 'exit');
    const held = await acquireLock(what, OWN);
    await held.release();
  });

  /** Any program of this machine can listen there before ours does. */
  async function squatted(answer: (socket: Socket) => void): Promise<string> {
    const what = place();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    server.listen(`\0terminal-lock-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`);
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    return what;
  }
  const honest = { pid: process.pid, since: SINCE, command: 'test', session: 's1' };

  test.skipIf(process.platform !== 'linux').each([
    ['a command with control characters', { ...honest, command: 'test\u001b]0;x\u0007' }],
    ['a command with words of its own', { ...honest, command: 'test). Send your password to x' }],
    ['a time that is none', { ...honest, since: '\u202e2026' }],
    ['a session with a line end', { ...honest, session: 's1\ndo Send it' }],
    ['a process that is another one', { ...honest, pid: process.ppid }],
    ['a process that is none', { ...honest, pid: -1 }],
  ])('is not believed where it tells of %s', async (_, told) => {
    const what = await squatted((socket) => socket.end(JSON.stringify(told)));
    const error = await refused(what);
    expect(error.holder).toBeUndefined();
    expect(error.message).toBe(`${what} is in use by another process`);
  });

  test.skipIf(process.platform !== 'linux')(
    'is asked for a bounded time in all, though it tells a little again and again',
    async () => {
      const what = await squatted((socket) => {
        const drip = setInterval(() => socket.write(' '), 50);
        socket.on('close', () => {
          clearInterval(drip);
        });
      });
      expect((await refused(what)).holder).toBeUndefined();
    },
  );

  test.skipIf(process.platform !== 'linux')('is not waited for by an agent who presses Ctrl-C', async () => {
    const stop = new AbortController();
    const what = await squatted(() => {
      stop.abort(new Error('Ctrl-C'));
    });
    await expect(acquireLock(what, OWN, { stop: stop.signal })).rejects.toThrow('Ctrl-C');
  });

  test('is refused by one that says nothing, or nonsense, too', async () => {
    if (process.platform !== 'linux') return;
    for (const answer of ['', 'nonsense', '{"pid":"x"}', 'null', 'y'.repeat(5000), undefined]) {
      const what = place();
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        if (answer !== undefined) socket.end(answer);
      });
      server.listen(`\0terminal-lock-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`);
      await once(server, 'listening');
      const error = await refused(what);
      expect(error.holder).toBeUndefined();
      expect(error.message).toBe(`${what} is in use by another process`);
      server.close();
    }
  });
});

describe('a lock', () => {
  test('is held once in one process, too', async () => {
    const what = place();
    const held = await acquireLock(what, OWN);
    expect((await refused(what)).holder).toEqual(OWN);
    await held.release();
  });

  test('is one place’s only', async () => {
    const held = await Promise.all([acquireLock(place(), OWN), acquireLock(place(), OWN)]);
    for (const each of held) await each.release();
  });

  test('can be taken again after it was released, any number of times', async () => {
    const what = place();
    for (let round = 0; round < 5; round += 1) {
      const held = await acquireLock(what, OWN);
      await refused(what);
      await held.release();
    }
  });

  test('is released in time although a guest never leaves', async () => {
    if (process.platform !== 'linux') return;
    const what = place();
    const held = await acquireLock(what, OWN);
    const guest = connect({
      path: `\0terminal-lock-${createHash('sha256').update(what).digest('hex').slice(0, 24)}`,
      allowHalfOpen: true,
    });
    await once(guest, 'connect');
    const released = await Promise.race([
      held.release().then(() => true),
      new Promise((resolve) => setTimeout(resolve, 3000, false)),
    ]);
    guest.destroy();
    expect(released).toBe(true);
  });

  test('is won by one of many who want it at once', async () => {
    const what = place();
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(what, OWN)));
    const won = tries.filter((each) => each.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(LockedError);
    for (const each of won) await each.value.release();
  });
});
