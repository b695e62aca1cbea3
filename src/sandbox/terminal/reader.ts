import type { Act, Card } from './person.js';

/** A card in the slot, and how the one who put it in continues; undefined: as the person there would have. */
interface Inserted {
  readonly card: Card;
  readonly act: Act | undefined;
}

/** The slot: at most one card, put in and taken out by hand or by the person. */
export class CardReader {
  #inserted: Inserted | undefined;
  #leftOver = false;
  #waiting: ((inserted: Inserted) => void) | undefined;

  get holdsCard(): boolean {
    return this.#inserted !== undefined;
  }

  insert(card: Card, act?: Act): void {
    this.#inserted = { card, act };
    this.#leftOver = false;
    this.#waiting?.(this.#inserted);
  }

  remove(): void {
    this.#inserted = undefined;
    this.#leftOver = false;
  }

  /** The person takes what was put in for this; a card forgotten earlier stays. */
  giveBack(): void {
    if (!this.#leftOver) this.remove();
  }

  /** The card was not taken after a transaction: it has to be put in again for the next. */
  leave(): void {
    this.#leftOver = true;
  }

  /** The next card, or the one that was put in beforehand. */
  async inserted(): Promise<Inserted> {
    const inserted = this.#inserted;
    if (inserted && !this.#leftOver) return Promise.resolve(inserted);
    return new Promise((resolve) => {
      this.#waiting = (next) => {
        this.#waiting = undefined;
        resolve(next);
      };
    });
  }
}
