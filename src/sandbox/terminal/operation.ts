/** What can break into an operation from outside. */
export type OperationInterrupt = 'cancel' | 'red-key' | 'card-out' | 'disconnect' | 'power';

export class Interrupted extends Error {
  readonly reason: OperationInterrupt;
  constructor(reason: OperationInterrupt) {
    super(`interrupted by ${reason}`);
    this.reason = reason;
  }
}

/** An operation ends with this ReturnCode and nothing booked. */
export class OperationRefusal extends Error {
  readonly code: number;
  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** One thing that occupies the terminal. Each wait says which interrupts it gives way to; power loss always counts. */
export class Operation {
  readonly #raised = new Set<OperationInterrupt>();
  #accepts: readonly OperationInterrupt[] = [];
  #interrupt: (reason: OperationInterrupt) => void = () => undefined;

  /** True once the client has gone, whether or not that stopped anything. */
  get disconnected(): boolean {
    return this.#raised.has('disconnect');
  }

  /** Lasting: counts now or at the next wait that gives way to it. */
  raise(reason: 'disconnect' | 'power'): void {
    this.#raised.add(reason);
    if (this.#givesWayTo(reason)) this.#interrupt(reason);
  }

  /** Momentary, as a key press is: false where it comes too late or too early. */
  attempt(reason: 'cancel' | 'red-key' | 'card-out'): boolean {
    if (!this.#givesWayTo(reason)) return false;
    this.#interrupt(reason);
    return true;
  }

  /** @throws Interrupted */
  async wait<T>(work: (signal: AbortSignal) => Promise<T>, accepts: readonly OperationInterrupt[]): Promise<T> {
    const stop = new AbortController();
    this.#accepts = accepts;
    const interrupted = new Promise<never>((_resolve, reject) => {
      this.#interrupt = (reason) => {
        reject(new Interrupted(reason));
      };
    });
    const early = [...this.#raised].find((reason) => this.#givesWayTo(reason));
    if (early) this.#interrupt(early);
    try {
      return await Promise.race([interrupted, work(stop.signal)]);
    } finally {
      this.#accepts = [];
      this.#interrupt = () => undefined;
      stop.abort();
    }
  }

  #givesWayTo(reason: OperationInterrupt): boolean {
    return reason === 'power' || this.#accepts.includes(reason);
  }
}
