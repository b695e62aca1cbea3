import type { Writable } from 'node:stream';

/**
 * Writes and waits until the text has really gone: exiting before that cuts a pipe at 64 KiB. A reader that went
 * away (`| head -1`) is no error of ours; a disk that is full must not change the exit status, which may tell of money.
 */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) {
      resolve();
      return;
    }
    // Called with the error, too; a listener for each of many writes at a time would look like a leak.
    stream.write(text, () => {
      resolve();
    });
  });
}

/** Keeps a closed pipe or a full disk from ending the program: oclif's own listener throws whatever is no EPIPE. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error').on('error', () => undefined);
}
