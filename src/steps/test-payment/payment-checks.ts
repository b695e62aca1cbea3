import { formatPair } from '../../model/endpoint.js';
import type { Json } from '../../contract/json.js';
import type { Check, CheckId, CheckStatus } from '../../contract/document.js';
import type { PaymentFacts } from '../../model/facts.js';
import { claimWords } from '../../payment/claim-words.js';
import { claimsElsewhere } from '../../payment/claims.js';
import { paymentEnd } from '../../payment/payment-end.js';
import { mayBeCharged, saleOf } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import { formatEuros } from '../../text/euros.js';

/** What the end of a sale means for words, exit status and diagnosis. */
export function paymentFacts(state: PaymentState): PaymentFacts {
  const sale = saleOf(state);
  const claim = mayBeCharged(state) ? (claimsElsewhere(state)[0] ?? state.claims[0]) : undefined;
  return {
    end: paymentEnd(state),
    returnCode: state.refusal?.returnCode ?? state.reversalRefusal,
    reason: state.refusal?.reason,
    stan: state.proof ? state.proof.stan : claim?.stan,
    authorizationNo: state.proof ? state.proof.authorizationNo : claim?.authorizationNo,
    // Anyone who looks it up has to look there.
    terminalId: state.proof ? sale.terminalId : (claim?.terminalId ?? sale.terminalId),
    amount: sale.amount,
    transactionId: sale.transactionId,
    ...(state.cancelSent && state.asked === undefined && { cancelledByUs: true }),
    ...(state.asked !== undefined && { asked: state.asked }),
  };
}

export function paymentChecks(state: PaymentState): readonly Check[] {
  const sale = saleOf(state);
  const place = { host: sale.host, port: sale.port };
  const charged = state.proof !== undefined;
  const returned = state.stage === 'reconciled';
  const saleStatus: CheckStatus = charged ? 'pass' : mayBeCharged(state) ? 'unknown' : 'fail';
  const reversalStatus: CheckStatus = returned ? 'pass' : charged ? 'fail' : 'skip';
  const reconcileStatus: CheckStatus = returned
    ? state.reversalProof?.source === 'record'
      ? 'pass'
      : 'warn'
    : mayBeCharged(state)
      ? 'fail'
      : 'skip';
  return [
    testCheck(
      'test.sale',
      saleStatus,
      place,
      present({
        transactionId: sale.transactionId,
        amount: `${formatEuros(sale.amount)} EUR`,
        stan: state.proof?.stan,
        authorizationNo: state.proof?.authorizationNo,
        returnCode: state.refusal?.returnCode,
        reason: state.refusal?.reason,
        asked: state.asked,
      }),
    ),
    testCheck(
      'test.reversal',
      reversalStatus,
      place,
      present({ stanRev: state.reversalProof?.stanRev, returnCode: state.reversalRefusal }),
    ),
    testCheck(
      'test.reconcile',
      reconcileStatus,
      place,
      present({
        outcome: state.stage,
        proof: state.reversalProof?.source,
        doubt: state.doubt,
        claims: mayBeCharged(state) && state.claims.length > 0 ? state.claims.map(claimWords).join('; ') : undefined,
      }),
    ),
  ];
}

function present(values: Record<string, Json | undefined>): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

export function testCheck(
  id: CheckId,
  status: CheckStatus,
  place: { readonly host: string; readonly port: number } | undefined,
  evidence: Record<string, Json> = {},
): Check {
  return { id, status, target: place ? formatPair(place) : null, ms: null, evidence };
}
