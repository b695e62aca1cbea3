import { TERMINAL_ZONE } from '../diagnosis/clock.js';
import { claimWords } from '../payment/claim-words.js';
import { isFinal } from '../payment/state.js';
import type { PaymentState } from '../payment/state.js';

/** What a bank finds a payment by, besides terminal and amount; where the terminal gave no time, when it was sent. */
export function paymentMarks({ proof, sentAt }: PaymentState): readonly string[] {
  const time =
    proof?.dateTime === undefined
      ? sentAt && `sent ${inEstonia(sentAt)} Estonian time`
      : `charged at ${proof.dateTime.replace('T', ' ')} by the terminal's clock`;
  const facts = [
    proof?.stan === undefined ? undefined : `STAN ${String(proof.stan)}`,
    proof?.authorizationNo === undefined ? undefined : `authorisation code ${proof.authorizationNo}`,
    time,
  ];
  return facts.filter((fact): fact is string => typeof fact === 'string');
}

/** What was claimed of it, as long as that is not settled. */
export function claimsOf(state: PaymentState): readonly string[] {
  return isFinal(state) ? [] : state.claims.map(claimWords);
}

/** All of it on one line. */
export function paymentReferences(state: PaymentState): string {
  return [[`terminal ${state.sale?.terminalId ?? ''}`, ...paymentMarks(state)].join(', '), ...claimsOf(state)].join(
    '; ',
  );
}

function inEstonia(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: TERMINAL_ZONE, dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  );
}
