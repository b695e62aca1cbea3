import { editDistance } from './edit-distance.js';

const MOST = 3;
/** Nothing that is called something has a longer name, and longer ones take time to compare. */
const LONGEST = 60;

/**
 * Which of the names may have been meant by what was typed, the nearest first; none where none is near.
 * @param spellings what a name may be typed as, the whole first: between two as near, an earlier spelling is meant
 */
export function closestMatches(
  typed: string,
  names: readonly string[],
  spellings: (name: string) => readonly string[] = (name) => [name],
): readonly string[] {
  if (typed.length > LONGEST) return [];
  return names
    .flatMap((name) => nearestSpelling(typed, spellings(name)).map((spelling) => ({ name, ...spelling })))
    .sort((one, other) => one.distance - other.distance || one.rank - other.rank)
    .slice(0, MOST)
    .map(({ name }) => name);
}

interface Nearness {
  readonly distance: number;
  readonly rank: number;
}

/** At most one: the spelling with the fewest letters wrong, if those are few for its length. */
function nearestSpelling(typed: string, spellings: readonly string[]): readonly Nearness[] {
  return spellings
    .map((spelling, rank) => ({ distance: distanceTo(spelling, typed), rank, most: lettersWrong(spelling) }))
    .filter(({ distance, most }) => distance <= most)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 1);
}

/** A beginning is meant before any other word that looks like it. */
const BEGINNING_LEAST = 3;

function distanceTo(spelling: string, typed: string): number {
  const isBeginning = typed.length >= BEGINNING_LEAST && spelling.toLowerCase().startsWith(typed.toLowerCase());
  return isBeginning ? 0 : editDistance(typed, spelling);
}

function lettersWrong({ length }: string): number {
  return Math.max(Math.min(2, length - 1), Math.floor(length / 3));
}
