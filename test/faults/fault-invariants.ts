import { expect } from 'vitest';
import { isFinal, isPaymentOpen } from '../../src/payment/state.js';
import type { PaymentState } from '../../src/payment/state.js';
import { EXIT } from '../../src/contract/exit.js';
import { paymentFacts } from '../../src/steps/test-payment/payment-checks.js';
import { HOST_MARGIN_MS } from '../../src/payment/types.js';
import { replayEvents } from '../../src/session/reduce.js';
import { expectNoCard, FORBIDDEN, FORBIDDEN_FIELDS } from '../unit/steps/harness/payment-invariants.js';
import type { Sent } from './faults.js';
import { provesAbsence, provesRefusal, provesReturn, eventsOf } from './proof.js';
import type { Ran, Told } from './wire-run.js';

const SALE = 'TransactionRequest';
const REVERSAL = 'ReverseTransactionRequest';
/** What the terminals here wait for a card at a reversal. */
const CARD_MS = 60_000;

/** The eleven invariants of the test transaction, held against the terminal's books, the wire, the journal and the words. */
export function expectLaw(ran: Ran): void {
  onceOnTheWire(ran);
  noSaleBeforeTheFormerIsFinal(ran);
  netIsZeroOrNamed(ran);
  neverReversedOnTop(ran);
  onlyOwnReversed(ran);
  for (const told of ran.told) wordsAreProven(ran, told);
  journalResumes(ran);
  moneyGoesToTheConfirmedTerminal(ran);
  nothingForbiddenIsSent(ran);
  cancelsOnlyInFlight(ran);
  expectNoCard([ran.entries, ran.told.map(({ text, said }) => [text, said])]); // 10
  for (const told of ran.told) neverActiveWhileOpen(told);
}

const field = (document: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1]?.trim();
const named = ({ sent }: Ran, request: string): readonly Sent[] => sent.filter((each) => each.request === request);
const idsOf = ({ payments }: Ran): readonly string[] =>
  payments.flatMap(({ sale }) => (sale ? [sale.transactionId] : []));
const bookedFor = ({ terminal }: Ran, id: string): readonly string[] =>
  terminal.ledger.entries.filter(({ transactionId }) => transactionId === id).map(({ kind }) => kind);

/** 1: what the program wrote counts, whether or not it arrived. */
function onceOnTheWire(ran: Ran): void {
  const ids = named(ran, SALE).map(({ document }) => field(document, 'TransactionID'));
  expect(new Set(ids).size, '1: one TransactionRequest for an id').toBe(ids.length);
  for (const id of ids) expect(idsOf(ran), '1: every id is in the journal').toContain(id);
}

/** 2 */
function noSaleBeforeTheFormerIsFinal({ netAtSales, payments }: Ran): void {
  expect(
    netAtSales.filter((net) => net !== 0),
    '2: a sale while the former one stood',
  ).toEqual([]);
  expect(
    payments.slice(0, -1).filter((payment) => !isFinal(payment)),
    '2: a sale after one that is not final',
  ).toEqual([]);
}

/** 3 */
function netIsZeroOrNamed(ran: Ran): void {
  for (const payment of ran.payments) {
    const id = payment.sale?.transactionId ?? '';
    if (ran.terminal.ledger.net(id) === 0) continue;
    const { stan } = ran.terminal.ledger.entries.find(({ transactionId }) => transactionId === id) ?? {};
    const text = ran.told.at(-1)?.text ?? '';
    expect(payment.stage, `3: ${id} is charged and not returned`).toBe('escalated');
    expect(text, '3: the words name the id').toContain(id);
    // A STAN that no reply has told cannot be named; whether one could have been had is the escalation's matter.
    if (payment.proof?.stan === undefined)
      expect(payment.proof, '3: the sale is proven, its STAN is not').toBeUndefined();
    else
      expect([payment.proof.stan, text.includes(`STAN ${String(stan)}`)], '3: the STAN is named').toEqual([stan, true]);
  }
}

/** 3: a reversal without a reply may still be under way, until the time that it can take at the most is over. */
function neverReversedOnTop(ran: Ran): void {
  if (/clock/.test(ran.one.special?.name ?? '')) return;
  const reversals = named(ran, REVERSAL);
  reversals.forEach(({ at }, index) => {
    const before = reversals[index - 1];
    if (!before || before.reply.includes('</PosXML>')) return;
    expect(at - before.at, '3: a reversal on top of one that has not ended').toBeGreaterThanOrEqual(
      CARD_MS + HOST_MARGIN_MS,
    );
  });
}

