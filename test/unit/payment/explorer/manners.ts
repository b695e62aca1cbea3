import type { Manner, World } from './terminal.js';

const OPEN = {
  findsBy: ['id', 'stan', 'nothing'],
  batch: ['with-ids', 'without-ids', 'none'],
  reversedRecord: ['COMPLETED_REV', 'StanRev', 'gone', 'unchanged'],
  whileBusy: ['busy', 'answers'],
  sent: ['found', 'gone'],
} as const satisfies { readonly [Name in keyof Manner]: readonly Manner[Name][] };

/** Every combination of what the posxml documents leave open about answers. */
export const MANNERS: readonly Manner[] = Object.entries(OPEN)
  .reduce<readonly object[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
  .map((one) => one as Manner);

/** A terminal that shows a return nowhere cannot be told from one that made none. */
export const showsReturn = ({ reversedRecord, batch }: Manner, { returned, rows, sale }: World): boolean =>
  !returned ||
  sale !== 'booked' ||
  reversedRecord !== 'unchanged' ||
  (batch !== 'none' && rows.some(({ kind }) => kind === 'reversal'));
