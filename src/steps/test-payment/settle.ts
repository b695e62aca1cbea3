import { QUESTION_WORDS } from '../../model/terminal-questions.js';
import type { TerminalClient } from '../../connection/terminal-client.js';
import type { Uptime } from '../../payment/elapsed.js';
import type { PaymentEvent } from '../../payment/events.js';
import { reversalEndsBy, saleEndsBy, saleOf } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import { nextAction } from '../../payment/next-action.js';
import type { PaymentAction, Run } from '../../payment/next-action.js';
import { HOST_MARGIN_MS, REFUSAL_PROOF_MS } from '../../payment/types.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { isTerminalQuestion } from '../../posxml/messages.js';
import type { Message } from '../../posxml/messages.js';
import type { Doubt } from '../../payment/types.js';
import { endOfCommand, reportLost } from './command-event.js';
import { lookMeanwhile } from './look-meanwhile.js';
import { lookAtTerminal } from './query-terminal.js';
import type { IrrevocableAct } from '../../session/store.js';
import type { Clock, Prompter, ReportProgress } from '../dependencies.js';
import { createBarrier } from './barrier.js';

export interface PaymentDeps {
  readonly client: TerminalClient;
  readonly clock: Clock;
  readonly talk: Prompter;
  readonly report: ReportProgress;
  /** Puts the event on disk and gives the state after it. Throws if it cannot be stored. */
  readonly record: (event: PaymentEvent) => PaymentState;
  /** Before money moves: all who could work on this terminal know what is recorded. Absent where nobody else can. @throws StoreError */
  readonly confirm?: ((act: IrrevocableAct) => Promise<void>) | undefined;
  /** Fires when the agent wants to stop; the money is settled first. */
  readonly stop: AbortSignal;
  /** Seconds that the terminal waits for a card at a reversal. */
  readonly reversalWaitS: number;
  /** Milliseconds between two looks. */
  readonly lookEveryMs: number;
  /** Fires when the agent says next that the clinic is done: look now. Absent where nobody can. */
  readonly saysDone?: (() => AbortSignal) | undefined;
}

/**
 * Terminals serve one client at a time, and known ones left them 1 to 2 s between calls (posxml documents). A question
 * that comes too early is asked again; money is sent once, and its reply would be lost for minutes.
 */
export const REST_BEFORE_MONEY_MS = 1000;

/** What is on disk as "sending" is sent within so long, or not at all: its period counts from then. Milliseconds. */
export const SEND_WITHIN_MS = 1000;

/** For an event from which a period counts, or by which it ends. */
export function uptimeOf(clock: Clock): { readonly up?: Uptime } {
  const up = clock.uptime?.();
  return up ? { up } : {};
}

/**
 * Brings an open sale to its end: looks until its outcome is proven, reverses what was charged, and escalates what
 * cannot be proven. Never sends a sale. Ends with a final state or with `escalated`.
 */
export async function settlePayment(start: PaymentState, deps: PaymentDeps): Promise<PaymentState> {
  const onStop = (): void => {
    deps.report({ kind: 'note', text: MONEY_FIRST });
  };
  deps.stop.addEventListener('abort', onStop, { once: true });
  try {
    return await untilSettled(start, deps);
  } finally {
    deps.stop.removeEventListener('abort', onStop);
  }
}

/** Said when the agent wants to stop while money is out. */
export const MONEY_FIRST =
  'Stopping when the payment is resolved: checking with the terminal. Ctrl-C again stops immediately: the payment then stays open, and the exit status is 10.';

