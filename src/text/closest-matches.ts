import { editDistance } from './edit-distance.js';

const MOST = 3;
/** Nothing that is called something has a longer name, and longer ones take time to compare. */
const LONGEST = 60;

/** Which of the names may have been meant by what was typed, the nearest first; none where none is near. */
export function closestMatches(typed: string, names: readonly string[]): readonly string[] {
  if (typed.length > LONGEST) return [];
  return names
    .map((name) => ({ name, distance: editDistance(typed, name) }))
    .filter(({ name, distance }) => distance <= Math.max(Math.min(2, name.length - 1), Math.floor(name.length / 3)))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ name }) => name);
}
