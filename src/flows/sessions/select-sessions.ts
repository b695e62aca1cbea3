import { usageError } from '../../contract/app-error.js';
import type { SessionState } from '../../session/reduce.js';
import type { SessionSearch } from '../../session/store.js';
import { isPractice } from '../../session/queries.js';
import { isLeft } from '../../session/status.js';
import { searchWords } from '../../session/team-row.js';

const DAY_MS = 24 * 60 * 60_000;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 60 * 60_000, d: DAY_MS, w: 7 * DAY_MS };

/** Whether it is listed. A session that does not tell whose it is is this machine's, and so everybody's here. */
export function isSelected(state: SessionState, { open, agent, since, practice, words }: SessionSearch): boolean {
  if (isPractice(state) && !practice) return false;
  if (open && !isLeft(state)) return false;
  if (agent !== undefined && (state.agent ?? agent) !== agent) return false;
  if (since !== undefined && Date.parse(state.changedAt) < since) return false;
  const text = searchWords(state);
  return words.every((word) => text.includes(word.toLowerCase()));
}

/** Reads `7d`, `12h`, `30m` or `2w` into the instant so long ago. @throws AppError usage.invalid */
export function readSince(text: string, now: number, flag = '--since'): number {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text.trim()) ?? [];
  if (count === undefined)
    throw usageError('usage.invalid', `${flag} ${JSON.stringify(text.slice(0, 40))} is not valid.`, [
      'Write it like 7d, 12h or 2w.',
    ]);
  return now - Number(count) * (UNITS[unit ?? ''] ?? DAY_MS);
}
