import type { WriteStream } from 'node:tty';
import type { Clock, Progress, ReportProgress } from '../steps/dependencies.js';
import { createMeanwhile } from './meanwhile.js';
import { spinnerOn } from './spinner.js';
import type { Theme } from './theme.js';
import { windowWidth, wrapText } from './wrap.js';

/** What is done has a form while it runs, and others at its end. */
interface Task {
  readonly running: string;
  readonly done: string;
  readonly failed: string;
  /** Of money: neither done nor proven not to be done. */
  readonly unknown?: string;
  /** What the agent does while it lasts. */
  readonly meanwhile?: string;
}

const TASKS: Readonly<Record<string, Task>> = {
  check: {
    running: 'Connecting to the terminal',
    done: 'Reached',
    failed: 'Not reached',
    meanwhile: 'ask whether the terminal is on and its network cable is plugged in.',
  },
  probe: {
    running: 'Identifying the terminal',
    done: 'Identified',
    failed: 'Not identified',
    meanwhile: 'ask what the screen of the terminal shows.',
  },
  keep: { running: 'Checking every few seconds', done: 'Works now', failed: 'Does not work yet' },
  vantage: {
    running: 'Checking from here and through the proxy',
    done: 'Checked from here and through the proxy',
    failed: 'Not checked through the proxy',
  },
  register: {
    running: 'Registering in the cloud',
    done: 'Registered',
    failed: 'Not registered',
    meanwhile: 'the clinic has nothing to do.',
  },
  'test.identify': { running: 'Confirming the terminal', done: 'Confirmed', failed: 'Not confirmed' },
  'test.sale': {
    running: 'Making the test payment',
    done: 'Paid',
    failed: 'Not paid',
    unknown: 'Payment not confirmed',
  },
  'test.reversal': {
    running: 'Reversing the test payment',
    done: 'Reversed',
    failed: 'Not reversed',
    unknown: 'Reversal not confirmed',
  },
  'test.reconcile': {
    running: "Checking the terminal's records",
    done: 'Records agree',
    failed: 'Records do not agree',
    unknown: 'Records do not confirm it',
  },
};

type Form = Exclude<keyof Task, 'meanwhile'>;

const WHILE_SETTLING = 'ask the clinic to keep the card ready and not to use the terminal.';

function formOf(task: string, form: Form): string {
  const known = TASKS[task];
  return known?.[form] ?? known?.failed ?? task;
}

const FORMS: Readonly<Record<Extract<Progress, { kind: 'end' }>['outcome'], Form>> = {
  pass: 'done',
  warn: 'done',
  fail: 'failed',
  skip: 'failed',
  unknown: 'unknown',
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
  const meanwhile = createMeanwhile((text) => {
    aside(text);
  });
  /** In a pipe there is no agent to do it. */
  const isWatched = theme.redraws || theme.tellsBegin;
  let settlingTold = false;
  let hasWritten = false;
  let last = '';
  const write = (text: string, indent = ''): void => {
    hasWritten = true;
    last = text;
    for (const part of wrapText(text, windowWidth(stream()), indent)) stream().write(`${theme.plain(part)}\n`);
  };
  const line = (text: string, indent = ''): void => {
    spinner.stop();
    write(text, indent);
  };
  /** What was waited for continues. */
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
        meanwhile.begin(isWatched ? TASKS[progress.task]?.meanwhile : undefined);
        if (theme.tellsBegin && last !== `${formOf(progress.task, 'running')}...`)
          line(`${formOf(progress.task, 'running')}...`);
        spinner.start(() =>
          theme.plain(
            [formOf(progress.task, 'running'), ...ports.values(), ...waited(begun.get(progress.task), clock)].join(
              ' · ',
            ),
          ),
        );
        return;
      case 'port':
        ports.set(progress.role, `${progress.role} ${String(progress.port)} ${progress.state ?? '…'}`);
        return;
      case 'end':
        meanwhile.end();
        line(
          `${theme.sign[progress.outcome === 'unknown' ? 'fail' : progress.outcome]} ${formOf(progress.task, FORMS[progress.outcome])}${elapsed(begun.get(progress.task), clock)}${behind(progress.detail)}${theme.dim([...ports.values()].map(behind).join(''))}`,
        );
        ports.clear();
        return;
      case 'say':
        aside(theme.say(`Say: ${progress.text}`));
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
        meanwhile.end();
        const what =
          progress.purpose === 'sale'
            ? 'Waiting for a card'
            : 'Waiting for the same card again, to reverse the payment';
        line(
          theme.redraws
            ? `${what}.`
            : `${what} (${String(seconds(progress.until, clock))} s).${lookWords(progress.canLook)}`,
          '  ',
        );
        spinner.start(() => cardText(progress, clock));
        return;
      }
      case 'settling':
        if (!settlingTold) line(theme.dim(settlingTitle(progress)), '  ');
        if (!settlingTold) spinner.start(() => settlingText(progress, clock));
        if (!settlingTold && isWatched) meanwhile.begin(WHILE_SETTLING);
        settlingTold = true;
        return;
    }
  };
  return {
    report,
    pause: () => {
      meanwhile.end();
      spinner.stop();
    },
    end: () => {
      meanwhile.end();
      spinner.stop();
      if (hasWritten) stream().write('\n');
    },
  };
}

/** A terminal may still be busy with a card when the time for it is over: with the PIN, the bank, the printer. */
function cardText({ until, replyBy, canLook }: Extract<Progress, { kind: 'card' }>, clock: Clock): string {
  const left = seconds(until, clock);
  const text =
    left > 0
      ? `Waiting for the card to be inserted: ${String(left)} s left for the card`
      : `No answer yet: waiting up to ${String(seconds(replyBy, clock))} s more`;
  return `${text}${lookWords(canLook)}`;
}

/** What shortens a wait, once the clinic says that it is done. */
function lookWords(canLook: boolean | undefined): string {
  return canLook === true ? ' (Enter: check now)' : '';
}

function settlingTitle({ purpose, refused }: Extract<Progress, { kind: 'settling' }>): string {
  if (purpose === 'reversal') return "Checking the reversal in the terminal's records.";
  return refused ? 'Checking once more that nothing was charged.' : "Checking the payment in the terminal's records.";
}

function settlingText(progress: Extract<Progress, { kind: 'settling' }>, clock: Clock): string {
  const left = seconds(progress.until, clock);
  return `${left > 0 ? `Checking: up to ${String(left)} s` : 'Checking'}${lookWords(progress.canLook)}`;
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

function behind(text: string | undefined): string {
  return text === undefined || text === '' ? '' : ` · ${text}`;
}
