import { AppError, usageError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import type { Replayed, SessionStore } from '../../session/store.js';
import { StoreError } from '../../session/store-error.js';
import { closestMatches } from '../../text/closest-matches.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

const NEWEST = 3;
const LONGEST = 60;

/** The session that the agent named; one that there is not is told with those that may be meant. @throws AppError, StoreError */
export async function namedSession(store: SessionStore, id: string | undefined, command: string): Promise<Replayed> {
  if (id === undefined)
    throw usageError('usage.missing', 'Session ID missing.', suggestions(store, undefined, command));
  await store.bring(id);
  try {
    return store.replay(id);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'usage.unknown-session') throw error;
    throw new AppError({
      code: error.code,
      category: 'usage',
      exit: EXIT.usage,
      message: `No session ${safeExcerpt(id, LONGEST)}.`,
      actions: suggestions(store, id, command),
    });
  }
}

function suggestions(store: SessionStore, typed: string | undefined, command: string): readonly string[] {
  const ids = store.ids();
  const near = typed === undefined ? [] : closestMatches(typed, ids);
  const found =
    near.length > 0
      ? near.map((id) => `Did you mean: terminal ${command} ${id}`)
      : ids.slice(0, NEWEST).map((id) => `A recent one: terminal ${command} ${id}`);
  return [...found, 'See all: terminal sessions list'];
}
