import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/command/base-command.js';
import { exchangeBound } from '../flows/cloud/connect.js';
import { createPrompter } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { environmentName } from '../cli/args/environment.js';
import { cloudFlags, languageFlag } from '../cli/command/flags.js';
import { judgeFacts } from '../diagnosis/judge-facts.js';
import { keepLogin, tryLogin } from '../flows/cloud/log-in.js';
import { readLogin } from '../flows/cloud/login-input.js';
import { keptOutcome, refusedOutcome } from '../flows/cloud/login-outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import type { Language } from '../contract/language.js';

export default class LoginCommand extends BaseCommand {
  static override summary = 'check and save cloud credentials';
  static override examples = [
    '<%= config.bin %> login --instance https://cloud.example/clinic',
    '<%= config.bin %> login --instance https://cloud.example/clinic --client-id desk --client-secret-file secret.txt',
    'pass show clinic | <%= config.bin %> login --instance https://cloud.example/clinic --client-id desk --client-secret-file - --json',
  ];
  static override flags = {
    ...cloudFlags,
    'client-id': Flags.string({
      env: environmentName('client-id'),
      description: 'the client ID, from the administrator of the instance',
      helpValue: 'ID',
    }),
    'client-secret-file': Flags.string({
      env: environmentName('client-secret-file'),
      description: 'read the client secret from a file (- is stdin) instead of asking',
      helpValue: 'F',
    }),
    'no-verify': Flags.boolean({
      env: environmentName('no-verify'),
      description: 'save the credentials without checking them',
    }),
    ...languageFlag,
  };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(LoginCommand);
    const { flags } = parsed;
    const login = await readLogin(flags, await createPrompter(flags, context), context.interrupt.signal);
    const failure = flags['no-verify']
      ? undefined
      : await tryLogin(login, exchangeBound(parsed, context.settings), context);
    if (failure)
      return refusedOutcome(
        login,
        judgeFacts(
          { at: Date.now(), cloud: { instance: login.instance, failure: { ...failure.facts(), check: 'cloud.auth' } } },
          flags.language as Language,
        ),
        context,
      );
    return keptOutcome(login, await keepLogin(login, flags, context), { tried: !flags['no-verify'] }, context);
  }
}
