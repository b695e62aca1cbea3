import { expect } from 'vitest';
import { isPaymentOpen } from '../../../../src/payment/state.js';
import type { PaymentState } from '../../../../src/payment/state.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { WireRecord } from '../../../../src/sandbox/terminal/wire.js';
import type { SessionState } from '../../../../src/session/reduce.js';
import type { Entry } from '../../../../src/session/events.js';

export const FORBIDDEN =
  /^(SetParameters|SetClientPAN|SetECRPAN|ReadCard|ReadIDCard|TransactionMagStripe|FinishTransaction|TransactionSend|TransactionSendStatus|RefundTransaction)Request$/i;
export const FORBIDDEN_FIELDS = ['Manual', 'PreAuthorisation', 'ForcedAction', 'PartialReversal', 'Copy'];

/** What must be true of any run whatever happened in it; `entries` is its journal. */
export function expectLaw(terminal: VirtualTerminal, session: SessionState, entries: readonly Entry[]): void {
  const sold = sales(terminal);
  expect(new Set(sold).size, 'one TransactionRequest for a TransactionID').toBe(sold.length);
  for (const record of terminal.wire) expectHarmless(record);
  for (const id of sold)
    expectAccounted(
      terminal,
      id,
      session.payments.find(({ sale }) => sale?.transactionId === id),
    );
  expectOnlyOwnReversed(terminal, sold);
  expectCancelsInFlight(terminal, entries);
  expectNoCard(entries);
}

export function sales(terminal: VirtualTerminal): readonly string[] {
  return terminal.wire
    .filter(({ name }) => name === 'TransactionRequest')
    .map(({ body }) => text(body, 'TransactionID'));
}

function expectHarmless({ name, elements, body }: WireRecord): void {
  expect(name).not.toMatch(FORBIDDEN);
  expect(elements.filter((element) => FORBIDDEN_FIELDS.includes(element))).toEqual([]);
  if (name === 'GetLastTransactionDataRequest') expect(body).toMatchObject({ PrintReceipt: 2 });
}

/** The ledger nets to zero, or a record names it; and what is said of it is the truth. */
function expectAccounted(terminal: VirtualTerminal, id: string, payment: PaymentState | undefined): void {
  expect(payment, `a record of ${id}`).toBeDefined();
  if (!payment || isPaymentOpen(payment)) return;
  const moved = terminal.ledger.entries.filter((entry) => entry.transactionId === id);
  expect(terminal.ledger.net(id), `net of ${id}, ${payment.stage}`).toBe(0);
  if (payment.stage === 'reconciled') expect(moved.map(({ kind }) => kind)).toEqual(['sale', 'reversal']);
  else if (payment.stage !== 'resolved') expect(moved, `${payment.stage}: nothing was charged`).toEqual([]);
}

function expectOnlyOwnReversed(terminal: VirtualTerminal, sold: readonly string[]): void {
  const own = new Set(
    terminal.ledger.entries.filter(({ transactionId }) => sold.includes(transactionId)).map(({ stan }) => stan),
  );
  for (const { name, body } of terminal.wire) {
    if (name !== 'ReverseTransactionRequest') continue;
    const id = text(body, 'TransactionID');
    const stan = (body as { TransactionSTAN?: number }).TransactionSTAN;
    expect(
      id === '' ? stan !== undefined && own.has(stan) : sold.includes(id),
      `a reversal of ${id} ${String(stan)}`,
    ).toBe(true);
  }
}

/** No cancel without a sale of ours on its way; at most two for it, on another connection and on its own. */
function expectCancelsInFlight(terminal: VirtualTerminal, entries: readonly Entry[]): void {
  const types = entries.flatMap(({ event }) => (event.type === 'payment' ? [event.event.type] : []));
  const begun = types.filter((type) => type === 'cancel.sending').length;
  expect(terminal.wire.filter(({ name }) => name === 'CancelAllOperationsRequest').length).toBeLessThanOrEqual(
    2 * begun,
  );
  types.forEach((type, index) => {
    if (type === 'cancel.sending') expect(types[index - 1]).toBe('sale.sending');
  });
}

/** Nothing of a card: in a journal, a report, a text. */
export function expectNoCard(kept: unknown): void {
  expect(JSON.stringify(kept)).not.toMatch(/\*{4}|VISA|MASTERCARD|"[^":]*\d{13}|CardID|[0-9a-f]{64}/);
}

function text(body: WireRecord['body'], field: string): string {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[field];
  return typeof value === 'string' ? value : '';
}
