import type { SendingFacts } from '../../model/facts.js';
import type { TerminalSnapshot } from '../../payment/types.js';
import type { PaymentDeps } from './settle.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A test begun later may not be returned before it. */
const NEAR_MS = 10 * MINUTE_MS;
/** The sending itself takes its time. */
const SENDING_MS = 2 * MINUTE_MS;

interface SendingDeps extends Pick<PaymentDeps, 'talk' | 'clock' | 'report' | 'stop'> {
  /** Hears what is to be told of it in the end. */
  readonly sawSending: (sending: SendingFacts) => void;
}

/**
 * Once a day the terminal sends its payments to the bank, and what has been sent can no longer be taken back there. True
 * where that was near and has been waited out, so that the terminal's counters are others now.
 */
export async function waitOutSending(
  { sending, time }: Pick<TerminalSnapshot, 'sending' | 'time'>,
  { talk, clock, report, stop, sawSending }: SendingDeps,
): Promise<boolean> {
  const failed = sending?.failed === true;
  if (failed) sawSending({ failed });
  const left = sending?.at === undefined || time === undefined ? undefined : untilSending(sending.at, time);
  if (sending?.at === undefined || left === undefined || left > NEAR_MS) return false;
  const at = `${sending.at.slice(0, 2)}:${sending.at.slice(2)}`;
  const waited = await talk.confirm({
    kind: 'confirm',
    id: 'sending.near',
    message: `Wait ${String(Math.ceil((left + SENDING_MS) / MINUTE_MS))} minutes until it is over?`,
    preamble: [
      `At ${at} (terminal clock) the terminal sends its batch to the bank.`,
      'After that a payment can no longer be reversed. Answer no to start the test immediately.',
    ],
    default: true,
    flag: '--yes',
  });
  sawSending({ failed, near: { at, minutes: Math.ceil(left / MINUTE_MS), waited } });
  if (!waited) return false;
  report({
    kind: 'note',
    text: `Waiting ${String(Math.ceil((left + SENDING_MS) / MINUTE_MS))} minutes, then the test begins. The clinic can put the card away until then. Ctrl-C: save and hang up.`,
  });
  report({ kind: 'begin', task: 'Waiting for the daily sending' });
  await clock.sleep(left + SENDING_MS, stop);
  stop.throwIfAborted();
  return true;
}

/** Milliseconds from a local time to the next HHMM. */
function untilSending(at: string, time: string): number {
  const now = Date.parse(`1970-01-01${time.slice('YYYY-MM-DD'.length)}Z`);
  const then = (Number(at.slice(0, 2)) * 60 + Number(at.slice(2))) * MINUTE_MS;
  return (then - now + DAY_MS) % DAY_MS;
}
