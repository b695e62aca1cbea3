import type { Manner, World } from './terminal.js';
import { isAtWork } from './terminal.js';
import { BASELINE } from '../support.js';

const OPEN = {
  findsBy: ['id', 'stan', 'nothing'],
  batch: ['with-ids', 'without-ids', 'lagging', 'none'],
  reversedRecord: ['COMPLETED_REV', 'StanRev', 'gone', 'unchanged'],
  whileBusy: ['busy', 'answers', 'idle', 'provisional'],
  sent: ['found', 'gone'],
  failedRecord: ['gone', 'named', 'unnamed', 'row'],
} as const satisfies { readonly [Name in keyof Manner]: readonly Manner[Name][] };

/** Every combination of what the posxml documents leave open about answers. */
export const MANNERS: readonly Manner[] = Object.entries(OPEN)
  .reduce<readonly object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
  .map((one) => one as Manner);

/** Those of them that can be told apart, in the state that the terminal is in. @param departures in how many places at the most */
export function mannersOf(world: World, departures: number): readonly Manner[] {
  const open = (name: keyof Manner): boolean => {
    switch (name) {
      case 'reversedRecord':
        return world.returned;
      case 'whileBusy':
        return isAtWork(world);
      case 'sent':
        return world.sent;
      case 'failedRecord':
        return world.sale === 'failed';
      default:
        return true;
    }
  };
  const names = Object.keys(OPEN) as (keyof Manner)[];
  return MANNERS.filter(
    (manner) =>
      isSeeable(manner, world) &&
      names.every((name) => open(name) || manner[name] === OPEN[name][0]) &&
      names.filter((name) => manner[name] !== OPEN[name][0]).length <= departures,
  );
}

/**
 * What shows nowhere no client can know: a return, or a second sale, of which neither record nor batch tells; an end
 * that is none, of a terminal that says it is at rest, and has given its reply, or has no batch.
 */
export function isSeeable(manner: Manner, world: World): boolean {
  return showsReturn(manner, world) && showsSecond(manner, world) && !liesWell(manner, world);
}

const showsReturn = ({ reversedRecord, batch }: Manner, { returned, rows, sale }: World): boolean =>
  !returned ||
  sale !== 'booked' ||
  reversedRecord !== 'unchanged' ||
  ((batch === 'with-ids' || batch === 'without-ids') && rows.some(({ kind }) => kind === 'reversal'));

/** By its rows; or by what it counts, while that can be compared. */
const showsSecond = ({ batch }: Manner, { replayed, sent, fileNumber }: World): boolean =>
  !replayed || (batch !== 'none' && !sent && (batch !== 'lagging' || fileNumber === BASELINE.fileNumber));

const liesWell = ({ batch, whileBusy }: Manner, { reversal, refused, sale, saleStan }: World): boolean =>
  (whileBusy === 'provisional' && reversal === 'running' && batch === 'none') ||
  (batch === 'lagging' && refused && sale === 'running' && saleStan !== undefined);
