import { BaseCommand } from '../cli/command/base-command.js';
import { canAsk, createPrompter, requireFlags } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { roleFlag, testFlags } from '../cli/command/flags.js';
import type { Outcome } from '../cli/output/outcome.js';
import { connectLasting, exchangeBound } from '../flows/cloud/connect.js';
import { credentialFinder } from '../flows/cloud/find-credentials.js';
import { controlsFor, readLookBounds } from '../flows/look/create-look.js';
import { readingInWords } from '../flows/look/left-out.js';
import { onlyTarget, writtenTargets } from '../flows/look/target-arguments.js';
import { withoutMailHeaders } from '../targets/mail-body.js';
import { runTestCall } from '../flows/test-payment/test-call.js';
import { readTestSettings } from '../flows/test-payment/settings.js';

export default class TestCommand extends BaseCommand {
  static override summary = 'make a test payment and reverse it';
  static override usage = 'test TARGET [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> test 84.50.12.34',
    '<%= config.bin %> test 84.50.12.34 --tid 00012345 --amount 0.10',
    '<%= config.bin %> test 84.50.12.34:14445 --yes --skip-identify --card-timeout 30s --json',
  ];
  static override flags = { ...roleFlag, ...testFlags };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(TestCommand);
    const { argv, flags } = parsed;
    const bounds = readLookBounds(flags);
    const settings = { ...readTestSettings(flags), ...bounds };
    const read = writtenTargets({
      words: await withoutMailHeaders(argv as string[]),
      role: flags.role,
      allowPrivate: bounds.allowPrivate,
    });
    // A test does not use the log port.
    for (const warning of readingInWords({ ...read, written: [] })) this.warn(warning);
    const target = onlyTarget(read.written, settings.language);
    if (!canAsk(flags))
      requireFlags(
        [...(flags.yes ? [] : ['--yes']), ...(flags['skip-identify'] ? [] : ['--skip-identify'])],
        'Questions cannot be asked here.',
      );
    const talk = await createPrompter(flags, context);
    const controls = controlsFor(flags, context);
    const choice = {
      credentials: credentialFinder(flags, context),
      exchangeMs: exchangeBound(parsed, context.settings),
    };
    const connect = (instance: string): ReturnType<typeof connectLasting> =>
      connectLasting({ ...choice, instance }, context.trace);
    return runTestCall({ target, settings, controls, program: this.config.version, connect }, { context, talk });
  }
}
