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
  #rested: (() => void) | undefined;

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
      this.#ends();
    }
  }

  /** A program waits: within its work, nothing of it is to do. */
  async waiting(seconds: number): Promise<void> {
    this.#ends();
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

  #ends(): void {
    this.#atWork -= 1;
    this.#look();
  }

  /** What is to do by what was just done has begun by the next turn. */
  #look(): void {
    setImmediate(() => {
      if (this.#atWork === 0) this.#rested?.();
    });
  }

  async #rest(): Promise<void> {
    let stuck: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#rested = resolve;
      stuck = setTimeout(() => {
        reject(new Error('a program is stuck'));
      }, STUCK_MS);
      this.#look();
    });
    clearTimeout(stuck);
  }
}
