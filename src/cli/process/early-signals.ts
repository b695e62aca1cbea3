type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What the system calls them, and what they count as. Ctrl-Break is Windows' Ctrl-C for a program that does not listen. */
export const SIGNALS: readonly (readonly [listened: NodeJS.Signals, as: SignalName])[] = [
  ['SIGINT', 'SIGINT'],
  ['SIGBREAK', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
  ['SIGHUP', 'SIGHUP'],
];
const noted: SignalName[] = [];
const handlers = SIGNALS.map(
  ([listened, name]) =>
    [
      listened,
      () => {
        noted.push(name);
      },
    ] as const,
);

/** Notes the signals that come while the program is being loaded: it is not yet able to end in one document. */
export function noteSignals(): void {
  for (const [name, handler] of handlers) process.on(name, handler);
}

/** Those that came so far; from here on another listens. */
export function takeNotedSignals(): readonly SignalName[] {
  for (const [name, handler] of handlers) process.off(name, handler);
  return noted.splice(0);
}
