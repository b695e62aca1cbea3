import type { WriteStream } from 'node:tty';
import type { Clock, Progress, ReportProgress } from '../steps/dependencies.js';
import { spinnerOn } from './spinner.js';
import type { Theme } from './theme.js';
import { windowWidth, wrapText } from './wrap.js';

const TASKS: Readonly<Record<string, string>> = {
  check: 'Reaching the terminal',
  probe: 'Asking the terminal who it is',
  keep: 'Looking until it works',
  vantage: 'Looking from here and from the proxy',
  register: 'Registering with the cloud',
  'test.identify': 'The right terminal',
  'test.sale': 'Test payment',
  'test.reversal': 'Return of the test payment',
  'test.reconcile': "The terminal's own record",
};

interface Reporter {
  readonly report: ReportProgress;
  /** Leaves the screen to a question. */
  readonly pause: () => void;
  /** Leaves the screen to the result, which stands apart from what led to it. */
  readonly end: () => void;
}

/** One line for each thing that happens, on stderr; plain enough for a log, a pipe and a screen reader. */
export function createReporter(stream: () => WriteStream, theme: Theme, clock: Clock): Reporter {
  const begun = new Map<string, number>();
  /** The ports of what was begun last, in their order. */
  const ports = new Map<string, string>();
  const spinner = spinnerOn(stream, theme.redraws);
  let settlingTold = false;
  let hasWritten = false;
  const write = (text: string, indent = ''): void => {
    hasWritten = true;
    for (const part of wrapText(text, windowWidth(stream()), indent)) stream().write(`${theme.plain(part)}\n`);
  };
  const line = (text: string, indent = ''): void => {
    spinner.stop();
    write(text, indent);
  };
  /** What was waited for goes on. */
  const aside = (text: string): void => {
    spinner.around(() => {
      write(text, '  ');
    });
  };
  const report = (progress: Progress): void => {
    if (progress.kind !== 'settling') settlingTold = false;
    switch (progress.kind) {
      case 'begin':
        begun.set(progress.task, clock.now());
        ports.clear();
        if (theme.tellsBegin) line(`${TASKS[progress.task] ?? progress.task}...`);
        spinner.start(() =>
          theme.plain(
            [TASKS[progress.task] ?? progress.task, ...ports.values(), ...waited(begun.get(progress.task), clock)].join(
              ' · ',
            ),
          ),
        );
        return;
      case 'port':
        ports.set(progress.role, `${progress.role} ${String(progress.port)} ${progress.state ?? '…'}`);
        return;
      case 'end':
        line(
          `${theme.sign[progress.outcome]} ${TASKS[progress.task] ?? progress.task}${elapsed(begun.get(progress.task), clock)}${detail([...ports.values(), progress.detail ?? ''], theme)}`,
        );
        ports.clear();
        return;
      case 'say':
        aside(`${theme.strong('Say:')} ${progress.text}`);
        return;
      case 'moment':
        // `speakingReport` makes a sentence of it, where the agent is on the telephone.
        return;
      case 'note':
        aside(progress.text);
        return;
      case 'aside':
        spinner.around(() => {
          hasWritten = true;
          for (const text of progress.lines) stream().write(`${theme.plain(text)}\n`);
        });
        return;
      case 'card': {
        const what =
          progress.purpose === 'sale'
            ? 'The terminal waits for a card'
            : 'The terminal wants the same card again, to return the money';
        line(theme.redraws ? `${what}.` : `${what} (${String(seconds(progress.until, clock))} s).`, '  ');
        spinner.start(() => cardText(progress, clock));
        return;
      }
      case 'settling':
        if (!settlingTold)
          line(
            theme.dim(
              `Reading the terminal's own record of the ${progress.purpose === 'sale' ? 'payment' : 'return'}.`,
            ),
            '  ',
          );
        if (!settlingTold) spinner.start(() => settlingText(progress, clock));
        settlingTold = true;
        return;
    }
  };
  return {
    report,
    pause: () => {
      spinner.stop();
    },
    end: () => {
      spinner.stop();
      if (hasWritten) stream().write('\n');
    },
  };
}

/** A terminal may still be busy with a card when the time for it is over: with the PIN, the bank, the printer. */
function cardText({ until, replyBy }: Extract<Progress, { kind: 'card' }>, clock: Clock): string {
  const left = seconds(until, clock);
  return left > 0
    ? `Waiting for the card to be put in: ${String(left)} s left for the card`
    : `No answer yet: waiting up to ${String(seconds(replyBy, clock))} s more`;
}

function settlingText(progress: Extract<Progress, { kind: 'settling' }>, clock: Clock): string {
  const left = seconds(progress.until, clock);
  return left > 0
    ? `Asking the terminal how it ended: ${String(left)} s at the most; the card stays at hand`
    : 'Asking the terminal how it ended';
}

function seconds(until: number, clock: Clock): number {
  return Math.max(0, Math.ceil((until - clock.now()) / 1000));
}

/** How long it has taken so far, from the second on. */
function waited(since: number | undefined, clock: Clock): readonly string[] {
  const ms = since === undefined ? 0 : clock.now() - since;
  if (ms < 1000) return [];
  return [ms < 60_000 ? `${String(Math.floor(ms / 1000))} s` : minutes(ms)];
}

function elapsed(since: number | undefined, clock: Clock): string {
  if (since === undefined) return '';
  const ms = clock.now() - since;
  if (ms >= 60_000) return ` (${minutes(ms)})`;
  return ms < 1000 ? ` (${String(Math.round(ms))} ms)` : ` (${(ms / 1000).toFixed(1)} s)`;
}

function minutes(ms: number): string {
  return `${String(Math.floor(ms / 60_000))} min ${String(Math.floor(ms / 1000) % 60)} s`;
}

function detail(texts: readonly string[], theme: Theme): string {
  const known = texts.filter((text) => text !== '').map((text) => ` · ${text}`);
  return known.length === 0 ? '' : theme.dim(known.join(''));
}
