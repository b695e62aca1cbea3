import { isPaymentOpen } from '../../src/payment/state.js';
import type { PaymentState } from '../../src/payment/state.js';
import type { Doubt } from '../../src/payment/types.js';
import { OTHER_CARD } from '../../src/sandbox/terminal/person.js';
import { OTHER_TERMINAL } from './specials.js';
import type { Ran } from './wire-run.js';

interface Reason {
  readonly doubts: readonly Doubt[];
  /** Which evidence was missing, and why no request that is allowed could have given it. */
  readonly why: string;
  /** Told from the terminal's books and settings, not from what the program thinks. */
  readonly holds: (ran: Ran, payment: PaymentState, run: 'first' | 'last') => boolean;
}

/** Why a case may end with open money. Whatever ends so for another reason could have been settled: a defect. */
const ALLOWED = {
  'no answer': {
    doubts: ['unreachable', 'busy', 'counters-unknown'],
    why: 'The line lets nothing through until after the run: there is nobody to ask.',
    holds: ({ one }, _payment, run) => run === 'first' && one.fault?.at === 'byte' && one.fault.thenDead === true,
  },
  'a STAN of nobody': {
    doubts: ['stan-unaccounted'],
    why: 'A STAN was spent after the baseline. By id, by STAN and in the batch the terminal knows of nothing: what became of it only the bank knows.',
    holds: (ran, payment) => ownerlessStans(ran, payment).length > 0,
  },
  'the batch has left': {
    doubts: ['batch-sent'],
    why: 'The rows went with the batch and the terminal forgets what it has sent: neither the query nor the new batch can tell of the sale.',
    holds: (ran, { sale }) =>
      batchLeft(ran) &&
      !(
        canFindSent(ran) &&
        ran.terminal.ledger.entries.some(({ transactionId }) => transactionId === sale?.transactionId)
      ),
  },
  'cannot be returned': {
    doubts: ['reversal-refused', 'unclear-record', 'batch-sent', 'reversal-running', 'contradiction'],
    why: 'The sale is in a batch that has left: the terminal refuses its reversal, and a refund needs explicit consent.',
    holds: (ran, payment) => batchLeft(ran) && isCharged(ran, payment),
  },
  'another terminal': {
    doubts: ['wrong-terminal', 'answered-elsewhere'],
    why: 'What answers names another TID: what it says is no evidence for our sale, what it claims of it is not forgotten, and money goes only to the confirmed one.',
    holds: (ran, _payment, run) =>
      ran.terminal.settings.terminalIdInReplies !== undefined ||
      (/another terminal/.test(ran.one.special?.name ?? '') && (run === 'first' || !toldAuthorisation(ran))),
  },
  'the card is refused': {
    doubts: ['reversal-refused'],
    why: 'Every try that a run has was refused for the card or by the bank; the next run has tries of its own. Where the sale itself was paid with the other card, the usual one is never right.',
    holds: ({ one }, { proof }, run) =>
      (run === 'first' && (one.special?.acts?.length ?? 0) > 1) || proof?.cardLastFour === OTHER_CARD.lastFour,
  },
  'this clock was set': {
    doubts: ['busy', 'counters-unknown'],
    why: "By this clock the time of the sale is over and by the terminal's it is not: only time tells, and a later run asks again.",
    holds: ({ one }, _payment, run) => run === 'first' && /this clock .* after the sale/.test(one.special?.name ?? ''),
  },
  'the agent stops': {
    doubts: ['interrupted'],
    why: 'The agent does not want another try at the reversal.',
    holds: ({ one }) => one.special?.stops === true,
  },
  'undoing something': {
    doubts: ['reversal-running', 'busy', 'unreachable'],
    why: 'The terminal goes on undoing until its bank answers, and nothing may be reversed on top of it.',
    holds: ({ one }, _payment, run) => run === 'first' && /bank is away/.test(one.special?.name ?? ''),
  },
} as const satisfies Readonly<Record<string, Reason>>;

type AllowedReason = keyof typeof ALLOWED;

/** The reasons for an escalation; none is a defect. */
export function reasonsFor(ran: Ran, payment: PaymentState, run: 'first' | 'last'): readonly AllowedReason[] {
  if (!isPaymentOpen(payment)) throw new Error('that is no escalation');
  const { doubt } = payment;
  return (Object.entries(ALLOWED) as [AllowedReason, Reason][])
    .filter(([, { doubts, holds }]) => doubt !== undefined && doubts.includes(doubt) && holds(ran, payment, run))
    .map(([name]) => name);
}

/**
 * Without its authorisation the other terminal's row is known by a STAN alone, which both may have given; nobody can ask
 * that one any more. A record names no terminal: it is that of the one which named itself last.
 */
function toldAuthorisation({ sent }: Ran): boolean {
  let named: string | undefined;
  return sent.some(({ reply }) => {
    named = /<TerminalID>\s*(\w+)/.exec(reply)?.[1] ?? named;
    return named === OTHER_TERMINAL && /<AuthorizationNo>\s*\d/.test(reply);
  });
}

function isCharged({ terminal }: Ran, { sale }: PaymentState): boolean {
  return terminal.ledger.net(sale?.transactionId ?? '') !== 0;
}

function batchLeft({ one, terminal }: Ran): boolean {
  return terminal.settings.batchLeaves === 'after-sale' || /batch leaves/.test(one.special?.name ?? '');
}

function canFindSent({ terminal: { settings } }: Ran): boolean {
  return settings.sentQuery === 'found' && settings.queryFindsBy !== 'stan';
}

/** Spent between the baseline and the last status that arrived, and in none of the terminal's books that it shows. */
function ownerlessStans({ terminal, sent }: Ran, { baseline }: PaymentState): readonly number[] {
  const told = sent
    .map(({ reply }) => /<NextSTAN>\s*(\d+)/.exec(reply)?.[1])
    .filter((stan) => stan !== undefined)
    .at(-1);
  const shown = new Set(terminal.ledger.entries.map(({ stan }) => stan));
  if (terminal.settings.declinedQuery !== 'not-found') for (const { stan } of terminal.ledger.declined) shown.add(stan);
  const ownerless: number[] = [];
  for (
    let stan = baseline.nextStan ?? Infinity, count = 0;
    stan !== Number(told) && count < 100;
    stan = stan >= 999_999 ? 1 : stan + 1, count += 1
  )
    if (!shown.has(stan)) ownerless.push(stan);
  return ownerless;
}
