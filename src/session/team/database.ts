import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { atDeadline } from '../../connection/net/deadline.js';
import { StoreError } from '../store-error.js';
import { connectionSettings } from './connection-settings.js';
import { readStoreAddress } from './store-address.js';

type Row = Readonly<Record<string, unknown>>;

/** A server that answers at all does so within this. Milliseconds, for a connection and for one statement. */
const PATIENCE_MS = 5000;

/**
 * One connection to the team's PostgreSQL, made when it is first needed and again after it broke. Each statement is a
 * transaction of its own, and nothing is left in the session: behind pgbouncer the next one meets another.
 */
export class Database {
  readonly #settings: ClientConfig;
  /** For people: host and database. */
  readonly name: string;
  #client: Promise<Client> | undefined;
  #open: Client | undefined;

  /** @throws AppError usage.invalid */
  constructor(url: string, env: NodeJS.ProcessEnv) {
    const settings = connectionSettings(readStoreAddress(url), env);
    this.#settings = { ...settings, application_name: 'terminal', keepAlive: true };
    this.name = `${settings.database ?? ''} at ${settings.host ?? ''}`;
  }

  /** @param patienceMs for the connection, where one is to be made, and for the answer @throws StoreError `store.unavailable` */
  async query<T extends Row>(
    text: string,
    values: readonly unknown[] = [],
    patienceMs = PATIENCE_MS,
  ): Promise<readonly T[]> {
    return this.#within(patienceMs, async (client) => {
      // Without a name: a named statement would outlive its transaction.
      const { rows } = await client.query<T>(text, [...values]);
      return rows;
    });
  }

  /** Several statements without values, as one transaction. @throws StoreError `store.unavailable` */
  async script(text: string): Promise<void> {
    await this.#within(SCRIPT_MS, async (client) => {
      await client.query(`begin;\n${text}\ncommit;`);
    });
  }

  /** What waits for it learns that it is gone. */
  close(): void {
    this.#open?.connection.stream.destroy();
    this.#client = undefined;
    this.#open = undefined;
  }

  async #within<T>(patienceMs: number, work: (client: Client) => Promise<T>): Promise<T> {
    let callOff = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      callOff = atDeadline(patienceMs, () => {
        reject(new Error(`no answer within ${String(patienceMs)} ms`));
      });
    });
    try {
      return await Promise.race([this.#connected().then(work), late]);
    } catch (cause) {
      // What was asked on it may still be answered, or never: nothing else is asked there. A refusal leaves it whole, but
      // may leave a transaction open.
      this.close();
      throw unavailable(this.name, cause);
    } finally {
      callOff();
    }
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.#settings);
    this.#open = client;
    // Told to the one who asks next: a connection that breaks in between is made again.
    client.on('error', () => {
      if (this.#open === client) this.close();
    });
    await client.connect();
    return client;
  }
}

const SCRIPT_MS = 60_000;

/** What `init` makes is missing, or older than this program needs. */
const NOT_MADE = ['3F000', '42P01', '42883', '42703'];

function unavailable(name: string, cause: unknown): StoreError {
  const { code = '' } = cause as { readonly code?: string };
  const why = NOT_MADE.includes(code)
    ? `the team's store (${name}) is not set up, or by an older version: terminal store init`
    : code === '42501'
      ? `this user may not use the team's store (${name}): terminal store init prints the grants`
      : `the team's store (${name}) cannot be reached or written`;
  return new StoreError('store.unavailable', why, { cause });
}
