export interface StdinOptions {
  /** Gives up; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Nothing is read, if nothing has come by then. Milliseconds; without it there is no bound. */
  readonly beginsWithinMs?: number;
}

const MOST_CHARACTERS = 65_536;

/** All that comes through stdin; empty where nothing does. */
export function readStdin({ signal, beginsWithinMs }: StdinOptions): Promise<string> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = beginsWithinMs === undefined ? undefined : setTimeout(() => { end(); }, beginsWithinMs);
    const stop = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const take = (part: string): void => {
      clearTimeout(timer);
      text += part;
      if (text.length > MOST_CHARACTERS) end();
    };
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      stdin.off('data', take).off('end', end).off('error', end).pause();
      if (!signal.aborted) resolve(text);
    }
    signal.addEventListener('abort', stop, { once: true });
    stdin.setEncoding('utf8').on('data', take).on('end', end).on('error', end);
    if (signal.aborted) stop();
  });
}
