import type { PaymentEvent } from '../../src/payment/events.js';
import { HOST_MARGIN_MS } from '../../src/payment/types.js';
import { LAST_STAN } from '../../src/payment/redacted-reply.js';
import type { TerminalSnapshot, TransactionView } from '../../src/payment/types.js';
import type { Entry } from '../../src/session/events.js';

/** The events of one sale, read without the program's own judgement. */
export function eventsOf(entries: readonly Entry[], id: string): readonly PaymentEvent[] {
  const all = entries.flatMap(({ event }) => (event.type === 'payment' ? [event.event] : []));
  const from = all.findIndex((event) => event.type === 'sale.intended' && event.sale.transactionId === id);
  const length = all.slice(from + 1).findIndex(({ type }) => type === 'sale.intended');
  return all.slice(from, length < 0 ? undefined : from + 1 + length);
}

const looks = (events: readonly PaymentEvent[]): readonly TerminalSnapshot[] =>
  events.flatMap((event) => (event.type === 'looked' ? [event.look] : []));
const bearsReversal = ({ returnCode, completion, stanRev, dateTimeRev }: TransactionView): boolean =>
  returnCode === 0 && (completion === 'COMPLETED_REV' || stanRev !== undefined || dateTimeRev !== undefined);
const saysNo = ({ returnCode, completion, hostAnswer }: TransactionView): boolean =>
  (returnCode !== undefined && returnCode !== 0) ||
  completion === 'NOTIFICATION' ||
  (hostAnswer !== undefined && hostAnswer !== '000');

/** A record or a batch row that shows the reversal, or the reversal's own reply with its marks. */
export function provesReturn(events: readonly PaymentEvent[], id: string): boolean {
  const replied = events.some(
    (event) => event.type === 'reversal.replied' && event.view.transactionId === id && bearsReversal(event.view),
  );
  const seen = looks(events).some(({ query, batch }) => {
    const record = query.kind === 'found' && query.view.transactionId === id && bearsReversal(query.view);
    return (
      record ||
      (batch.kind === 'read' &&
        batch.entries.some(({ kind, transactionId }) => kind === 'reversal' && transactionId === id))
    );
  });
  return replied || seen;
}

/** The next STAN is still that of the baseline, or everything newer belongs to another, or has failed. */
function accountsForStans(look: TerminalSnapshot, from: number | undefined, id: string): boolean {
  const { nextStan, newerStans } = look;
  if (from === undefined || nextStan === undefined) return false;
  const newer = (nextStan - from + LAST_STAN) % LAST_STAN;
  const others = newerStans.filter(
    ({ transactionId, failed }) => failed === true || (transactionId !== undefined && transactionId !== id),
  );
  return new Set(others.map(({ stan }) => stan)).size === newer;
}

/** Two looks that find nothing, no STAN unaccounted for, nobody reversing anything, the same batch, and this machine's or the terminal's clock past the time that a sale can take. */
export function provesAbsence(events: readonly PaymentEvent[]): boolean {
  const intended = events.find((event) => event.type === 'sale.intended');
  const sending = events.find((event) => event.type === 'sale.sending');
  if (!intended || !sending) return false;
  const { sale, baseline } = intended;
  const period = sale.cardTimeoutS * 1000 + HOST_MARGIN_MS;
  const clean = events.filter((event) => {
    if (event.type !== 'looked') return false;
    const { query, batch, reversalActive, time } = event.look;
    const theirs = Date.parse(`${time ?? ''}Z`) - Date.parse(`${baseline.time ?? ''}Z`);
    const late = event.at - sending.at >= period || theirs >= period;
    if (!accountsForStans(event.look, baseline.nextStan, sale.transactionId)) return false;
    return (
      late &&
      query.kind === 'none' &&
      reversalActive === false &&
      batch.kind === 'read' &&
      batch.fileNumber === baseline.fileNumber &&
      batch.entries.every(({ kind }) => kind === 'declined')
    );
  });
  return clean.length >= 2;
}

/** The terminal said no, in its reply or in its record, and was asked again. */
export function provesRefusal(events: readonly PaymentEvent[], id: string): boolean {
  const replied = events.some((event) => event.type === 'sale.replied' && saysNo(event.view));
  const seen = looks(events).some(
    ({ query }) => query.kind === 'found' && query.view.transactionId === id && saysNo(query.view),
  );
  return (replied && looks(events).length > 0) || seen || looks(events).filter(isUnmarkedFailure).length >= 2;
}

/** Asked by our id, it tells of a failure and names nothing. */
const isUnmarkedFailure = ({ query }: TerminalSnapshot): boolean =>
  query.kind === 'found' &&
  query.by === 'transaction-id' &&
  saysNo(query.view) &&
  [query.view.transactionId, query.view.stan, query.view.authorizationNo].every((mark) => mark === undefined);