async function untilSettled(start: PaymentState, deps: PaymentDeps): Promise<PaymentState> {
  let state = start;
  let run: Run = { since: deps.clock.now(), looks: 0, reversals: 0, escalated: false };
  for (;;) {
    const action = nextAction(state, deps.clock.now(), run);
    if (action.do === 'end') return state;
    if (action.do === 'look') {
      if (run.looks > 0) await deps.clock.sleep(deps.lookEveryMs, deps.saysDone?.());
      const before = state;
      state = await look(state, deps, run.looks);
      reportFound(before, state, deps);
      run = { ...run, looks: run.looks + 1 };
    } else if (action.do === 'reverse') {
      state = await reverse(state, action, deps);
      const since = deps.clock.now();
      run = {
        ...run,
        since,
        looks: 0,
        reversals: run.reversals + 1,
        reversingSince: run.reversingSince ?? since,
        escalated: state.stage === 'escalated',
      };
    } else {
      if (action.do === 'escalate' && run.looks > 0) deps.report({ kind: 'note', text: NOT_PROVEN });
      state = deps.record(eventOf(action, deps.clock.now()));
      run = { ...run, escalated: action.do === 'escalate' };
    }
  }
}

const NOT_PROVEN = "The time is over, and the terminal's records do not settle it.";

/** A wait whose end nobody tells looks like one that ran out. */
function reportFound(before: PaymentState, { stage }: PaymentState, { report }: PaymentDeps): void {
  if (before.stage !== 'unknown' || stage !== 'approved') return;
  report({ kind: 'note', text: 'The terminal has the payment on record: it was made, and is reversed next.' });
  // The same card is asked for in a moment: the clinic must not put it away.
  report({ kind: 'moment', id: 'reversal.soon' });
}

function eventOf(action: Exclude<PaymentAction, { do: 'look' | 'reverse' | 'end' }>, at: number): PaymentEvent {
  switch (action.do) {
    case 'abort-sale':
      return { type: 'sale.aborted', at, why: 'the command stopped before anything was sent' };
    case 'abort-reversal':
      return { type: 'reversal.aborted', at, why: 'the command stopped before anything was sent' };
    case 'confirm-reversal':
      return { type: 'reversal.confirmed', at };
    case 'escalate':
      return { type: 'escalated', at, doubt: action.doubt };
  }
}

/** By when it is proven, as things stand. */
function endsBy(state: PaymentState, now: number): number {
  if (state.reversal?.sentAt !== undefined) return reversalEndsBy(state);
  if (state.sentAt === undefined) return now;
  const soon = state.stage === 'refused' && state.doubt === undefined;
  return soon ? (state.agreedSince?.since.at ?? now) + REFUSAL_PROOF_MS : saleEndsBy(state);
}

/** How many times the usual time-out a question may take whose first answer did not come in time: a line can be slow, and money is out. */
const PATIENCE = 4;

type LookDeps = Pick<PaymentDeps, 'client' | 'clock' | 'report' | 'record' | 'saysDone'>;

/** One look at a payment that a former run left open. A step of which nothing had left is reversed before. */
export function lookOnce(state: PaymentState, deps: LookDeps): Promise<PaymentState> {
  const now = deps.clock.now();
  const action = nextAction(state, now, { since: now, looks: 0, reversals: 0, escalated: false });
  const open = action.do === 'abort-reversal' ? deps.record(eventOf(action, now)) : state;
  return look(open, deps, 0);
}

/** @param before the looks of this run so far */
async function look(state: PaymentState, deps: LookDeps, before: number): Promise<PaymentState> {
  const reversing = state.reversal?.sentAt !== undefined;
  deps.report({
    kind: 'settling',
    purpose: reversing ? 'reversal' : 'sale',
    refused: state.stage === 'refused',
    doubt: state.doubt,
    until: endsBy(state, deps.clock.now()),
    canLook: deps.saysDone !== undefined,
  });
  const { transactionId, amount } = saleOf(state);
  const seen = await lookAtTerminal(
    deps.client,
    { transactionId, amount, stan: state.proof?.stan, baseline: state.baseline },
    { patience: before > 0 && state.doubt === 'unreachable' ? PATIENCE : 1 },
  );
  return deps.record({ type: 'looked', at: deps.clock.now(), ...uptimeOf(deps.clock), look: seen });
}

