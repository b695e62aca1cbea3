import { isPractice } from '../../session/queries.js';
import type { SessionState } from '../../session/reduce.js';
import type { SessionStore, StoredSession } from '../../session/store.js';
import type { Prompter } from '../../steps/dependencies.js';
import { formatInstant } from '../../text/format-instant.js';
import { sessionAddress, leftToDo, whoIs } from '../sessions/session-text.js';
import { isLeft, statusOf } from '../../session/status.js';
import { shownFromElsewhere } from '../../text/from-elsewhere.js';

const DAY_MS = 24 * 60 * 60_000;
/** Who has not called again by then starts over; open money is never too old. */
const OFFERED_MS = 30 * DAY_MS;
const MOST = 6;

const NEW = 'new';

/**
 * Offers what former calls have left, money first, and gives the session that is resumed; undefined for a new
 * call. Asks nothing where nothing was left. @throws StoreError
 */
export async function offerResume(
  store: SessionStore,
  talk: Prompter,
  now: number = Date.now(),
): Promise<string | undefined> {
  if (!talk.interactive) return undefined;
  const sessions = store.list();
  const offered = worthGoingOn(sessions, now).slice(0, MOST);
  const [first] = offered;
  if (!first) return undefined;
  const unreadable = sessions.filter((session) => 'error' in session).length;
  const chosen = await talk.choose({
    kind: 'choice',
    id: 'former',
    message: 'Resume an unfinished onboarding, or start a new one?',
    ...(unreadable > 0 && { preamble: [`${String(unreadable)} more cannot be read: terminal sessions list`] }),
    choices: [
      ...offered.map((state) => ({ value: state.id, label: inWords(state, now) })),
      { value: NEW, label: 'Start a new one' },
    ],
    default: isUrgent(first, now) ? first.id : NEW,
  });
  return chosen === NEW ? undefined : chosen;
}

/** Practice is not; nor is a call whose terminal was brought to a good end in another. The most urgent first. */
function worthGoingOn(sessions: readonly StoredSession[], now: number): readonly SessionState[] {
  const real = sessions.flatMap((session) => ('state' in session && !isPractice(session.state) ? [session.state] : []));
  return real.filter((state) => {
    if (statusOf(state) === 'money-open') return true;
    if (!isLeft(state) || state.command !== 'onboard' || now - Date.parse(state.changedAt) > OFFERED_MS) return false;
    return !real.some(
      (other) =>
        statusOf(other) === 'done' &&
        other.command === 'onboard' &&
        other.changedAt > state.changedAt &&
        sessionAddress(other) === sessionAddress(state),
    );
  });
}

/** Money, or a call that was cut off a while ago: that clinic is probably on the line. */
function isUrgent(state: SessionState, now: number): boolean {
  return statusOf(state) === 'money-open' || now - Date.parse(state.changedAt) < DAY_MS;
}

/** Short enough for one line of most windows: a list of choices breaks words. */
function inWords(state: SessionState, now: number): string {
  const who = shownFromElsewhere(whoIs(state, 'desk') || sessionAddress(state));
  const [next = 'nothing'] = leftToDo(state);
  return `${statusOf(state) === 'money-open' ? 'Money is open: ' : ''}${who}; stopped ${formatInstant(Date.parse(state.changedAt), now)}; next: ${next}`;
}
