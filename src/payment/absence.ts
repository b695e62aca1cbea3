import { batchDoubt, countersDoubt, stanDoubt, unrestOf } from './counters.js';
import type { Baseline, Doubt, Sale, TerminalSnapshot } from './types.js';

/**
 * Why "the terminal knows nothing of it" is not yet proof that nothing was charged; undefined if it is.
 * A batch that was sent in between takes its rows along, and a STAN that nobody accounts for may be ours.
 */
export function absenceDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale): Doubt | undefined {
  // What a part of the batch leaves out is not absent.
  if (look.query.kind !== 'none' || (look.batch.kind === 'read' && !look.batch.complete)) return 'unclear-record';
  if (look.reversalActive === undefined) return 'counters-unknown';
  return unrestOf(look) ?? batchDoubt(look, baseline) ?? namedInBatch(look, sale) ?? traces(look, baseline, sale);
}

/**
 * Why a refusal is not yet believed, although no record speaks against it. What the terminal can never be asked is not
 * held against it for ever: see `isTelling`.
 */
export function refusalDoubt(look: TerminalSnapshot, baseline: Baseline, sale: Sale, own?: number): Doubt | undefined {
  const restless = unrestOf(look);
  if (restless) return restless;
  // The counters began again with the batch, and a STAN that the reply shows late does not prove what left with the last batch.
  return batchDoubt(look, baseline) === 'batch-sent' ? 'batch-sent' : traces(look, baseline, sale, own);
}

/** Whether a doubt speaks of money, and not only of what the terminal does not tell. */
export function isTelling(doubt: Doubt): boolean {
  return doubt !== 'stan-unaccounted' && doubt !== 'counters-unknown';
}

function namedInBatch(look: TerminalSnapshot, sale: Sale): Doubt | undefined {
  const { batch } = look;
  const named =
    batch.kind === 'read' && batch.entries.some(({ transactionId }) => transactionId === sale.transactionId);
  return named ? 'unclear-record' : undefined;
}

function traces(look: TerminalSnapshot, baseline: Baseline, sale: Sale, own?: number): Doubt | undefined {
  return countersDoubt(look, baseline, sale) ?? stanDoubt(look, baseline, sale, own);
}
