import { BaseCommand } from '../../cli/base-command.js';
import type { Context } from '../../cli/context.js';
import { homeFolder } from '../../cli/home.js';
import { EMPTY } from '../../cli/outcome.js';
import type { Outcome } from '../../cli/outcome.js';
import { sessionResult, sessionWords } from '../../cli/session-result.js';
import { SessionStore } from '../../session/store.js';

export default class SessionsList extends BaseCommand {
  static override summary = 'the onboardings of this machine: open ones first, with what is left to do';
  static override examples = ['<%= config.bin %> sessions list', '<%= config.bin %> sessions list --json', 'TERMINAL_HOME=/srv/desk <%= config.bin %> sessions list'];

  protected async execute(context: Context): Promise<Outcome> {
    await this.parse(SessionsList);
    const sessions = new SessionStore(await homeFolder()).list();
    const unreadable = sessions.flatMap((session) => ('error' in session ? [`${session.id}: ${session.error.message}`] : []));
    return {
      ...EMPTY,
      result: { sessions: sessions.flatMap((session) => ('state' in session ? [sessionResult(session.state)] : [])), unreadable },
      warnings: unreadable,
      text: sessions.length === 0 ? ['No onboarding was begun on this machine.'] : sessions.flatMap((session) => ('state' in session ? sessionWords(session.state, context.out, context.width) : [])),
    };
  }
}
