import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/command/base-command.js';
import { canAsk, createPrompter, requireFlags } from '../../cli/command/context.js';
import type { CommandContext } from '../../cli/command/context.js';
import { environmentName } from '../../cli/args/environment.js';
import { takeOverFlag } from '../../cli/command/flags.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { askForNote, noteOf } from '../../flows/sessions/ask-note.js';
import { namedSession } from '../../flows/sessions/find-session.js';
import { writeSession } from '../../flows/sessions/write-session.js';

export default class SessionsNoteCommand extends BaseCommand {
  static override summary = 'save a note, a time to call back, a ticket or a telephone number with a call';
  static override args = {
    id: Args.string({ required: true, description: 'the session ID' }),
    text: Args.string({ description: 'the note, in quotes' }),
  };
  static override flags = {
    ...takeOverFlag,
    'call-back': Flags.string({ env: environmentName('call-back'), description: 'when the clinic is called again' }),
    ticket: Flags.string({ env: environmentName('ticket'), description: 'the number of the ticket' }),
    telephone: Flags.string({ env: environmentName('telephone'), description: 'where the clinic is called' }),
  };
  static override examples = [
    '<%= config.bin %> sessions note 20260214-bcdfg "the IT person is back on Monday"',
    '<%= config.bin %> sessions note 20260214-bcdfg --call-back "Monday 10:00" --telephone "+372 600 0000"',
    '<%= config.bin %> sessions note 20260214-bcdfg --ticket SUP-1234 --json',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args, flags } = await this.parse(SessionsNoteCommand);
    const given = noteOf({
      text: args.text,
      callBack: flags['call-back'],
      ticket: flags.ticket,
      telephone: flags.telephone,
    });
    if (!given && !canAsk(flags))
      requireFlags(['the note', '--call-back', '--ticket or --telephone'], 'There is nothing to keep.');
    const { state } = await namedSession(await context.store(), args.id, 'sessions note');
    const note = given ?? (await askForNote(await createPrompter(flags, context))) ?? {};
    return writeSession(state.id, 'sessions note', { type: 'noted', note }, context);
  }
}
