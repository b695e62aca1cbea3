import * as Flags from '@oclif/core/flags';
import { environmentName } from '../cli/args/environment.js';
import { isTyped } from '../cli/args/typed-flag.js';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { registerFlags, roleFlag, testFlags } from '../cli/command/flags.js';
import { readLookBounds } from '../flows/look/create-look.js';
import type { Outcome } from '../cli/output/outcome.js';
import type { RunInfo } from '../cli/output/print-outcome.js';
import { exchangeBound } from '../flows/cloud/connect.js';
import { withoutConfigured } from '../flows/config/config-answers.js';
import { onboardCall } from '../flows/onboard/call.js';
import { readTestSettings } from '../flows/test-payment/settings.js';

export default class OnboardCommand extends BaseCommand {
  static override summary = 'onboard a terminal step by step: check, probe, register, test';
  static override usage = 'onboard [TARGET…] [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> onboard',
    '<%= config.bin %> onboard --sandbox',
    '<%= config.bin %> onboard 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name Desk --model desk3200 --bank seb --yes --skip-identify --json',
  ];
  static override flags = {
    ...roleFlag,
    ...registerFlags,
    name: Flags.string({
      env: environmentName('name'),
      multiple: true,
      multipleNonGreedy: true,
      description: 'desk name; repeat for each terminal',
    }),
    ...testFlags,
    resume: Flags.string({
      env: environmentName('resume'),
      description: 'resume an unfinished onboarding',
      helpValue: 'ID',
    }),
    sandbox: Flags.boolean({
      env: environmentName('sandbox'),
      description: 'practise with a virtual terminal and a practice cloud',
    }),
    scenario: Flags.string({
      env: environmentName('scenario'),
      default: 'healthy',
      description: 'with --sandbox: the situation to practise',
      helpValue: 'NAME',
    }),
  };

  protected async execute(context: CommandContext, run: RunInfo): Promise<Outcome> {
    const parsed = await this.parse(OnboardCommand);
    const { flags, usual } = withoutConfigured(parsed, context.settings);
    const options = {
      words: parsed.argv as string[],
      flags,
      usual,
      languageGiven: isTyped(parsed, 'language'),
      settings: { ...readTestSettings(flags), ...readLookBounds(flags) },
      exchangeMs: exchangeBound(parsed, context.settings),
      program: this.config.version,
      warn: (text: string) => {
        this.warn(text);
      },
    };
    return onboardCall(options, context, run);
  }
}
