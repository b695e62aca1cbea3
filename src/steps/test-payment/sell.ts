import { claimWords } from '../../payment/claim-words.js';
import { HOST_MARGIN_MS } from '../../payment/types.js';
import type { Baseline, Sale } from '../../payment/types.js';
import type { PaymentState } from '../../payment/state.js';
import { endOfCommand, reportLost } from './command-event.js';
import { REST_BEFORE_MONEY_MS } from './settle.js';
import type { PaymentDeps } from './settle.js';

interface SaleOptions {
  /** The terminal's own spelling of the language, if it lists it; else the terminal keeps its own. */
  readonly language: string | undefined;
}

/**
 * Sends one TransactionRequest, once, and records what is known of it: refused, approved, unclear or lost. While the
 * terminal waits for a card, a wish to stop is passed on to it as a cancel; the reply then says who won.
 */
export async function sendSale(
  sale: Sale,
  baseline: Baseline,
  options: SaleOptions,
  deps: PaymentDeps,
): Promise<PaymentState> {
  await deps.clock.sleep(REST_BEFORE_MONEY_MS, deps.stop);
  const timeoutMs = sale.cardTimeoutS * 1000 + HOST_MARGIN_MS;
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
      timeoutMs,
      beforeSend: () => {
        deps.stop.throwIfAborted();
        state = deps.record({ type: 'sale.sending', at: deps.clock.now() });
        const now = deps.clock.now();
        deps.report({ kind: 'card', purpose: 'sale', until: now + sale.cardTimeoutS * 1000, replyBy: now + timeoutMs });
      },
    },
  );
  // First of all on disk: what the terminal said must not wait for the end of a cancel.
  const event = endOfCommand('sale', answer, deps.clock.now());
  state = deps.record(event);
  if (state.stage === 'unknown') reportLost('sale', event, deps.report);
  for (const claim of state.claims) deps.report({ kind: 'note', text: `Careful: ${claimWords(claim)}.` });
  await cancel.done();
  return state;
}

/** At most one cancel, on a second connection, and only while our own sale is in flight. */
function cancelOnStop(deps: PaymentDeps, inFlight: () => boolean): { done(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const onStop = (): void => {
    if (inFlight()) running = sendCancel(deps, inFlight).catch(() => undefined);
  };
  deps.stop.addEventListener('abort', onStop, { once: true });
  return {
    done: () => {
      deps.stop.removeEventListener('abort', onStop);
      return running;
    },
  };
}

/** While this connects the sale may end: then nothing is sent, since what it would cancel is another's. */
async function sendCancel(deps: PaymentDeps, inFlight: () => boolean): Promise<void> {
  const beforeSend = (): void => {
    if (!inFlight()) throw new Error('the sale has ended');
    deps.record({ type: 'cancel.sending', at: deps.clock.now() });
  };
  deps.report({ kind: 'note', text: 'Cancelling on the terminal; waiting for what really happened.' });
  const answer = await deps.client.command('CancelAllOperationsRequest', {}, { alongside: true, beforeSend });
  if (answer.kind === 'failed' && answer.sent === 'nothing') return;
  const returnCode = answer.kind === 'answer' || answer.kind === 'error' ? answer.returnCode : undefined;
  deps.record({ type: 'cancel.ended', at: deps.clock.now(), returnCode });
}
