type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const NAMES: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const noted: SignalName[] = [];
const handlers = NAMES.map(
  (name) =>
    [
      name,
      () => {
        noted.push(name);
      },
    ] as const,
);

/** Notes the signals that come while the program is being loaded: it is not yet able to end in one document. */
export function noteSignals(): void {
  for (const [name, handler] of handlers) process.on(name, handler);
}

/** Those that came so far; from here on somebody else listens. */
export function takeNotedSignals(): readonly SignalName[] {
  for (const [name, handler] of handlers) process.off(name, handler);
  return noted.splice(0);
}
