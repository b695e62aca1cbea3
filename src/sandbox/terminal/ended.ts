import type { Cents } from '../../posxml/fields.js';
import type { Engine } from './engine.js';
import type { Ended } from './events.js';
import type { OperationOutcome } from './operation-outcome.js';

/** Tells how an operation with a card ended, as it is seen by the one who stands there. */
export function tellEnd(
  engine: Engine,
  operation: Ended['operation'],
  amount: Cents,
  { record, reason }: OperationOutcome,
): void {
  engine.events.emit({ kind: 'ended', ended: { operation, amount, end: endOf(engine, record), reason } });
}

function endOf({ phase }: Engine, record: OperationOutcome['record']): Ended['end'] {
  if (phase === 'off') return 'power-lost';
  if (record === undefined) return 'not-made';
  return record.approved ? 'approved' : 'declined';
}
