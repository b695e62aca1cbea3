import type { CommandOptions, TerminalClient } from '../../../../src/connection/terminal-client.js';

/**
 * Sees each cancel leave on a connection of its own, and whether a sale of ours waited at that moment. It looks where
 * the program writes: on the line a cancel may come behind an end of the sale that the program cannot have known yet.
 */
export class CancelWitness {
  /** For each cancel: whether a sale waited for its reply. */
  readonly inFlight: boolean[] = [];
  #waiting = 0;

  /** The same client, watched. */
  watch(client: TerminalClient): TerminalClient {
    const command: TerminalClient['command'] = async (name, body, options = {}) => {
      if (name === 'CancelAllOperationsRequest') return client.command(name, body, this.#seen(options));
      if (name !== 'TransactionRequest') return client.command(name, body, options);
      this.#waiting += 1;
      try {
        return await client.command(name, body, options);
      } finally {
        this.#waiting -= 1;
      }
    };
    return Object.assign(Object.create(client) as TerminalClient, { command });
  }

  #seen(options: CommandOptions): CommandOptions {
    return {
      ...options,
      beforeSend: async () => {
        await options.beforeSend?.();
        this.inFlight.push(this.#waiting > 0);
      },
    };
  }
}
