import type { ServiceAnswer } from '../../connection/answer.js';
import type { PaymentEvent } from '../../payment/events.js';
import { viewOf } from '../../payment/redacted-reply.js';
import type { TransactionReply } from '../../posxml/messages.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import type { ReportProgress } from '../dependencies.js';

type Of = 'sale' | 'reversal';
const MOMENTS = { sale: 'reply.lost', reversal: 'return.lost' } as const;

/** What the answer to a request that moves money is to the payment. @param at epoch milliseconds @param transactionId of the sale */
export function endOfCommand(
  of: Of,
  answer: ServiceAnswer<'TransactionRequest' | 'ReverseTransactionRequest'>,
  at: number,
  transactionId: string,
): PaymentEvent {
  switch (answer.kind) {
    case 'failed':
      return { type: answer.sent === 'nothing' ? `${of}.aborted` : `${of}.lost`, at, why: answer.failure.message };
    case 'unexpected':
      return { type: `${of}.lost`, at, why: `answered with ${answer.name}` };
    case 'error':
      return { type: `${of}.replied`, at, view: viewOf(errorBody(answer), safeExcerpt, transactionId) };
    case 'answer':
      return { type: `${of}.replied`, at, view: viewOf(answer.body, safeExcerpt, transactionId) };
  }
}

/** A reply did not arrive, or proves nothing: why, where that is known, and what comes of it. */
export function reportLost(of: Of, event: PaymentEvent, report: ReportProgress): void {
  const why = 'why' in event ? ` (${event.why})` : '';
  report({
    kind: 'note',
    text: `No clear reply${why}. Not sending it again: checking with the terminal what happened.`,
  });
  report({ kind: 'moment', id: MOMENTS[of] });
}

/** An `Error` message read as the transaction reply that it stands for. */
function errorBody(error: {
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
}): TransactionReply {
  return {
    ...(error.returnCode === undefined ? {} : { ReturnCode: error.returnCode }),
    ...(error.reason === undefined ? {} : { Reason: error.reason }),
  };
}
