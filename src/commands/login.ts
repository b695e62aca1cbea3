import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/base-command.js';
import { connectCloud } from '../cli/cloud.js';
import { conversation } from '../cli/context.js';
import type { Context } from '../cli/context.js';
import { openCredentials } from '../cli/credentials.js';
import { environmentName } from '../cli/environment.js';
import { cloudFlags, languageFlag } from '../cli/flags.js';
import { findingsOf } from '../cli/findings.js';
import { readLogin } from '../cli/login-input.js';
import type { Login as LoginInput } from '../cli/login-input.js';
import { keptOutcome, refusedOutcome } from '../cli/login-outcome.js';
import type { Outcome } from '../cli/outcome.js';
import { CloudFailure } from '../cloud/errors.js';
import type { Language } from '../contract/language.js';

export default class Login extends BaseCommand {
  static override summary = 'try the cloud credentials of an instance, and keep them on this computer';
  static override examples = [
    '<%= config.bin %> login --instance https://cloud.example/clinic',
    '<%= config.bin %> login --instance https://cloud.example/clinic --client-id desk --client-secret-file secret.txt',
    'pass show clinic | <%= config.bin %> login --instance https://cloud.example/clinic --client-id desk --client-secret-file - --json',
  ];
  static override flags = {
    ...cloudFlags,
    'client-id': Flags.string({ env: environmentName('client-id'), description: 'the client id that the administrator of the instance gave', helpValue: 'ID' }),
    'client-secret-file': Flags.string({ env: environmentName('client-secret-file'), description: 'read the client secret from a file; - is stdin. Without it, it is asked for', helpValue: 'F' }),
    'no-verify': Flags.boolean({ env: environmentName('no-verify'), description: 'keep the credentials without trying them first' }),
    ...languageFlag,
  };

  protected async execute(context: Context): Promise<Outcome> {
    const { flags } = await this.parse(Login);
    const store = await openCredentials(flags, context);
    const login = await readLogin(flags, await conversation(flags, context), context.interrupt.signal);
    const failure = flags['no-verify'] ? undefined : await this.#tried(login, context);
    if (failure) return refusedOutcome(login, findingsOf({ at: Date.now(), cloud: { instance: login.instance, failure } }, flags.language as Language), context);
    // The system may ask in a window of its own.
    context.report({ kind: 'begin', task: 'Keeping the credentials' });
    const kept = await store.keep(login.instance, login.credentials);
    context.endProgress();
    return keptOutcome(login, kept, { tried: !flags['no-verify'] }, context);
  }

  /** Why the cloud did not give a token for them; undefined if it did. */
  async #tried({ instance, credentials }: LoginInput, context: Context): Promise<ReturnType<CloudFailure['facts']> | undefined> {
    context.report({ kind: 'begin', task: 'Trying the credentials' });
    try {
      const cloud = await connectCloud({ instance, credentials }, context.interrupt.signal, context.trace);
      await cloud.authenticate();
      return undefined;
    } catch (error) {
      if (error instanceof CloudFailure) return { ...error.facts(), check: 'cloud.auth' };
      throw error;
    }
  }
}
