import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Credentials } from '../cloud/token.js';
import { writePrivateFile } from '../session/private-file.js';
import { whenFree } from '../session/held-file.js';
import { StoreError } from '../session/store-error.js';
import { KeyringError } from './keyring.js';
import type { Keyring } from './keyring.js';

/** Where a secret is: with the system, or in our own file. */
export type Place = 'keyring' | 'file';

export const PLACE_WORDS: Readonly<Record<Place, string>> = {
  keyring: "the system's credential store",
  file: 'a private file',
};

export interface Stored {
  /** The instance's URL. */
  readonly instance: string;
  readonly clientId: string;
  readonly keptIn: Place;
}

export interface StoredCredentials {
  readonly keptIn: Place;
  /** The file that was written: it holds the secret only where `keptIn` is `file`. */
  readonly file: string;
  /** Why the credential store does not have it. */
  readonly why?: string;
}

/** There are credentials, and they cannot be read. The message holds nothing of them. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

const CREDENTIALS = v.object({ clientId: v.string(), clientSecret: v.string() });
const ENTRY = v.object({ instance: v.string(), clientId: v.string(), clientSecret: v.optional(v.string()) });
type Entry = v.InferOutput<typeof ENTRY>;

/**
 * The credentials of each instance, side by side: a file for each tells that there are some, so that the credential store is
 * only asked for what it has. Where there is no credential store, that file holds the secret, too.
 */
export class CredentialStore {
  readonly #folder: string;
  readonly #keyring: Keyring | undefined;

  /** @param home the program's folder, see `TERMINAL_HOME` @param keyring undefined where the credential store is not to be used */
  constructor(home: string, keyring: Keyring | undefined) {
    this.#folder = join(home, 'credentials');
    this.#keyring = keyring;
  }

  /** Which instances there are credentials for; a damaged file is told when its instance is asked for. */
  list(): readonly Stored[] {
    const names = readdirOf(this.#folder).filter((name) => name.endsWith('.json'));
    const entries = names.flatMap((name) => entryIn(join(this.#folder, name)) ?? []);
    return entries.map(stored).sort((one, other) => (one.instance < other.instance ? -1 : 1));
  }

  /** @throws CredentialsError */
  async find(instance: string): Promise<(Credentials & { readonly keptIn: Place }) | undefined> {
    const entry = this.#entry(instance);
    if (!entry) return undefined;
    const { clientId, clientSecret } = entry;
    if (clientSecret !== undefined) return { clientId, clientSecret, keptIn: 'file' };
    const found = parse(CREDENTIALS, (await this.#ask((keyring) => keyring.find(instance))) ?? '');
    if (!found) throw new CredentialsError("they are no longer in the system's credential store");
    return { ...found, keptIn: 'keyring' };
  }

  /** In place of what was kept before. @throws StoreError `store.full` */
  async keep(instance: string, credentials: Credentials): Promise<StoredCredentials> {
    const file = this.#path(instance);
    const why = await this.#keepInKeyring(instance, credentials);
    const { clientId, clientSecret } = credentials;
    const entry: Entry = why === undefined ? { instance, clientId } : { instance, clientId, clientSecret };
    try {
      writePrivateFile(file, `${JSON.stringify(entry)}\n`);
    } catch (cause) {
      if (why === undefined) await this.#dropFromKeyring(instance, false);
      throw new StoreError('store.full', `the credentials were not saved: ${file} cannot be written`, { cause });
    }
    return { keptIn: why === undefined ? 'keyring' : 'file', file, ...(why !== undefined && { why }) };
  }

  /** Removes them from both places; gives those where there were some. @throws CredentialsError, StoreError */
  async forget(instance: string): Promise<readonly Place[]> {
    const file = this.#path(instance);
    const entry = entryIn(file);
    const inKeyring = await this.#dropFromKeyring(instance, entry !== undefined && entry.clientSecret === undefined);
    const there = existsSync(file);
    try {
      whenFree(() => {
        rmSync(file, { force: true });
      });
    } catch (cause) {
      throw new StoreError('store.full', `${file} cannot be removed`, { cause });
    }
    const inFile = there && (entry === undefined || entry.clientSecret !== undefined);
    return [...(inKeyring ? ['keyring' as const] : []), ...(inFile ? ['file' as const] : [])];
  }

  /** Why it does not have them; undefined where it does. */
  async #keepInKeyring(instance: string, { clientId, clientSecret }: Credentials): Promise<string | undefined> {
    if (!this.#keyring) return 'TERMINAL_KEYRING is off';
    try {
      await this.#keyring.keep(instance, JSON.stringify({ clientId, clientSecret }));
      return undefined;
    } catch (error) {
      if (error instanceof KeyringError) return error.message;
      throw error;
    }
  }

  /** A credential store that cannot be asked matters only where it has something of ours. */
  async #dropFromKeyring(instance: string, has: boolean): Promise<boolean> {
    if (has) return this.#ask((keyring) => keyring.drop(instance));
    try {
      return (await this.#keyring?.drop(instance)) ?? false;
    } catch (error) {
      if (error instanceof KeyringError) return false;
      throw error;
    }
  }

  async #ask<T>(question: (keyring: Keyring) => Promise<T>): Promise<T> {
    if (!this.#keyring)
      throw new CredentialsError("they are in the system's credential store, which TERMINAL_KEYRING=off disables");
    try {
      return await question(this.#keyring);
    } catch (error) {
      if (error instanceof KeyringError)
        throw new CredentialsError(`they are in the system's credential store, which cannot be used: ${error.message}`);
      throw error;
    }
  }

  #entry(instance: string): Entry | undefined {
    const file = this.#path(instance);
    const content = contentOf(file);
    if (content === undefined) return undefined;
    const entry = parse(ENTRY, content);
    if (entry?.instance !== instance) throw new CredentialsError(`the file ${file} is damaged`);
    return entry;
  }

  #path(instance: string): string {
    return join(this.#folder, `${createHash('sha256').update(instance).digest('hex').slice(0, 16)}.json`);
  }
}

function stored({ instance, clientId, clientSecret }: Entry): Stored {
  return { instance, clientId, keptIn: clientSecret === undefined ? 'keyring' : 'file' };
}

/** Undefined for a file that is damaged, or cannot be read. */
function entryIn(file: string): Entry | undefined {
  try {
    return parse(ENTRY, contentOf(file) ?? '');
  } catch {
    return undefined;
  }
}

function parse<T extends v.GenericSchema>(schema: T, text: string): v.InferOutput<T> | undefined {
  try {
    const reading = v.safeParse(schema, JSON.parse(text));
    return reading.success ? reading.output : undefined;
  } catch {
    return undefined;
  }
}

const ABSENT = ['ENOENT', 'ENOTDIR'];

/** Undefined where there is no file. @throws CredentialsError for one that cannot be read */
function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (ABSENT.includes(code)) return undefined;
    throw new CredentialsError(`the file ${file} cannot be read (${code})`);
  }
}

function readdirOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
