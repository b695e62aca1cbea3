import type { PaymentResult } from '../../contract/call-results.js';
import { isPaymentOpen, mayBeCharged } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';

/** A sale in the JSON document: amounts in integer cents, times of the terminal's own clock but for `sentAt`, UTC by this machine's. */
export function paymentResult(state: PaymentState): PaymentResult {
  const { sale, proof, reversalProof } = state;
  return {
    stage: state.stage,
    open: mayBeCharged(state),
    transactionId: sale?.transactionId ?? null,
    terminalId: sale?.terminalId ?? null,
    amount: sale?.amount ?? null,
    currency: sale?.currency ?? null,
    charged: charged(state),
    returned: state.stage === 'reconciled',
    stan: proof?.stan ?? null,
    authorizationNo: proof?.authorizationNo ?? null,
    sentAt: state.sentAt === undefined ? null : new Date(state.sentAt).toISOString(),
    dateTime: proof?.dateTime ?? null,
    cardLastFour: proof?.cardLastFour ?? null,
    stanRev: reversalProof?.stanRev ?? null,
    dateTimeRev: reversalProof?.dateTimeRev ?? null,
    proof: reversalProof?.source ?? null,
    returnCode: state.refusal?.returnCode ?? state.reversalRefusal ?? null,
    reason: state.refusal?.reason ?? null,
    doubt: state.doubt ?? null,
    resolvedBy: state.resolvedBy ?? null,
    claims: state.claims.map(({ of, terminalId, stan, authorizationNo, dateTime, cardLastFour }) => ({
      of,
      terminalId: terminalId ?? null,
      stan: stan ?? null,
      authorizationNo: authorizationNo ?? null,
      dateTime: dateTime ?? null,
      cardLastFour: cardLastFour ?? null,
    })),
  };
}

/** null where it is not known: that is the point of an open record. What was only prepared was most likely not sent. */
function charged(state: PaymentState): boolean | null {
  if (state.proof) return true;
  return isPaymentOpen(state) ? null : false;
}
