import { appendFileSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { isPaymentOpen } from '../../src/payment/state.js';
import type { PaymentState } from '../../src/payment/state.js';
import type { PaymentEvent } from '../../src/payment/events.js';
import { readJournal } from '../../src/session/journal.js';
import { replayEvents, unsettledPayment } from '../../src/session/reduce.js';
import { withBench } from '../unit/steps/harness/bench.js';
import type { Bench, BenchOptions } from '../unit/steps/harness/bench.js';

interface PrefixStory {
  readonly name: string;
  readonly options: BenchOptions;
  /** How the sale ends whatever line the journal is cut after, once it was sent. */
  readonly ends: readonly PaymentState['stage'][];
}

export const PREFIX_STORIES: readonly PrefixStory[] = [
  { name: 'sold and returned', options: {}, ends: ['reconciled'] },
  { name: 'declined', options: { acts: ['decline'], settings: { declinedQuery: 'as-declined' } }, ends: ['declined'] },
  {
    name: 'the reply of the sale is lost',
    options: {
      settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }] },
    },
    ends: ['reconciled'],
  },
  {
    name: 'the reply of the reversal is lost',
    options: {
      settings: {
        faults: [{ kind: 'lose-reply', ending: 'close', request: 'ReverseTransactionRequest', occurrence: 1 }],
      },
    },
    ends: ['reconciled'],
  },
  {
    name: 'given up',
    options: { acts: ['pay', 'no-card', 'no-card', 'no-card', 'no-card'], interactive: false },
    ends: ['reconciled', 'escalated'],
  },
];

/** A journal that ends after so many payment events, and then with a part of the next line. */
interface Prefix {
  readonly story: PrefixStory;
  readonly events: number;
  /** How much of the next line is there: from 0 to 1. */
  readonly torn: number;
}

export const prefixName = ({ story, events, torn }: Prefix): string =>
  `${story.name}: ${String(events)} events and ${String(torn)} of a line`;

/** Nothing, one byte, half a line, and all but its end. */
const TORN = [0, 0.001, 0.5, 0.999] as const;

/** Every prefix of a story's journal. */
export async function prefixesOf(story: PrefixStory): Promise<readonly Prefix[]> {
  let events = 0;
  await withBench(structuredClone(story.options), async (bench) => {
    await bench.test();
    events = bench.story.length;
  });
  return Array.from({ length: events + 1 }, (_, count) => count).flatMap((count) =>
    TORN.map((torn) => ({ story, events: count, torn })),
  );
}

class Killed extends Error {}

/** Dies in the middle of a write, is run again, and comes to the one right end; a further run adds nothing to it. */
export async function playPrefix(prefix: Prefix): Promise<void> {
  const { story, events } = prefix;
  await withBench(structuredClone(story.options), async (bench) => {
    dieAt(bench, prefix);
    await bench.test().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    bench.onRecord = () => undefined;
    const sent = bench.terminal.wire.some(({ name }) => name === 'TransactionRequest');
    const end = await (events % 2 === 0 ? bench.resume() : settledByTest(bench));
    expect(sent ? story.ends : [undefined, 'aborted', 'absent']).toContain(end?.stage);
    if (unsettledPayment(bench.work.state)) return;
    const settled = readFileSync(bench.path, 'utf8');
    for (let again = 0; again < 2; again += 1)
      expect((await bench.resume())?.stage).toBe(bench.work.state.payments.at(-1)?.stage);
    expect(readFileSync(bench.path, 'utf8')).toBe(settled);
  });
}

/** The next test: what was left open is settled before anything is sold. */
async function settledByTest(bench: Bench): Promise<PaymentState | undefined> {
  const left = unsettledPayment(replayEvents(readJournal(bench.path).entries));
  bench.reopen();
  await bench.test();
  const { payments } = bench.work.state;
  if (!left) return payments[0];
  const place = payments.findIndex(({ sale }) => sale?.transactionId === left.sale?.transactionId);
  if (payments.length > place + 1)
    expect(isPaymentOpen(payments[place] as PaymentState), 'a new sale while one was open').toBe(false);
  return payments[place];
}

function dieAt(bench: Bench, { events, torn }: Prefix): void {
  let written = 0;
  let dead = false;
  bench.onRecord = (event, when) => {
    if (!dead && when === 'before' && written === events) tear(bench, event, torn);
    dead ||= when === 'before' && written === events;
    if (dead) throw new Killed();
    if (when === 'after') written += 1;
  };
}

function tear(bench: Bench, event: PaymentEvent, torn: number): void {
  const line = JSON.stringify({
    v: 1,
    n: readJournal(bench.path).entries.length + 1,
    at: new Date().toISOString(),
    event: { type: 'payment', event },
    sum: '0123456789abcdef',
  });
  if (torn > 0) appendFileSync(bench.path, line.slice(0, Math.max(1, Math.floor(line.length * torn))));
}
