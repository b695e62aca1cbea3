import type { Credentials } from '../../cloud/token.js';
import { AppError, usageError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import { openKeyring } from '../../credentials/keyring.js';
import { CredentialsError, CredentialStore, PLACE_WORDS } from '../../credentials/store.js';
import type { Place } from '../../credentials/store.js';
import { canAsk } from '../../cli/command/context.js';
import { homeFolder } from '../../cli/process/paths.js';
import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { isForInstance } from './environment-instance.js';

type Origin = 'environment' | Place;
export type FoundCredentials = Credentials & { readonly from: Origin };

/** The credentials for an instance's URL. @throws AppError `credentials.missing`, `credentials.unreadable` */
export type FindCredentials = (instance: string) => Promise<FoundCredentials>;

/** A person may have to type a password into the window of the credential store. Milliseconds. */
const PATIENCE_MS = { watched: 30_000, alone: 5000 };

export const ORIGINS: Readonly<Record<Origin, string>> = { environment: 'the environment', ...PLACE_WORDS };

/** What this machine keeps. @throws AppError usage.invalid for a setting that is none */
export function openCredentials(flags: CommonFlags, context: CommandContext): CredentialStore {
  const { watched, alone } = PATIENCE_MS;
  const keyring = readKeyringChoice(context.settings.get('keyring'))
    ? openKeyring({ patienceMs: canAsk(flags) ? watched : alone, signal: context.interrupt.signal })
    : undefined;
  return new CredentialStore(homeFolder(), keyring);
}

/** `TERMINAL_KEYRING`: whether the system's credential store may be used. @throws AppError usage.invalid */
export function readKeyringChoice(choice = ''): boolean {
  if (['', 'on'].includes(choice)) return true;
  if (choice === 'off') return false;
  throw usageError('usage.invalid', `TERMINAL_KEYRING ${JSON.stringify(choice.slice(0, 60))} is not valid.`, [
    'Use on, or off if the credential store of this computer cannot be used.',
  ]);
}

/** Finds what is needed for an instance: the environment's, else what was kept by `login`. Each is looked for once. */
export function credentialFinder(flags: CommonFlags, context: CommandContext): FindCredentials {
  const found = new Map<string, FoundCredentials>();
  return async (instance) => {
    const known = found.get(instance);
    if (known) return known;
    const ours = fromEnvironment(process.env);
    const bound = ours && (await isForInstance(ours, instance, flags, context));
    const credentials = bound === true ? ours : await fromStore(openCredentials(flags, context), instance, bound);
    found.set(instance, credentials);
    return credentials;
  };
}

/** Both or nothing: half of them is no credentials. */
export function fromEnvironment(env: NodeJS.ProcessEnv): FoundCredentials | undefined {
  const { TERMINAL_CLIENT_ID: clientId = '', TERMINAL_CLIENT_SECRET: clientSecret = '' } = env;
  return clientId === '' || clientSecret === '' ? undefined : { clientId, clientSecret, from: 'environment' };
}

/** @param withheld why those of the environment do not count */
async function fromStore(
  store: CredentialStore,
  instance: string,
  withheld: string | undefined,
): Promise<FoundCredentials> {
  const found = await readableCredentials(instance, () => store.find(instance));
  if (found) return { clientId: found.clientId, clientSecret: found.clientSecret, from: found.keptIn };
  const message = `There are no credentials for ${instance}.${withheld === undefined ? '' : ` ${withheld}`}`;
  throw credentialsError('credentials.missing', message, instance);
}

/** @throws AppError credentials.unreadable */
export async function readableCredentials<T>(instance: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CredentialsError)
      throw credentialsError(
        'credentials.unreadable',
        `The credentials for ${instance} cannot be read: ${error.message}.`,
        instance,
      );
    throw error;
  }
}

function credentialsError(
  code: 'credentials.missing' | 'credentials.unreadable',
  message: string,
  instance: string,
): AppError {
  const again =
    code === 'credentials.missing'
      ? `terminal login --instance ${instance}`
      : `Unlock the credential store, or log in again: terminal login --instance ${instance}`;
  return new AppError({
    code,
    category: 'credentials',
    exit: EXIT.credentials,
    message,
    actions: [again, 'In a script: set TERMINAL_INSTANCE, TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET.'],
    contact: 'the administrator of the instance',
  });
}
