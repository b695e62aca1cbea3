import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { resumeOf, sessionLines, sessionResult } from '../../flows/sessions/session-result.js';
import { namedSession } from '../../flows/sessions/find-session.js';
import { openPayment } from '../../session/reduce.js';
import { EXIT } from '../../contract/exit.js';
import { describeOpenRecord } from '../../flows/open-payments/open-payment-error.js';

export default class SessionsShowCommand extends BaseCommand {
  static override summary = 'show one onboarding: what was done, paid and reversed, and what is open';
  static override args = { id: Args.string({ required: true, description: 'the session ID' }) };
  static override examples = [
    '<%= config.bin %> sessions show 20260214-bcdfg',
    '<%= config.bin %> sessions show 20260214-bcdfg --json',
    '<%= config.bin %> sessions show 20260214-bcdfg --no-color',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args } = await this.parse(SessionsShowCommand);
    const { state } = await namedSession(await context.store(), args.id, 'sessions show');
    const open = openPayment(state);
    const bankLines = context.settings.get('bank-lines');
    return {
      ...EMPTY,
      ...(open ? { exit: EXIT.money, error: describeOpenRecord(open, state.id, state.answers.bank, bankLines) } : {}),
      result: { session: sessionResult(state) },
      resume: resumeOf(state),
      text: sessionLines(state, context.out, context.width),
    };
  }
}
