import type { PaymentEvent } from '../../../src/payment/events.js';
import type { TerminalSnapshot, Sale, TransactionView } from '../../../src/payment/types.js';

/*
 * What a verdict needs, written down a second time and in other words than the program's: only sentences of the law
 * on money, each true or false of a list of events.
 */

/** What happened to the sale in hand. */
export interface Story {
  readonly sale: Sale;
  readonly events: readonly PaymentEvent[];
}

const looksOf = ({ events }: Story): readonly TerminalSnapshot[] =>
  events.flatMap((event) => (event.type === 'looked' ? [event.look] : []));
const isOurTerminal = (look: TerminalSnapshot, sale: Sale): boolean =>
  look.reach === 'answered' &&
  [look.terminalId, look.query.kind === 'found' ? look.query.view.terminalId : undefined].every(
    (id) => id === undefined || id === sale.terminalId,
  );
/** In one of its answers. */
const namesItself = ({ terminalId, query }: TerminalSnapshot): boolean =>
  terminalId !== undefined || (query.kind === 'found' && query.view.terminalId !== undefined);
const rowsOf = (look: TerminalSnapshot) => (look.batch.kind === 'read' ? look.batch.entries : []);
const isOurs = (view: TransactionView, sale: Sale): boolean =>
  (view.transactionId ?? sale.transactionId) === sale.transactionId &&
  (view.terminalId ?? sale.terminalId) === sale.terminalId &&
  (view.amount ?? sale.amount) === sale.amount;

/** "APPROVED needs all of", by the reply or by the record. */
function saysApproved(view: TransactionView, sale: Sale): boolean {
  return (
    view.returnCode === 0 &&
    view.authorizationNo !== undefined &&
    view.transactionId === sale.transactionId &&
    view.terminalId === sale.terminalId &&
    view.amount === sale.amount &&
    view.currency === sale.currency &&
    [undefined, '000'].includes(view.hostAnswer)
  );
}

/** A record counts whatever its completion says; a reply only with a good one. */
const saysCompleted = ({ completion }: TransactionView): boolean => [undefined, 'COMPLETED'].includes(completion);

/** Anything at all that proves a charge. */
export function showsCharge({ sale, events }: Story): boolean {
  return events.some((event) => {
    if (event.type === 'reversal.sending') return true;
    if (event.type === 'sale.replied')
      return (
        saysApproved(event.view, sale) &&
        saysCompleted(event.view) &&
        event.view.stanRev === undefined &&
        event.view.dateTimeRev === undefined
      );
    if (event.type !== 'looked' || !isOurTerminal(event.look, sale) || event.look.reversalActive === true) return false;
    const { look } = event;
    if (look.terminalId === undefined || look.query.kind === 'busy' || look.query.kind === 'unreachable') return false;
    if (look.query.kind === 'found')
      return (
        saysApproved(look.query.view, sale) &&
        rowsOf(look).every(
          (row) => row.transactionId !== sale.transactionId || (row.amount === sale.amount && row.kind !== 'reversal'),
        ) &&
        look.query.view.stanRev === undefined &&
        look.query.view.dateTimeRev === undefined
      );
    const ours = rowsOf(look).filter((row) => row.transactionId === sale.transactionId);
    return ours.length > 0 && ours.every((row) => row.kind === 'sale' && row.amount === sale.amount);
  });
}

/** "32781, only if idle, FileNumber unchanged, ReversalActive 0, and every newer STAN is another's; twice." */
export function provesAbsence(story: Story): boolean {
  const last = looksOf(story).slice(-2);
  return (
    last.length === 2 &&
    last.every(
      (look) =>
        isOurTerminal(look, story.sale) && namesItself(look) && (isClean(look, story.sale) || isUnmarkedFailure(look)),
    )
  );
}

/** Asked by our id, a failure that names nothing; and no money is counted. */
function isUnmarkedFailure({ query, batch, reversalActive, cardInReader, nextStan }: TerminalSnapshot): boolean {
  if (query.kind !== 'found' || reversalActive !== false || cardInReader === true) return false;
  const { transactionId, authorizationNo, stanRev } = query.view;
  const unmarked = [transactionId, authorizationNo, stanRev].every((mark) => mark === undefined);
  return unmarked && saysNo(query.view) && (nextStan === 42 || (batch.kind === 'read' && batch.fileNumber === 7));
}

