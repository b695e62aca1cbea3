import { STUCK_MS } from '../../support/time.js';

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/**
 * Time for several computers. It stands still while any of their programs has something to do, so that a story comes out the
 * same each time, however long the store takes to answer.
 */
export class VirtualTime {
  /** Seconds. */
  now = 0;
  readonly #passes: (seconds: number) => void;
  readonly #due = new Set<Due>();
  #atWork = 0;

  constructor(passes: (seconds: number) => void) {
    this.#passes = passes;
  }

  /** Gives what calls it off. */
  after(seconds: number, act: () => void): () => void {
    const due = { at: this.now + seconds, act };
    this.#due.add(due);
    return () => {
      this.#due.delete(due);
    };
  }

  /** Whatever does not wait for this time. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.#atWork += 1;
    try {
      return await work();
    } finally {
      this.#atWork -= 1;
    }
  }

  /** A program waits: within its work, nothing of it is to do. */
  async waiting(seconds: number): Promise<void> {
    this.#atWork -= 1;
    await new Promise<void>((resolve) => {
      this.after(seconds, () => {
        this.#atWork += 1;
        resolve();
      });
    });
  }

  /** Continues until it is over, and whatever is due by then is done. */
  async until(isOver: () => boolean): Promise<void> {
    await this.#rest();
    while (!isOver()) {
      const next = [...this.#due].reduce<Due | undefined>(
        (first, due) => (first === undefined || due.at < first.at ? due : first),
        undefined,
      );
      if (!next) throw new Error('nothing is due any more');
      this.#due.delete(next);
      this.#passes(next.at - this.now);
      this.now = next.at;
      next.act();
      await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    const from = performance.now();
    do {
      await new Promise((resolve) => setImmediate(resolve));
      if (performance.now() - from > STUCK_MS) throw new Error('a program is stuck');
    } while (this.#atWork > 0);
  }
}
