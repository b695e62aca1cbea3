import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { safeExcerpt } from '../text/safe-excerpt.js';

export interface KeyringRequest {
  readonly action: 'keep' | 'find' | 'drop';
  readonly service: string;
  readonly account: string;
  readonly secret?: string;
}

export type KeyringReply =
  /** What was found; the account where it was kept or dropped; null where there is none. */
  { readonly value: string | null } | { readonly failure: string };

/** The system's credential store: Keychain, Credential Manager, Secret Service. Everything throws a KeyringError. */
export interface Keyring {
  keep(account: string, secret: string): Promise<void>;
  /** Undefined where there is none. */
  find(account: string): Promise<string | undefined>;
  /** Whether there was one. */
  drop(account: string): Promise<boolean>;
}

/** The credential store cannot be used; the message says why, and holds no secret. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** Anyone who opens the credential store's own window sees this. */
const SERVICE = 'terminal (PosXML)';
const CHILD = fileURLToPath(new URL('keyring-child.js', import.meta.url));

/** A program is started for each question; a busy computer takes its time for that. Milliseconds. */
const START_MS = 30_000;

interface KeyringOptions {
  /** How long one question may take: a person may have to unlock it. Milliseconds. */
  readonly patienceMs: number;
  /** Gives up; its reason is thrown. */
  readonly signal: AbortSignal;
}

export function openKeyring(options: KeyringOptions): Keyring {
  const ask = (request: Omit<KeyringRequest, 'service'>): Promise<string | null> =>
    askChild({ service: SERVICE, ...request }, options);
  return {
    keep: async (account, secret) => {
      await ask({ action: 'keep', account, secret });
    },
    find: async (account) => (await ask({ action: 'find', account })) ?? undefined,
    drop: async (account) => (await ask({ action: 'drop', account })) !== null,
  };
}

/** The secret goes through a pipe, never through an argument or the environment. */
async function askChild(request: KeyringRequest, { patienceMs, signal }: KeyringOptions): Promise<string | null> {
  signal.throwIfAborted();
  const late = new AbortController();
  const child = spawn(process.execPath, [CHILD], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    signal: AbortSignal.any([signal, late.signal]),
    killSignal: 'SIGKILL',
  });
  const tooLate = (): void => {
    late.abort();
  };
  let timer = setTimeout(tooLate, START_MS);
  child.stdout.once('data', () => {
    clearTimeout(timer);
    timer = setTimeout(tooLate, patienceMs);
  });
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  try {
    child.stdin.on('error', () => undefined).end(JSON.stringify(request));
    return read(await Promise.race([text(child.stdout), failed]));
  } catch (cause) {
    signal.throwIfAborted();
    if (late.signal.aborted)
      throw new KeyringError(`it did not answer within ${String(patienceMs / 1000)} s; it may be locked`);
    throw cause instanceof KeyringError ? cause : new KeyringError('it gave no answer');
  } finally {
    clearTimeout(timer);
  }
}

/** @throws KeyringError, or SyntaxError for a child that was ended before its answer */
function read(answer: string): string | null {
  const reply = JSON.parse(answer) as KeyringReply;
  if ('failure' in reply) throw new KeyringError(safeExcerpt(reply.failure));
  return reply.value;
}
