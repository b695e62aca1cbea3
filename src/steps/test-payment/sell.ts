import { claimWords } from '../../payment/claim-words.js';
import { HOST_MARGIN_MS } from '../../payment/types.js';
import type { Baseline, Sale } from '../../payment/types.js';
import type { PaymentState } from '../../payment/state.js';
import { createBarrier } from './barrier.js';
import { endOfCommand, reportLost } from './command-event.js';
import { endOfSale } from './end-sale.js';
import { lookMeanwhile } from './look-meanwhile.js';
import { REST_BEFORE_MONEY_MS, SEND_WITHIN_MS, uptimeOf } from './settle.js';
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
  const barrier = createBarrier(deps.confirm, { kind: 'sale' });
  await barrier.reach();
  deps.stop.throwIfAborted();
  let state = deps.record({ type: 'sale.intended', at: deps.clock.now(), sale, baseline });
  let leaves = false;
  const end = endOfSale(deps, () => leaves && state.stage === 'sending');
  const meanwhile = lookMeanwhile('sale', sale, deps);
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
      signal: meanwhile.told,
      meanwhile: end,
      sendWithinMs: SEND_WITHIN_MS,
      beforeSend: async () => {
        deps.stop.throwIfAborted();
        state = deps.record({ type: 'sale.sending', at: deps.clock.now(), ...uptimeOf(deps.clock) });
        await barrier.pass();
        deps.stop.throwIfAborted();
        leaves = true;
        const now = deps.clock.now();
        deps.report({
          kind: 'card',
          purpose: 'sale',
          until: now + sale.cardTimeoutS * 1000,
          replyBy: now + timeoutMs,
          canLook: deps.saysDone !== undefined,
        });
      },
    },
  );
  meanwhile.stop();
  // First of all on disk: what the terminal said must not wait for the end of a cancel.
  const event = endOfCommand('sale', answer, deps.clock.now(), sale.transactionId);
  state = deps.record(event);
  if (state.stage === 'unknown' && !meanwhile.told.aborted) reportLost('sale', event, deps.report);
  for (const claim of state.claims) deps.report({ kind: 'note', text: `Careful: ${claimWords(claim)}.` });
  await end.done();
  barrier.tell();
  return state;
}
