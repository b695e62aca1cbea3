import { CloudFailure } from '../../cloud/errors.js';
import type { StoredCredentials } from '../../credentials/store.js';
import type { Prompter } from '../../steps/dependencies.js';
import { connectCloud } from './connect.js';
import type { CloudChoice } from './connect.js';
import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { openCredentials } from './find-credentials.js';
import { readLogin } from './login-input.js';
import type { LoginInput } from './login-input.js';

/** Why the cloud did not give a token for them; undefined if it did. @param exchangeMs see {@link CloudChoice} */
export async function tryLogin(
  { instance, credentials }: LoginInput,
  exchangeMs: CloudChoice['exchangeMs'],
  context: CommandContext,
): Promise<CloudFailure | undefined> {
  context.report({ kind: 'begin', task: 'Checking the credentials' });
  try {
    const cloud = await connectCloud({ instance, credentials, exchangeMs }, context.interrupt.signal, context.trace);
    await cloud.authenticate();
    return undefined;
  } catch (error) {
    if (error instanceof CloudFailure) return error;
    throw error;
  }
}

/** Keeps them on this computer. The system may ask in a window of its own. */
export async function keepLogin(
  { instance, credentials }: LoginInput,
  flags: CommonFlags,
  context: CommandContext,
): Promise<StoredCredentials> {
  const store = openCredentials(flags, context);
  context.report({ kind: 'begin', task: 'Saving the credentials' });
  const kept = await store.keep(instance, credentials);
  context.endProgress();
  return kept;
}

/** Asks for them in the middle of a call, tries and keeps them. What is not accepted is told, and nothing is kept. */
export async function logIn(
  instance: string,
  flags: CommonFlags,
  exchangeMs: CloudChoice['exchangeMs'],
  talk: Prompter,
  context: CommandContext,
): Promise<void> {
  const login = await readLogin({ instance }, talk, context.interrupt.signal);
  const failure = await tryLogin(login, exchangeMs, context);
  if (failure) {
    context.report({ kind: 'note', text: `They were not saved: ${failure.detail}.` });
    return;
  }
  const { keptIn } = await keepLogin(login, flags, context);
  context.report({
    kind: 'note',
    text: `${instance} accepts them. They are saved in ${keptIn === 'keyring' ? "the system's credential store" : 'a file that only you can read'}, for later calls, too.`,
  });
}
