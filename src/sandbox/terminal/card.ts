import { RETURN_CODE, describeReturnCode } from '../../posxml/return-codes.js';
import { simulatedPause, waitUntil } from './clock.js';
import { inLanguage } from './display-text.js';
import type { Engine } from './engine.js';
import { Interrupted, OperationRefusal } from './operation.js';
import type { OperationInterrupt, Operation } from './operation.js';
import { OTHER_CARD, TEST_CARD } from './person.js';
import type { Act, Card } from './person.js';

export interface CardRequest {
  /** Seconds; 0 waits for ever. */
  readonly timeout: number;
  readonly language: string;
  /** The display's upper lines: what the card is wanted for. */
  readonly purpose: readonly string[];
}

export interface Presented {
  readonly card: Card;
  readonly act: Act;
}

/**
 * Waits for the card, as the person there decides.
 * @throws Refusal, Interrupted
 */
export async function presentCard(engine: Engine, operation: Operation, request: CardRequest): Promise<Presented> {
  if (engine.settings.cardReader === 'broken') throw cardRefusal(RETURN_CODE.CARD_READER);
  const expected = engine.person.next();
  const accepts = beforeTheBank(engine);
  engine.enter('waiting-card');
  engine.show([...request.purpose, inLanguage(engine.reader.holdsCard ? 'reinsert' : 'insert', request.language)]);
  const { card, act = expected } = await operation.wait(
    async (signal) =>
      Promise.race([
        timesOut(request.timeout * engine.settings.timeoutScale * 1000, signal),
        perform(engine, operation, expected, signal),
        engine.reader.inserted(),
      ]),
    accepts,
  );
  engine.enter('card-in');
  await engine.dwell(operation, 'card-in', [...accepts, 'card-out']);
  return { card, act };
}

/** The person's part; it ends only by an interrupt, or by the card that it puts into the reader. */
async function perform(engine: Engine, operation: Operation, act: Act, signal: AbortSignal): Promise<never> {
  if (act !== 'no-card' && act !== 'manual') {
    do {
      await waitUntil(() => !engine.person.byHand, signal);
      await engine.spend('waiting-card', signal);
    } while (engine.person.byHand);
    if (act === 'red-key') operation.attempt('red-key');
    else engine.reader.insert(act === 'wrong-card' ? OTHER_CARD : TEST_CARD);
  }
  return new Promise<never>(() => undefined);
}

/** Rejects when the time is over; 0 is for ever. */
export async function timesOut(ms: number, signal: AbortSignal): Promise<never> {
  if (ms <= 0) return new Promise<never>(() => undefined);
  await simulatedPause(ms, signal);
  throw cardRefusal(RETURN_CODE.TIMEOUT);
}

/** The PIN is never asked of anyone and never exists: only its time passes. */
export async function enterPin(engine: Engine, operation: Operation, request: CardRequest, act: Act): Promise<void> {
  const wrongBefore = act === 'wrong-pin-then-pay' ? [false, true] : [false];
  for (const again of wrongBefore) {
    engine.enter('pin');
    engine.show([
      ...request.purpose,
      ...(again ? [inLanguage('wrongPin', request.language)] : []),
      inLanguage('pin', request.language),
    ]);
    await engine.dwell(operation, 'pin', [...beforeTheBank(engine), 'card-out']);
  }
}

/** The card leaves the reader, unless the person forgets it. Nothing but a power cut can stop this. */
export async function takeCard(engine: Engine, operation: Operation, act: Act, language: string): Promise<void> {
  engine.enter('card-out');
  engine.show([inLanguage('take', language)]);
  await engine.dwell(operation, 'card-out', []);
  if (act === 'leave-card') engine.reader.leave();
  else engine.reader.remove();
}

/** Until the bank is asked, anything may end the operation; a lost client only if the terminal minds that. */
export function beforeTheBank(engine: Engine): readonly OperationInterrupt[] {
  return engine.settings.onDisconnect === 'commit' ? ['cancel', 'red-key'] : ['cancel', 'red-key', 'disconnect'];
}

export function cardRefusal(code: number): OperationRefusal {
  return new OperationRefusal(code, describeReturnCode(code).meaning);
}

/** How an operation ended that booked nothing; rethrows what is neither a refusal nor an interrupt. */
export function refusalFrom(cause: unknown): OperationRefusal {
  if (cause instanceof OperationRefusal) return cause;
  if (!(cause instanceof Interrupted)) throw cause;
  const codes = {
    cancel: RETURN_CODE.CANCELLED_BY_HAND,
    'red-key': RETURN_CODE.CANCELLED_BY_HAND,
    'card-out': RETURN_CODE.TRANSACTION_FAILED,
    disconnect: RETURN_CODE.DISCONNECTED,
    power: RETURN_CODE.DISCONNECTED,
  };
  return cardRefusal(codes[cause.reason]);
}
