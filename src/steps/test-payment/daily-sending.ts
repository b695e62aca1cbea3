import type { SendingFacts } from '../../model/facts.js';
import type { TerminalSnapshot } from '../../payment/types.js';
import type { PaymentDeps } from './settle.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A test begun later may not be returned before it. */
const NEAR_MS = 10 * MINUTE_MS;
/** The sending itself takes its time. */
const SENDING_MS = 2 * MINUTE_MS;

interface SendingDeps extends Pick<PaymentDeps, 'talk' | 'clock' | 'report' | 'stop' | 'saysDone'> {
  /** Hears what is to be told of it in the end. */
  readonly sawSending: (sending: SendingFacts) => void;
  /** The terminal as it is now. */
  readonly look: () => Promise<TerminalSnapshot>;
}

/**
 * Once a day the terminal sends its payments to the bank, and what has been sent can no longer be reversed there. True
 * where that was near and has been waited out, so that the terminal's counters are others now.
 */
export async function waitOutSending(before: TerminalSnapshot, deps: SendingDeps): Promise<boolean> {
  const { talk, clock, sawSending } = deps;
  const { sending } = before;
  const failed = sending?.failed === true;
  if (failed) sawSending({ failed });
  const left = untilNext(before);
  if (sending?.at === undefined || left === undefined || left > NEAR_MS) return false;
  const at = `${sending.at.slice(0, 2)}:${sending.at.slice(2)}`;
  const minutes = String(Math.ceil((left + SENDING_MS) / MINUTE_MS));
  const waited = await talk.confirm({
    kind: 'confirm',
    id: 'sending.near',
    message: `Wait ${minutes} minutes until it is over?`,
    preamble: [
      `At ${at} (terminal clock) the terminal sends its batch to the bank.`,
      'After that a payment can no longer be reversed. Answer no to start the test immediately.',
    ],
    default: true,
    flag: '--yes',
  });
  sawSending({ failed, near: { at, minutes: Math.ceil(left / MINUTE_MS), waited } });
  if (!waited) return false;
  const enter = deps.saysDone === undefined ? '' : ' Enter: check now.';
  deps.report({
    kind: 'note',
    text: `Waiting ${minutes} minutes, then the test begins. The clinic can put the card away until then.${enter} Ctrl-C: save and hang up.`,
  });
  await untilSent(before, clock.now() + left + SENDING_MS, deps);
  return true;
}

/** Until the time is over, or the clinic says that the terminal is done and the terminal has begun another batch. */
async function untilSent(
  before: TerminalSnapshot,
  until: number,
  { clock, report, stop, saysDone, look }: SendingDeps,
): Promise<void> {
  report({ kind: 'begin', task: 'Waiting for the daily sending' });
  while (clock.now() < until) {
    const ends = [stop, saysDone?.()].filter((one) => one !== undefined);
    await clock.sleep(until - clock.now(), AbortSignal.any(ends));
    stop.throwIfAborted();
    if (clock.now() >= until) break;
    if (isSent(before, await look())) return;
    report({ kind: 'note', text: 'The terminal has not sent its batch yet. Waiting.' });
  }
  report({ kind: 'note', text: 'The time of the daily sending is over. Continuing with the test.' });
}

/** A new batch, and no sending that comes soon: what is sold now can be reversed. */
function isSent({ batch: former }: TerminalSnapshot, now: TerminalSnapshot): boolean {
  const { batch } = now;
  if (former.kind !== 'read' || batch.kind !== 'read' || batch.fileNumber === undefined) return false;
  return former.fileNumber !== batch.fileNumber && (untilNext(now) ?? 0) > NEAR_MS;
}

function untilNext({ sending, time }: TerminalSnapshot): number | undefined {
  return sending?.at === undefined || time === undefined ? undefined : untilSending(sending.at, time);
}

/** Milliseconds from a local time to the next HHMM. */
function untilSending(at: string, time: string): number {
  const now = Date.parse(`1970-01-01${time.slice('YYYY-MM-DD'.length)}Z`);
  const then = (Number(at.slice(0, 2)) * 60 + Number(at.slice(2))) * MINUTE_MS;
  return (then - now + DAY_MS) % DAY_MS;
}
