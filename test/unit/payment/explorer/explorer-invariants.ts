import type { PaymentEvent } from '../../../../src/payment/events.js';
import { advanceState } from '../../../../src/payment/machine.js';
import { isFinal, isPaymentOpen } from '../../../../src/payment/state.js';
import type { PaymentState } from '../../../../src/payment/state.js';
import { SALE } from '../support.js';
import { isCharged, mayStillCharge, STRANGER } from './terminal.js';
import type { World } from './terminal.js';

/** A law that was broken; the message says which. */
class Broken extends Error {}

export function demand(kept: boolean, law: string): void {
  if (!kept) throw new Broken(law);
}

interface ClockReading {
  readonly state: PaymentState;
  readonly world: World;
  /** TransactionRequests with our id that have left so far. */
  readonly saleRequests: number;
  /** The sale has left, and the program still waits for its reply. */
  readonly inFlight: boolean;
  /**
   * Another terminal has told what it made of a request: in its reply, or in a look. Where the rule leads elsewhere at the
   * moment of a request, the reply is lost, and the rule leads back before any look, no client can know; that is not held against it.
   */
  readonly told: boolean;
  /**
   * This machine has lost all of its record but the intent. Where the terminal has forgotten, too, what it returned, or what
   * it has sent away with its batch, nothing is left to know the sale by.
   */
  readonly forgot?: boolean;
}

/** The stranger says what it made of a request of ours, and says that it is the stranger. */
export function tells(event: PaymentEvent): boolean {
  if (event.type === 'sale.replied' || event.type === 'reversal.replied') return event.view.terminalId === STRANGER;
  return event.type === 'looked' && event.look.query.kind === 'found' && event.look.query.view.terminalId === STRANGER;
}

/** Money is with the stranger, and nobody has heard of it. */
const isUnheard = ({ world, told }: ClockReading): boolean =>
  !told && (world.saleAt === 'stranger' || world.strangersReturned);

const isForgotten = ({ state, world, forgot }: ClockReading): boolean =>
  forgot === true && state.stage !== 'reconciled' && (world.sent || (world.returned && !world.replayed));

/** The law on money, held against what the terminal really booked. @throws Broken */
export function expectLaw(moment: ClockReading): void {
  const { state, world } = moment;
  demand(moment.saleRequests <= 1, 'two TransactionRequests with one id');
  if (isFinal(state)) expectSettled(moment);
  else expectNoSecondSale(moment);
  if (state.proof !== undefined) {
    demand(
      world.sale === 'booked' && world.saleAt === 'ours',
      `a charge is claimed of a sale that is ${world.sale} at ${world.saleAt}`,
    );
    demand(
      state.proof.stan === undefined || state.proof.stan === world.saleStan,
      `STAN ${String(state.proof.stan)} is named, and ours is ${String(world.saleStan)}`,
    );
  }
  if (state.reversalProof !== undefined) demand(world.returned, 'a return is claimed that was not made');
}

/** Final means: nothing is owed, and nothing will be. */
function expectSettled(moment: ClockReading): void {
  const { state, world, inFlight } = moment;
  demand(!inFlight, `it says ${state.stage} while its sale is under way`);
  if (isUnheard(moment) || isForgotten(moment)) return;
  demand(!world.strangersReturned, `it says ${state.stage}, and another's payment was taken back`);
  demand(!isCharged(world), `it says ${state.stage}, and the charge stands`);
  demand(!mayStillCharge(world) || world.returned, `it says ${state.stage}, and the sale is still ${world.sale}`);
  if (state.stage === 'reconciled')
    demand(world.sale === 'booked' && world.returned, 'a return is claimed that was not made');
  else demand(world.sale !== 'booked', `it says ${state.stage}, and the sale was made`);
}

const SECOND: PaymentEvent = {
  type: 'sale.intended',
  at: 0,
  sale: { ...SALE, transactionId: 'TT-SECOND' },
  baseline: { nextStan: 42, fileNumber: 7, transactionsCount: 0 },
};

/** While it is open nothing lets another sale begin, nor the same one leave again, nor a cancel go out for nothing. */
function expectNoSecondSale({ state, saleRequests, inFlight }: ClockReading): void {
  demand(isPaymentOpen(state), `stage ${state.stage} is neither open nor final`);
  demand(refuses(state, SECOND), 'a new sale may begin while one is open');
  // Of one whose record is lost the program knows nothing: it only ever settles it.
  if (saleRequests > 0 && state.sentAt !== undefined)
    demand(refuses(state, { type: 'sale.sending', at: 0 }), 'a sale that was sent may be sent again');
  // Killed in flight, the stage is the same, and nobody is left to cancel.
  if (!inFlight && state.stage !== 'sending')
    demand(
      refuses({ ...state, cancelSent: false }, { type: 'cancel.sending', at: 0 }),
      'a cancel without an operation of ours in flight',
    );
  if (state.cancelSent) demand(refuses(state, { type: 'cancel.sending', at: 0 }), 'a second cancel');
  if (state.stage !== 'approved' || !state.provenUnreversed)
    demand(
      refuses(state, { type: 'reversal.intended', at: 0, by: 'transaction-id', withAmount: false, waitS: 60 }),
      'a reversal of what is not proven',
    );
}

function refuses(state: PaymentState, event: PaymentEvent): boolean {
  try {
    advanceState(state, event);
    return false;
  } catch {
    return true;
  }
}

/** What must be true of the terminal when a reversal leaves, whatever the program believes. @throws Broken */
export function expectReversible(state: PaymentState, world: World): void {
  demand(world.saleAt === 'ours', 'a reversal of a sale of another terminal');
  demand(world.sale === 'booked', `a reversal of a sale that is ${world.sale}`);
  demand(!world.returned, 'a reversal of what was taken back already');
  demand(world.reversal !== 'travelling' && world.reversal !== 'running', 'a reversal while one is on its way');
  demand(
    state.reversal?.by !== 'stan' || state.proof?.stan === world.saleStan,
    `a reversal of STAN ${String(state.proof?.stan)}, which is not ours`,
  );
}
