import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { describeError } from '../../cli/output/describe-error.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { sessionResult, sessionWords } from '../../flows/sessions/session-result.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { EXIT } from '../../contract/exit.js';
import { wrapText } from '../../ui/wrap.js';

export default class SessionsList extends BaseCommand {
  static override summary = 'the onboardings of this machine: open ones first, with what is left to do';
  static override examples = [
    '<%= config.bin %> sessions list',
    '<%= config.bin %> sessions list --json',
    'TERMINAL_HOME=/srv/desk <%= config.bin %> sessions list',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    await this.parse(SessionsList);
    const sessions = (await context.store()).list();
    const damaged = sessions.flatMap((session) =>
      'error' in session
        ? [{ id: session.id, ...describeError(session.error, { bankLines: context.settings.get('bank-lines') }) }]
        : [],
    );
    const unreadable = damaged.map(({ id, error }) => `${id}: ${error.message}`);
    const copies = sessions.flatMap((session) => ('copyOf' in session ? [copyWords(session)] : []));
    const gravestOf = damaged.find(({ exit }) => exit === EXIT.money) ?? damaged[0];
    return {
      ...EMPTY,
      ...(gravestOf && { exit: gravestOf.exit, error: gravestOf.error }),
      result: {
        sessions: sessions.flatMap((session) => ('state' in session ? [sessionResult(session.state)] : [])),
        unreadable,
      },
      warnings: [...unreadable, ...copies],
      text:
        sessions.length === 0
          ? ['No onboarding was begun on this machine.']
          : sessions.flatMap((session) =>
              'state' in session
                ? sessionWords(session.state, context.out, context.width)
                : 'error' in session
                  ? unreadableWords(session.id, describeError(session.error).error.message, context)
                  : [],
            ),
    };
  }
}

/** Told beside the list: it is no session of its own. */
function copyWords({ id, copyOf }: { readonly id: string; readonly copyOf: string }): string {
  return `${safeExcerpt(id)} is a copy of the record of session ${copyOf}; it is in nobody's way.`;
}

function unreadableWords(id: string, message: string, { out, width }: CommandContext): readonly string[] {
  return wrapText(`${out.strong(id)}  ${out.bad('cannot be read')}: ${message}`, width);
}
