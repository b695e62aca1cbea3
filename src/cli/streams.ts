import type { Writable } from 'node:stream';

/**
 * Writes and waits until the text has really gone: exiting before that cuts a pipe at 64 KiB. Never rejects. Gives what
 * lost the text; a reader that went away (`| head -1`) is no error.
 */
export function writeAll(stream: Writable, text: string): Promise<NodeJS.ErrnoException | undefined> {
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

/** Keeps a closed pipe or a full disk from ending the program: oclif's own listener throws whatever is no EPIPE. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', () => undefined);
}