/** 4 */
function onlyOwnReversed(ran: Ran): void {
  const ids = idsOf(ran);
  const stans = ran.terminal.ledger.entries
    .filter(({ transactionId, kind }) => kind === 'sale' && ids.includes(transactionId))
    .map(({ stan }) => String(stan));
  for (const { document } of named(ran, REVERSAL)) {
    const [id, stan] = [field(document, 'TransactionID'), field(document, 'TransactionSTAN')];
    expect(id === undefined ? stans : ids, '4: only what we made is reversed').toContain(id ?? stan);
  }
  const others = ran.terminal.ledger.entries.filter(({ transactionId }) => !ids.includes(transactionId));
  expect(
    others.filter(({ kind }) => kind !== 'sale'),
    "4: the till's own sales stand",
  ).toEqual([]);
}

/** 5: what is said is true in the end, and the journal holds what it rests on. */
function wordsAreProven(ran: Ran, { payment, text, exit }: Told): void {
  if (!payment?.sale) return;
  const id = payment.sale.transactionId;
  const booked = bookedFor(ran, id);
  const events = eventsOf(ran.entries, id);
  const sent = named(ran, SALE).some(({ document }) => field(document, 'TransactionID') === id);
  const lastLine = text.slice(text.lastIndexOf('0.01 EUR', text.indexOf(id)));
  if (isPaymentOpen(payment)) {
    expect(exit, '5: open money has an exit status of its own').toBe(EXIT.money);
    if (payment.proof) expect(booked, '5: a charge that was never made').toContain('sale');
    expect(lastLine, '5: nothing is promised while it is open').not.toMatch(/nothing is owed|was returned/i);
    return;
  }
  expect(text, '5: the end is told').toMatch(/nothing is owed/i);
  if (payment.stage === 'reconciled') {
    expect(booked, '5: charged and reversed').toEqual(['sale', 'reversal']);
    expect(provesReturn(events, id), '5: the journal proves the reversal').toBe(true);
    return;
  }
  expect(exit, '5: a sale that was not made is no success').not.toBe(EXIT.done);
  expect(booked, `5: ${payment.stage}, so nothing was charged`).toEqual([]);
  if (payment.stage === 'aborted') expect(sent, '5: aborted, so not a byte was sent').toBe(false);
  if (payment.stage === 'absent') expect(provesAbsence(events), '5: the journal proves the absence').toBe(true);
  if (payment.stage === 'declined') expect(provesRefusal(events, id), '5: the journal proves the refusal').toBe(true);
}

/** 6: a final state is never left, every prefix can be read, and reading twice tells the same. */
function journalResumes({ entries, payments, replayed, unannounced }: Ran): void {
  expect(unannounced, '6: on the wire before it was on disk').toEqual([]);
  expect(replayed, '6: read anew').toEqual(payments);
  const ended = new Map<string, string>();
  for (let length = 1; length <= entries.length; length += 1) {
    for (const { sale, stage } of replayEvents(entries.slice(0, length)).payments) {
      const id = sale?.transactionId ?? '';
      expect(ended.get(id) ?? stage, '6: a final state is left').toBe(stage);
      if (isFinal({ stage } as PaymentState)) ended.set(id, stage);
    }
  }
}

/** 7: the last thing that the terminal said of itself before each money request was the confirmed id. */
function moneyGoesToTheConfirmedTerminal({ sent, payments }: Ran): void {
  const confirmed = new Set(payments.map(({ sale }) => sale?.terminalId));
  for (const money of sent.filter(({ request }) => request === SALE || request === REVERSAL)) {
    const told = sent.filter(({ began, reply }) => began < money.began && /<TerminalID>/.test(reply)).at(-1);
    expect([...confirmed], '7: money goes to the confirmed terminal').toEqual([field(told?.reply ?? '', 'TerminalID')]);
  }
}

/** 8 */
function nothingForbiddenIsSent({ sent }: Ran): void {
  for (const { request, document } of sent) {
    expect(request, '8: a message that is never sent').not.toMatch(FORBIDDEN);
    expect(
      FORBIDDEN_FIELDS.filter((name) => document.includes(`<${name}>`)),
      '8: a field that is never sent',
    ).toEqual([]);
    if (request === 'GetLastTransactionDataRequest')
      expect(field(document, 'PrintReceipt'), '8: a question prints').toBe('2');
  }
}

/** 9 */
function cancelsOnlyInFlight(ran: Ran): void {
  const cancels = named(ran, 'CancelAllOperationsRequest').length;
  expect(ran.cancelsInFlight, '9: a cancel with no sale of ours in flight').not.toContain(false);
  expect(cancels, '9: a cancel that was not seen to leave').toBeLessThanOrEqual(ran.cancelsInFlight.length);
  expect(cancels, '9: one cancel for a sale').toBeLessThanOrEqual(named(ran, SALE).length);
}

/** 11: a registration is set to active by this one word. */
function neverActiveWhileOpen({ payment }: Told): void {
  if (payment && isPaymentOpen(payment))
    expect(paymentFacts(payment).end, '11: open, and called returned').not.toBe('returned');
}
