import { exitOf, diagnoseFacts } from '../../src/diagnosis/diagnose.js';
import { isPaymentOpen } from '../../src/payment/state.js';
import type { PaymentState } from '../../src/payment/state.js';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import type { Entry } from '../../src/session/events.js';
import { readJournal } from '../../src/session/journal.js';
import { paymentFacts } from '../../src/steps/test-payment/payment-checks.js';
import { renderPayments } from '../../src/ui/payment.js';
import { themeFor } from '../../src/ui/theme.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { Bench } from '../unit/steps/harness/bench.js';
import { Line } from './proxy.js';
import type { Sent } from './faults.js';
import { randomOf, settingsOf } from './wire-case.js';
import type { WireCase } from './wire-case.js';

/** What one run of the program left behind and said. */
export interface Told {
  readonly payment: PaymentState | undefined;
  readonly text: string;
  readonly exit: number;
  /** The report, or what was thrown. */
  readonly said: unknown;
}

/** Everything that the law needs to judge a case. */
export interface Ran {
  readonly one: WireCase;
  readonly terminal: VirtualTerminal;
  readonly sent: readonly Sent[];
  readonly entries: readonly Entry[];
  readonly told: readonly Told[];
  readonly struck: boolean;
  /** Money requests that came onto the wire and were not yet in the journal on disk. */
  readonly unannounced: readonly string[];
  /** For each cancel that left: whether a sale of ours waited for its reply. */
  readonly cancelsInFlight: readonly boolean[];
  /** Cents that the terminal had booked for our earlier ids whenever a new sale was begun. */
  readonly netAtSales: readonly number[];
  /** The payments after the last run, and as a program that starts over reads them. */
  readonly payments: readonly PaymentState[];
  readonly replayed: readonly PaymentState[];
}

/** Runs after the first, with everything well again, before what is still open counts as what cannot be known. */
const LATER_RUNS = 2;
/** Of the bench's time: one person calls another, and comes back to it. */
const BETWEEN_RUNS_MS = 300_000;
/** Of the bench's time: every look costs real exchanges. */
const LOOK_EVERY_MS = 60_000;
const THEME = themeFor({ isTTY: false }, false);

/** For what the line holds back; whatever else is asked may take as long as a busy machine needs. Real milliseconds. */
const SILENCE_MS = 1500;
/** Once nothing gets through at all. Real milliseconds. */
const DEAD_MS = 500;

/** How long the program waits for the answer to a request of this name that gets none; undefined where it gets one. */
function silenceOn(line: Line, one: WireCase): (request: string | undefined) => number | undefined {
  return (request) => {
    const silent = line.silences(request) || (one.special?.waits === true && !line.healed);
    return silent ? (line.struck ? DEAD_MS : SILENCE_MS) : undefined;
  };
}

/** A first run over the broken line, later ones over a whole one. */
export async function runCase(one: WireCase, seed: number): Promise<Ran> {
  const random = randomOf(seed, one.name);
  const terminal = await startVirtualTerminal(settingsOf(one, random));
  terminal.person.will(...(one.special?.acts ?? []));
  const line = await Line.start(terminal.posxmlPort, one.fault);
  const interactive = random.below(2) === 0;
  const answers = { 'charge.again': [random.below(3) === 0] };
  const trace = (direction: 'in' | 'out', text: string): void => {
    if (direction === 'in' && !/<PosXML/.test(text)) void line.onFailedConnect();
  };
  const bench = new Bench(terminal, line.port, {
    answers,
    interactive,
    trace,
    lookEveryMs: LOOK_EVERY_MS,
    silenceMs: silenceOn(line, one),
  });
  const told: Told[] = [];
  const netAtSales: number[] = [];
  const unannounced: string[] = [];
  line.onRequest = (sent) => {
    sent.at = bench.clock.now();
    if (!isAnnounced(sent, readJournal(bench.path).entries)) unannounced.push(sent.request);
  };
  const ours = (): number =>
    bench.work.state.payments.reduce((net, { sale }) => net + (sale ? terminal.ledger.net(sale.transactionId) : 0), 0);
  bench.onRecord = ({ type }, when) => {
    if (type === 'sale.intended' && when === 'before') netAtSales.push(ours());
  };
  const once = async (work: () => Promise<unknown>): Promise<void> => {
    const said: unknown = await work().catch((error: unknown) => ({
      thrown: error instanceof Error ? error.message : String(error),
    }));
    told.push(tell(bench, said));
  };
  try {
    one.special?.strike?.(bench, () => line.prepared);
    await once(() => bench.test({ skipIdentify: !one.identify }));
    await line.heal();
    one.special?.heal?.(bench);
    await bench.clock.sleep(BETWEEN_RUNS_MS);
    const byTest = random.below(3) === 0;
    for (let run = 0; run < LATER_RUNS && isStillOpen(bench); run += 1) {
      await once(() => (byTest && !bench.stop.signal.aborted ? retest(bench) : bench.resume()));
    }
    await waitFor(() => terminal.phase === 'idle', 'the terminal to come to rest');
    const { payments } = bench.work.state;
    const replayed = bench.reopen().state.payments;
    return {
      one,
      terminal,
      sent: line.sent,
      entries: readJournal(bench.path).entries,
      told,
      struck: line.struck,
      unannounced,
      cancelsInFlight: bench.cancels.inFlight,
      netAtSales,
      payments,
      replayed,
    };
  } finally {
    await bench.close();
    await line.close();
  }
}

const ANNOUNCED: Readonly<Record<string, string>> = {
  TransactionRequest: 'sale.sending',
  ReverseTransactionRequest: 'reversal.sending',
  CancelAllOperationsRequest: 'cancel.sending',
};

/** What was written before each money request: that it may have been sent, for this sale, and that nothing came of it yet. */
function isAnnounced({ request, document }: Sent, entries: readonly Entry[]): boolean {
  const sending = ANNOUNCED[request];
  if (sending === undefined) return true;
  const events = entries.flatMap(({ event }) => (event.type === 'payment' ? [event.event] : []));
  const intended = events.findLast((event) => event.type === 'sale.intended');
  const last = events.findLast(
    ({ type }) => type === sending || type === 'reversal.intended' || type === 'sale.intended',
  );
  const isOurs =
    request !== 'TransactionRequest' || (intended !== undefined && document.includes(intended.sale.transactionId));
  return last?.type === sending && isOurs;
}

/** `terminal test` again: a program that starts over, settles what is open, and sells only then. */
function retest(bench: Bench): Promise<unknown> {
  bench.reopen();
  return bench.test();
}

function isStillOpen(bench: Bench): boolean {
  const last = bench.work.state.payments.at(-1);
  return last !== undefined && isPaymentOpen(last);
}

function tell(bench: Bench, said: unknown): Told {
  const { payments } = bench.work.state;
  const payment = payments.at(-1);
  const exit = payment ? exitOf(diagnoseFacts({ at: 0, payment: paymentFacts(payment) })) : 0;
  return { payment, text: renderPayments(payments, THEME, 10_000).join('\n'), exit, said };
}
