import { setMaxListeners } from 'node:events';
import { InterruptedError } from '../../contract/app-error.js';
import { SIGNALS, takeNotedSignals } from './early-signals.js';

type SignalName = InterruptedError['signalName'];

/** The first signal asks the work to end well; the second ends the program immediately. */
export interface InterruptListener {
  /** Fires at the first signal; its reason is an InterruptedError. */
  readonly signal: AbortSignal;
  /** Resolves at the second. */
  readonly insisted: Promise<InterruptedError>;
  stop(): void;
}

/** Listens for Ctrl-C and the system's requests to end. */
export function listenForInterrupts(): InterruptListener {
  const controller = new AbortController();
  // Each of many exchanges at a time listens; Node would take that for a leak, and say so on stderr.
  setMaxListeners(0, controller.signal);
  let insist: (error: InterruptedError) => void = () => undefined;
  const insisted = new Promise<InterruptedError>((resolve) => {
    insist = resolve;
  });
  const onSignal = (name: SignalName): void => {
    // A window that closes says so more than once: the shell does, and the system.
    if (controller.signal.aborted && name === 'SIGHUP') return;
    if (controller.signal.aborted) insist(new InterruptedError(name));
    else controller.abort(new InterruptedError(name));
  };
  const handlers = SIGNALS.map(
    ([listened, name]) =>
      [
        listened,
        () => {
          onSignal(name);
        },
      ] as const,
  );
  for (const [name, handler] of handlers) process.on(name, handler);
  takeNotedSignals().forEach(onSignal);
  return {
    signal: controller.signal,
    insisted,
    stop: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}
