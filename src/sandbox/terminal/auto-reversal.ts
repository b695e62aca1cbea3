import { waitUntil } from './clock.js';
import { inLanguage } from './display-text.js';
import type { Engine } from './engine.js';
import { Interrupted } from './operation.js';
import type { Operation } from './operation.js';

/**
 * Reverses by itself what the terminal cannot let stand. It continues until the bank has answered, and
 * after a power cycle again. Until then ReversalActive is 1.
 */
export async function autoReverse(engine: Engine, operation: Operation): Promise<void> {
  engine.enter('auto-reversal');
  engine.show([inLanguage('undoing', engine.settings.displayLanguage)]);
  try {
    await engine.dwell(operation, 'auto-reversal', []);
    await operation.wait((signal) => waitUntil(() => engine.settings.bank === 'ok', signal), []);
  } catch (cause) {
    if (cause instanceof Interrupted) return;
    throw cause;
  }
  const record = engine.memory.owed?.record;
  const stan = engine.memory.takeStan();
  engine.memory.owed = undefined;
  if (record) engine.memory.bookReversal(record, stan, engine.now);
  engine.events.emit({
    kind: 'ended',
    ended: { operation: 'auto-reversal', amount: record?.amount, end: 'approved', reason: '' },
  });
}
