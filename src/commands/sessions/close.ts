import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { environmentName } from '../../cli/args/environment.js';
import { takeOverFlag } from '../../cli/command/flags.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { usageError } from '../../contract/app-error.js';
import { agentName } from '../../flows/sessions/agent-name.js';
import { namedSession } from '../../flows/sessions/find-session.js';
import { writeSession } from '../../flows/sessions/write-session.js';
import { unsettledPayment } from '../../session/reduce.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

export default class SessionsCloseCommand extends BaseCommand {
  static override summary = 'close a call without open money that will not be resumed';
  static override args = { id: Args.string({ required: true, description: 'the session ID' }) };
  static override flags = {
    ...takeOverFlag,
    why: Flags.string({ env: environmentName('why'), description: 'why: it is shown in the list' }),
  };
  static override examples = [
    '<%= config.bin %> sessions close 20260214-bcdfg',
    '<%= config.bin %> sessions close 20260214-bcdfg --why "the clinic has another provider"',
    '<%= config.bin %> sessions close 20260214-bcdfg --json',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args, flags } = await this.parse(SessionsCloseCommand);
    const { state } = await namedSession(await context.store(), args.id, 'sessions close');
    if (unsettledPayment(state))
      throw usageError('usage.invalid', `Session ${state.id} has a test payment that is not settled.`, [
        `Check with the terminal again: terminal onboard --resume ${state.id}`,
        `If it was resolved manually: terminal sessions resolve ${state.id}`,
      ]);
    const why = flags.why === undefined || flags.why.trim() === '' ? {} : { why: safeExcerpt(flags.why.trim()) };
    const event = { type: 'session.ended', who: agentName(context.settings), ...why } as const;
    return writeSession(state.id, 'sessions close', event, context);
  }
}
