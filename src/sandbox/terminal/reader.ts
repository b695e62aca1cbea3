import type { Card } from './person.js';

/** The slot: at most one card, put in and taken out by hand or by the person. */
export class CardReader {
  #card: Card | undefined;
  #leftOver = false;
  #waiting: ((card: Card) => void) | undefined;

  get holdsCard(): boolean {
    return this.#card !== undefined;
  }

  insert(card: Card): void {
    this.#card = card;
    this.#leftOver = false;
    this.#waiting?.(card);
  }

  remove(): void {
    this.#card = undefined;
    this.#leftOver = false;
  }

  /** The person takes what was put in for this; a card forgotten earlier stays. */
  giveBack(): void {
    if (!this.#leftOver) this.remove();
  }

  /** The card was not taken after a transaction: it has to be put in anew for the next. */
  leave(): void {
    this.#leftOver = true;
  }

  /** The next card, or the one that was put in beforehand. */
  async inserted(): Promise<Card> {
    const card = this.#card;
    if (card && !this.#leftOver) return Promise.resolve(card);
    return new Promise((resolve) => {
      this.#waiting = (next) => {
        this.#waiting = undefined;
        resolve(next);
      };
    });
  }
}
