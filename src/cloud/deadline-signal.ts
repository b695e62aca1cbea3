import { atDeadline } from '../connection/net/deadline.js';

/** A signal with a bound of its own, until it is let go. */
interface Bound {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * Fires after `ms`, with a `TimeoutError`, or when `parent` does, with its reason. A timer and a listener hold it: what
 * `AbortSignal.any` makes of `AbortSignal.timeout` is lost to the garbage collection of Node 20 once nobody else does.
 */
export function boundedBy(ms: number, parent: AbortSignal | undefined): Bound {
  const controller = new AbortController();
  const callOff = atDeadline(Math.ceil(ms), () => {
    controller.abort(new DOMException('the time limit is over', 'TimeoutError'));
  });
  const follow = (): void => {
    controller.abort(parent?.reason);
  };
  if (parent?.aborted === true) follow();
  parent?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    release: () => {
      callOff();
      parent?.removeEventListener('abort', follow);
    },
  };
}
