import { HOST_MARGIN_MS } from '../payment/types.js';
import type { Baseline, Sale } from '../payment/types.js';
import type { PaymentState } from '../payment/machine.js';
import { viewOf } from '../payment/view.js';
import { redact } from '../text/redact.js';
import { errorBody } from './settle.js';
import type { PaymentDeps } from './settle.js';

export interface SaleOptions {
  /** The terminal's own spelling of the language, if it lists it; else the terminal keeps its own. */
  readonly language: string | undefined;
}

/**
 * Sends one TransactionRequest, once, and records what is known of it: refused, approved, unclear or lost. While the
 * terminal waits for a card, a wish to stop is passed on to it as a cancel; the reply then says who won.
 */
export async function sell(sale: Sale, baseline: Baseline, options: SaleOptions, deps: PaymentDeps): Promise<PaymentState> {
  let state = deps.record({ type: 'sale.intended', at: deps.clock.now(), sale, baseline });
  const cancel = cancelOnStop(deps, () => state.stage === 'sending');
  const answer = await deps.client.command(
    'TransactionRequest',
    {
      Amount: sale.amount,
      CurrencyName: sale.currency,
      TransactionID: sale.transactionId,
      PrintReceipt: 1,
      Timeout: sale.cardTimeoutS,
      ...(options.language === undefined ? {} : { Language: options.language }),
    },
    {
      timeoutMs: sale.cardTimeoutS * 1000 + HOST_MARGIN_MS,
      beforeSend: () => {
        deps.stop.throwIfAborted();
        state = deps.record({ type: 'sale.sending', at: deps.clock.now() });
        deps.report({ kind: 'card', purpose: 'sale', until: deps.clock.now() + sale.cardTimeoutS * 1000 });
      },
    },
  );
  await cancel.done();
  const at = deps.clock.now();
  if (answer.kind === 'failed') {
    const type = answer.sent === 'nothing' ? 'sale.aborted' : 'sale.lost';
    return deps.record({ type, at, why: answer.failure.message });
  }
  if (answer.kind === 'unexpected') return deps.record({ type: 'sale.lost', at, why: `answered with ${answer.name}` });
  const body = answer.kind === 'error' ? errorBody(answer) : answer.body;
  return deps.record({ type: 'sale.replied', at, view: viewOf(body, redact) });
}

/** At most one cancel, on a second connection, and only while our own sale is in flight. */
function cancelOnStop(deps: PaymentDeps, inFlight: () => boolean): { done(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const onStop = (): void => {
    if (inFlight()) running = sendCancel(deps);
  };
  deps.stop.addEventListener('abort', onStop, { once: true });
  return {
    done: () => {
      deps.stop.removeEventListener('abort', onStop);
      return running;
    },
  };
}

async function sendCancel(deps: PaymentDeps): Promise<void> {
  deps.record({ type: 'cancel.sending', at: deps.clock.now() });
  deps.report({ kind: 'note', text: 'Cancelling on the terminal; waiting for what really happened.' });
  const answer = await deps.client.command('CancelAllOperationsRequest', {}, { alongside: true });
  const returnCode = answer.kind === 'answer' || answer.kind === 'error' ? answer.returnCode : undefined;
  deps.record({ type: 'cancel.ended', at: deps.clock.now(), returnCode });
}
