import { CAN_DROP, dropAt } from './services/dropped.js';
import type { Dropping } from './services/dropped.js';
import type { Enter } from './services/service.js';
import { Door } from './terminal/toggleable-port.js';

/** What becomes of a new connection. */
export type Standing = 'open' | 'refuses' | 'drops';

/** A port of the router, which keeps its number whatever becomes of connections to it. */
export class OutsidePort {
  readonly #host: string;
  readonly #door: Door;
  #standing: Standing = 'open';
  #dropping: Dropping | undefined;
  #settled: Promise<void> = Promise.resolve();

  constructor(host: string, enter: Enter) {
    this.#host = host;
    this.#door = new Door(host, enter);
  }

  get port(): number {
    return this.#door.port;
  }

  /** Resolves when it stands as it was last told to. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Takes a free port. @param late see {@link Door.start} */
  async start(late: boolean): Promise<void> {
    await this.#door.start(0, late);
  }

  /** Where the system cannot drop, it refuses. */
  stand(standing: Standing): void {
    this.#settled = this.#settled
      .then(() => this.#become(standing))
      .catch((cause: unknown) => {
        process.emitWarning(cause instanceof Error ? cause : String(cause));
      });
  }

  async close(): Promise<void> {
    await this.#settled;
    await this.#dropping?.close();
    await this.#door.close();
  }

  async #become(standing: Standing): Promise<void> {
    if (standing === this.#standing) return;
    this.#standing = standing;
    await this.#dropping?.close();
    this.#dropping = undefined;
    const leave = async (): Promise<void> => {
      this.#door.shut();
      await this.#door.settled;
    };
    if (standing === 'drops' && CAN_DROP) this.#dropping = await dropAt(this.#host, this.port, leave);
    else if (standing !== 'open') await leave();
    else {
      this.#door.open();
      await this.#door.settled;
    }
  }
}
