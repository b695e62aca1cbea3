import { refusalDoubt } from './absence.js';
import { claimsInLook } from './claims.js';
import { isFailed } from './identity-checks.js';
import { saleOf } from './state.js';
import type { PaymentState } from './state.js';
import type { Doubt, Sale, TerminalSnapshot } from './types.js';
import { judgeLook } from './verify-record.js';
import type { RecordFinding } from './verify-record.js';

/** With these the question was not answered yet. */
const UNASKED: readonly Doubt[] = ['unreachable', 'busy', 'reversal-running', 'wrong-terminal'];

/** These say nothing of a sale of ours. */
const SILENT: readonly Doubt[] = ['unclear-record', 'counters-unknown'];

/**
 * By this machine's record the sale was prepared and never sent. A disk can lie, and a backup can be put back, so the
 * terminal is asked before that is believed. Undefined where it tells of the sale, or counts one more than it tells of. Pure.
 */
export function asNeverSent(state: PaymentState, look: TerminalSnapshot): PaymentState | undefined {
  const sale = saleOf(state);
  const unsent = { ...state, looks: state.looks + 1 };
  const finding = judgeLook(look, sale, { baseline: state.baseline, stan: undefined, stanRev: undefined });
  if (finding.kind === 'unproven' && UNASKED.includes(finding.doubt)) return { ...unsent, doubt: finding.doubt };
  if (tellsOfSale(finding, look, sale)) return undefined;
  const doubt = refusalDoubt(look, state.baseline, sale);
  if (doubt === 'counters-moved') return undefined;
  const restless = doubt === 'busy' || doubt === 'reversal-running';
  return restless ? { ...unsent, doubt } : { ...unsent, stage: 'intended', doubt: undefined };
}

function tellsOfSale(finding: RecordFinding, look: TerminalSnapshot, sale: Sale): boolean {
  if (claimsInLook(look, sale).length > 0) return true;
  if (finding.kind === 'none') return false;
  if (finding.kind === 'failed') return finding.named;
  if (finding.kind !== 'unproven' || !SILENT.includes(finding.doubt)) return true;
  const { query } = look;
  return (
    query.kind === 'found' &&
    !isFailed(query.view) &&
    (query.view.transactionId ?? sale.transactionId) === sale.transactionId
  );
}