async function reverse(
  state: PaymentState,
  action: Extract<PaymentAction, { do: 'reverse' }>,
  deps: PaymentDeps,
): Promise<PaymentState> {
  const objection = action.again ? await objectionToAnother(state, deps) : undefined;
  if (objection) return deps.record({ type: 'escalated', at: deps.clock.now(), doubt: objection });
  await deps.clock.sleep(REST_BEFORE_MONEY_MS);
  const sale = saleOf(state);
  const waitS = deps.reversalWaitS;
  const timeoutMs = waitS * 1000 + HOST_MARGIN_MS;
  const barrier = createBarrier(deps.confirm, { kind: 'reversal', lastsMs: timeoutMs });
  await barrier.reach();
  deps.record({ type: 'reversal.intended', at: deps.clock.now(), by: action.by, withAmount: action.withAmount, waitS });
  const key =
    action.by === 'stan' && state.proof?.stan !== undefined
      ? { TransactionSTAN: state.proof.stan }
      : { TransactionID: sale.transactionId };
  const meanwhile = lookMeanwhile('reversal', sale, deps);
  const answer = await deps.client.command(
    'ReverseTransactionRequest',
    {
      ...key,
      ...(action.withAmount ? { ReverseAmount: sale.amount } : {}),
      CurrencyName: sale.currency,
      PrintReceipt: 1,
    },
    {
      timeoutMs,
      signal: meanwhile.told,
      meanwhile: { heard: (message) => isHeardOut(message, deps) },
      sendWithinMs: SEND_WITHIN_MS,
      beforeSend: async () => {
        deps.record({ type: 'reversal.sending', at: deps.clock.now(), ...uptimeOf(deps.clock) });
        await barrier.pass();
        const now = deps.clock.now();
        deps.report({
          kind: 'card',
          purpose: 'reversal',
          until: now + waitS * 1000,
          replyBy: now + timeoutMs,
          canLook: deps.saysDone !== undefined,
        });
      },
    },
  );
  meanwhile.stop();
  const event = endOfCommand('reversal', answer, deps.clock.now(), sale.transactionId);
  const end = deps.record(event);
  barrier.tell();
  if (end.stage === 'reverse-unknown' && !meanwhile.told.aborted) reportLost('reversal', event, deps.report);
  return end;
}

/** A return is never cancelled: a question in the middle of it is for the people there. */
function isHeardOut(message: Message, deps: PaymentDeps): boolean {
  if (!isTerminalQuestion(message)) return false;
  deps.report({ kind: 'note', text: `The terminal asks the till ${QUESTION_WORDS[message.name]}. ${AT_THE_TERMINAL}` });
  return true;
}

const AT_THE_TERMINAL = 'There is no answer to that here. Ask the clinic what the screen shows. Waiting for the reply.';

/** Alone, the program tries as often as it may; an agent is asked, since the card must be at hand. */
async function objectionToAnother(state: PaymentState, deps: PaymentDeps): Promise<Doubt | undefined> {
  if (deps.stop.aborted) return 'interrupted';
  if (!deps.talk.interactive) return undefined;
  const late = state.reversalRefusal === RETURN_CODE.TIMEOUT;
  const question = {
    kind: 'confirm',
    id: late ? 'reversal.late' : 'reversal.again',
    message: 'Retry the reversal with the same card?',
    preamble: [`${late ? NO_CARD_CAME : refusalWords(state)} The payment has not been reversed yet.`],
    default: true,
  } as const;
  // A question that was broken off is no answer; the money stays open, and is told.
  return deps.talk.confirm(question).then(
    (again) => (again ? undefined : 'reversal-refused'),
    () => 'interrupted',
  );
}

const NO_CARD_CAME = `No card was put in before the time was over, so nothing was reversed (code ${String(RETURN_CODE.TIMEOUT)}).`;

function refusalWords({ reversalRefusal: code }: PaymentState): string {
  const why = code === RETURN_CODE.TRANSACTION_FAILED ? ' Most likely another card was inserted.' : '';
  return `The terminal refused the reversal${code === undefined ? '' : ` (code ${String(code)})`}.${why}`;
}
