import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/command/base-command.js';
import type { CommandContext } from '../../cli/command/context.js';
import { environmentName } from '../../cli/args/environment.js';
import { describeError } from '../../cli/output/describe-error.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { agentName } from '../../flows/sessions/agent-name.js';
import { isSelected, readSince } from '../../flows/sessions/select-sessions.js';
import { sessionResult, sessionRow } from '../../flows/sessions/session-result.js';
import { isPractice } from '../../session/queries.js';
import type { SessionSearch } from '../../session/store.js';
import type { SessionState } from '../../session/reduce.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { EXIT } from '../../contract/exit.js';
import { renderSessions } from '../../ui/sessions-table.js';
import { wrapText } from '../../ui/wrap.js';

export default class SessionsListCommand extends BaseCommand {
  static override summary = 'list the calls, open ones first';
  static override args = {
    word: Args.string({ description: 'words that a call must hold: a clinic, a desk, an address, a note' }),
  };
  static override strict = false;
  static override flags = {
    open: Flags.boolean({ env: environmentName('open'), description: 'only those with something left to do' }),
    mine: Flags.boolean({ env: environmentName('mine'), description: 'only your own' }),
    since: Flags.string({ env: environmentName('since'), description: 'only those that changed lately, such as 7d' }),
    practice: Flags.boolean({ env: environmentName('practice'), description: 'also those of the sandbox' }),
  };
  static override examples = [
    '<%= config.bin %> sessions list',
    '<%= config.bin %> sessions list --open --mine --since 7d',
    '<%= config.bin %> sessions list loomakliinik --json',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { argv, flags } = await this.parse(SessionsListCommand);
    const filter: SessionSearch = {
      open: flags.open,
      practice: flags.practice,
      agent: flags.mine ? agentName(context.settings) : undefined,
      since: flags.since === undefined ? undefined : readSince(flags.since, Date.now()),
      words: argv as string[],
    };
    const { sessions, more } = await (await context.store()).search(filter);
    const states = sessions.flatMap((session) => ('state' in session ? [session.state] : []));
    const selected = states.filter((state) => isSelected(state, filter));
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
      result: { sessions: selected.map(sessionResult), unreadable },
      warnings: [...unreadable, ...copies, ...(more ? [MORE] : [])],
      text: [
        ...damaged.flatMap(({ id, error }) => unreadableWords(id, error.message, context)),
        ...(selected.length === 0 ? [] : renderSessions(selected.map(sessionRow), context.out, context.width)),
        ...(selected.length === 0 && damaged.length === 0 ? [noneWords(states, filter)] : []),
      ],
    };
  }
}

const MORE = 'There are more calls than these. Narrow the list with words, --since or --mine.';

function noneWords(states: readonly SessionState[], { practice: isShown }: Pick<SessionSearch, 'practice'>): string {
  if (states.length === 0) return 'No onboardings on this computer yet.';
  const practice = isShown ? 0 : states.filter(isPractice).length;
  return `No matching calls on this computer.${practice > 0 ? ` Practice calls: ${String(practice)} (--practice).` : ''}`;
}

/** Told beside the list: it is no session of its own. */
function copyWords({ id, copyOf }: { readonly id: string; readonly copyOf: string }): string {
  return `${safeExcerpt(id)} is a copy of the session file of ${copyOf} and is ignored.`;
}

function unreadableWords(id: string, message: string, { out, width }: CommandContext): readonly string[] {
  return wrapText(`${out.strong(id)}  ${out.bad('cannot be read')}: ${message}`, width);
}
