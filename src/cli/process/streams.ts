import { closeSync, fstatSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { InterruptedError } from '../../contract/app-error.js';

/** Where what the program tells ends up: 1 for the result, 2 for what is told beside it. */
type Descriptor = 1 | 2;

/**
 * The window that is written to, for its width and its colours. Node's own streams take a tenth of a start to load, and a
 * pipe or a file can be told without them.
 */
export function windowOf(to: Descriptor): Pick<WriteStream, 'isTTY' | 'columns'> {
  return mayBeWindow(to) ? streamOf(to) : { isTTY: false, columns: 0 };
}

/** {@link writeAll} for what needs no stream of Node's: immediately, as Node itself writes to a pipe or a file. */
export async function writeTo(to: Descriptor, text: string): Promise<NodeJS.ErrnoException | undefined> {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (!mayBeWindow(to) && written < bytes.length) written += writeSync(to, bytes, written);
  } catch (error) {
    const lost = error as NodeJS.ErrnoException;
    // The pipe was made not to block: Node's stream waits for its room.
    if (lost.code !== 'EAGAIN') return lost.code === 'EPIPE' ? undefined : lost;
  }
  return written === bytes.length ? undefined : writeAll(streamOf(to), bytes.subarray(written));
}

function streamOf(to: Descriptor): WriteStream {
  const stream = to === 1 ? process.stdout : process.stderr;
  tolerateClosed(stream);
  return stream;
}

/** Only a device can be a window; on Windows it is not told so. */
function mayBeWindow(to: Descriptor): boolean {
  try {
    return process.platform === 'win32' || fstatSync(to).isCharacterDevice();
  } catch {
    return true;
  }
}

/**
 * Writes and waits until the text has really gone: exiting before that cuts a pipe at 64 KiB. Never rejects. Gives what
 * lost the text; a reader that went away (`| head -1`) is no error.
 */
export function writeAll(stream: Writable, text: string | Uint8Array): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) {
      resolve(undefined);
      return;
    }
    // Called with the error, too; a listener for each of many writes at a time would look like a leak.
    stream.write(text, (error?: NodeJS.ErrnoException | null) => {
      resolve(!error || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' ? undefined : error);
    });
  });
}

/**
 * Node sets a window back to how it was when it ends, and aborts where that fails, as it does for one that was closed: it
 * is left to the system. To be called last.
 * @param reason why the run was stopped
 */
export function leaveClosedWindow(reason: unknown): void {
  if (!(reason instanceof InterruptedError) || reason.signalName !== 'SIGHUP') return;
  process.once('exit', () => {
    for (const descriptor of [0, 1, 2]) {
      try {
        closeSync(descriptor);
      } catch {
        // It was closed already.
      }
    }
  });
}

/** Keeps a closed pipe or a full disk from ending the program, no matter who writes there: each stream is made tolerant when it is first asked for. */
export function tolerateClosedPipes(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const asked = Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor;
    const tolerant = (): WriteStream => {
      Object.defineProperty(process, name, asked);
      const stream = process[name];
      tolerateClosed(stream);
      return stream;
    };
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: tolerant });
  }
}

function tolerateClosed(stream: Writable): void {
  stream.removeAllListeners('error').on('error', () => undefined);
}
