import type { Writable } from 'node:stream';
import type { Clock, Progress, Report } from '../steps/ports.js';
import type { Theme } from './theme.js';

const TASKS: Readonly<Record<string, string>> = {
  check: 'Reaching the terminal',
  probe: 'Asking the terminal who it is',
  register: 'Registering with the cloud',
  'test.identify': 'Code on the terminal',
  'test.sale': 'Test payment',
  'test.reversal': 'Return of the test payment',
  'test.reconcile': "The terminal's own record",
};

/** One line for each thing that happens, on stderr; plain enough for a log, a pipe and a screen reader. */
export function createReporter(stream: Writable, theme: Theme, clock: Clock): Report {
  const begun = new Map<string, number>();
  let settlingTold = false;
  const line = (text: string): void => {
    stream.write(`${text}\n`);
  };
  return (progress: Progress) => {
    if (progress.kind !== 'settling') settlingTold = false;
    switch (progress.kind) {
      case 'begin':
        begun.set(progress.task, clock.now());
        return;
      case 'end':
        line(`${theme.sign[progress.outcome]} ${TASKS[progress.task] ?? progress.task}${elapsed(begun.get(progress.task), clock)}${detail(progress.detail, theme)}`);
        return;
      case 'say':
        line(`  ${theme.strong('Say:')} ${progress.text}`);
        return;
      case 'note':
        line(`  ${progress.text}`);
        return;
      case 'card':
        line(`  ${progress.purpose === 'sale' ? 'The terminal waits for a card' : 'The terminal wants the same card again, to return the money'} (${String(seconds(progress.until, clock))} s).`);
        return;
      case 'settling':
        if (!settlingTold) line(`  ${theme.dim(settlingText(progress, clock))}`);
        settlingTold = true;
        return;
    }
  };
}

function settlingText(progress: Extract<Progress, { kind: 'settling' }>, clock: Clock): string {
  const left = seconds(progress.until, clock);
  return left > 0 ? `Reading the terminal's own record of it (up to ${String(left)} s).` : "Reading the terminal's own record of it.";
}

function seconds(until: number, clock: Clock): number {
  return Math.max(0, Math.ceil((until - clock.now()) / 1000));
}

function elapsed(since: number | undefined, clock: Clock): string {
  if (since === undefined) return '';
  const ms = clock.now() - since;
  return ms < 1000 ? ` (${String(Math.round(ms))} ms)` : ` (${(ms / 1000).toFixed(1)} s)`;
}

function detail(text: string | undefined, theme: Theme): string {
  return text === undefined || text === '' ? '' : theme.dim(` · ${text}`);
}