const saysNo = (view: TransactionView): boolean =>
  (view.returnCode ?? 0) !== 0 ||
  view.completion === 'NOTIFICATION' ||
  (view.authorizationNo === undefined && ![undefined, '000'].includes(view.hostAnswer));

function isClean(look: TerminalSnapshot, sale: Sale): boolean {
  const { batch } = look;
  return (
    look.query.kind === 'none' &&
    look.reversalActive === false &&
    look.cardInReader !== true &&
    batch.kind === 'read' &&
    batch.complete &&
    batch.fileNumber === 7 &&
    batch.entries.every((row) => row.transactionId !== sale.transactionId) &&
    (look.nextStan === 42 ||
      (look.nextStan === 43 &&
        look.newerStans.some(
          ({ stan, transactionId }) =>
            stan === 42 && transactionId !== undefined && transactionId !== sale.transactionId,
        )))
  );
}

/** The terminal said no in so many words: in its reply, or in its record under our id. */
export function provesRefusal(story: Story): boolean {
  const { sale, events } = story;
  const rows = (look: TerminalSnapshot): boolean =>
    rowsOf(look).some(
      ({ transactionId, kind }) =>
        transactionId === sale.transactionId && (kind === 'declined' || kind === 'failed-reversal'),
    );
  const reply = events.some((event) => event.type === 'sale.replied' && isOurs(event.view, sale) && saysNo(event.view));
  const last = looksOf(story).at(-1);
  if (!last || !isOurTerminal(last, sale) || last.reversalActive === true) return false;
  const record =
    last.query.kind === 'found' && last.query.view.transactionId === sale.transactionId && saysNo(last.query.view);
  const twice = looksOf(story).slice(-2).filter(isUnmarkedFailure).length === 2;
  return (
    (reply || record || rows(last) || twice || provesAbsence(story)) &&
    rowsOf(last).every(
      (row) => row.transactionId !== sale.transactionId || row.kind === 'declined' || row.kind === 'failed-reversal',
    )
  );
}

/** What was replied to our own requests under our id. */
const repliesOf = ({ sale, events }: Story): readonly TransactionView[] =>
  events.flatMap((event) =>
    (event.type === 'sale.replied' || event.type === 'reversal.replied') &&
    event.view.transactionId === sale.transactionId &&
    isOurs(event.view, sale)
      ? [event.view]
      : [],
  );

/** A record that shows the return; or a reply that does, where it was confirmed for want of a record. */
export function provesReturn({ sale, events }: Story): boolean {
  const inWords = (view: TransactionView): boolean =>
    isOurs(view, sale) && view.returnCode === 0 && view.completion === 'COMPLETED_REV';
  const byStan = (view: TransactionView): boolean =>
    isOurs(view, sale) && view.returnCode === 0 && (view.stanRev !== undefined || view.dateTimeRev !== undefined);
  if (events.at(-1)?.type === 'reversal.confirmed') {
    return events.some(
      (event) =>
        event.type === 'reversal.replied' &&
        event.view.transactionId === sale.transactionId &&
        (inWords(event.view) || byStan(event.view)),
    );
  }
  const last = looksOf({ sale, events }).at(-1);
  if (!last || !isOurTerminal(last, sale) || last.reversalActive === true) return false;
  const view = last.query.kind === 'found' ? last.query.view : undefined;
  const records = looksOf({ sale, events }).flatMap((look) =>
    isOurTerminal(look, sale) && look.query.kind === 'found' && isOurs(look.query.view, sale) ? [look.query.view] : [],
  );
  const stans = [view, ...records, ...repliesOf({ sale, events })].flatMap((told) => [told?.stan, told?.stanRev]);
  const ours = rowsOf(last).filter(
    (row) =>
      row.transactionId === sale.transactionId ||
      (row.transactionId === undefined &&
        row.amount === sale.amount &&
        row.stan !== undefined &&
        stans.includes(row.stan)),
  );
  const returns = ours.filter((row) => row.kind === 'reversal').length;
  if (returns > 0)
    return (
      returns >= ours.filter((row) => row.kind === 'sale').length && ours.every((row) => row.amount === sale.amount)
    );
  return (
    view !== undefined &&
    (inWords(view) || (byStan(view) && ours.length === 0 && events.some(({ type }) => type === 'reversal.sending')))
  );
}
