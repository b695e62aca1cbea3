import type { Writable } from 'node:stream';

/**
 * Writes and waits until the text has really gone: exiting before that cuts a pipe at 64 KiB. A reader that went
 * away (`| head -1`) is no error of ours.
 */
export function writeAll(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) {
      resolve();
      return;
    }
    const onError = (): void => {
      resolve();
    };
    stream.once('error', onError);
    stream.write(text, () => {
      stream.off('error', onError);
      resolve();
    });
  });
}

/** Keeps a closed pipe from ending the program with an uncaught EPIPE. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
