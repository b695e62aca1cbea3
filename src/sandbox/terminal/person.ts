/** A card, known by what may be shown of it and by a name that only this program knows. */
export interface Card {
  readonly name: string;
  readonly label: string;
  readonly lastFour: string;
}

export const TEST_CARD: Card = { name: 'test card', label: 'VISA', lastFour: '1234' };
export const NO_CARD: Card = { name: 'no card', label: '', lastFour: '' };
export const OTHER_CARD: Card = { name: 'another card', label: 'MASTERCARD', lastFour: '9876' };

/**
 * What the person does at one request for a card:
 * - `pay`: card, PIN, takes the card
 * - `decline`: the same, and the bank refuses; `{ decline: '116' }` names its HostAnswer
 * - `no-card`: nothing until the time-out
 * - `red-key`: cancels at the terminal
 * - `wrong-pin-then-pay`: the second PIN is right
 * - `wrong-card`: another card; for a reversal the terminal refuses it
 * - `pull-early`: takes the card out before the bank has answered
 * - `leave-card`: pays and leaves the card in the reader
 * - `manual`: waits for `insertCard()`, which also says how the card is used
 */
export type Act =
  | 'pay'
  | 'decline'
  | { readonly decline: string }
  | 'no-card'
  | 'red-key'
  | 'wrong-pin-then-pay'
  | 'wrong-card'
  | 'pull-early'
  | 'leave-card'
  | 'manual';

/** Who stands at the terminal: a queue of acts, one for each request for a card, then always the default. */
export class Person {
  default: Act = 'pay';
  /** True: another plays the person, and it does nothing by itself. May be changed while the terminal waits for a card. */
  byHand = false;
  readonly queue: Act[] = [];

  will(...acts: readonly Act[]): this {
    this.queue.push(...acts);
    return this;
  }

  next(): Act {
    return this.queue.shift() ?? this.default;
  }
}

/** The bank's answer in ISO 8583 field 39; undefined where it approves. */
export function personRefusal(act: Act): string | undefined {
  if (typeof act === 'object') return act.decline;
  return act === 'decline' ? '116' : undefined;
}
