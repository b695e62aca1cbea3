import { decodeText } from './text-encoding.js';

interface StdinOptions {
  /** Gives up; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Nothing is read, if nothing has come by then. Milliseconds; without it there is no bound. */
  readonly beginsWithinMs?: number;
}

/** More than any secret has; what is longer is refused for its length. */
const MOST_BYTES = 1_048_576;

/** All that comes through stdin; empty where nothing does. Ctrl-C is heard meanwhile. */
export function readStdin({ signal, beginsWithinMs }: StdinOptions): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const timer =
      beginsWithinMs === undefined
        ? undefined
        : setTimeout(() => {
            end();
          }, beginsWithinMs);
    const stop = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const take = (part: Buffer): void => {
      clearTimeout(timer);
      parts.push(part);
      size += part.length;
      if (size > MOST_BYTES) end();
    };
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      stdin.off('data', take).off('end', end).off('error', end).pause();
      if (!signal.aborted) resolve(decodeText(Buffer.concat(parts)));
    }
    signal.addEventListener('abort', stop, { once: true });
    stdin.on('data', take).on('end', end).on('error', end);
    if (signal.aborted) stop();
  });
}
