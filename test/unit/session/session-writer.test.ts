import { describe, expect, test } from 'vitest';
import type { PaymentEvent } from '../../../src/payment/events.js';
import type { Entry } from '../../../src/session/events.js';
import { openPayment, unsettledPayment } from '../../../src/session/reduce.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { StoreError } from '../../../src/session/store-error.js';
import type { SessionJournal } from '../../../src/session/store.js';
import { approvedView, EVENTS } from '../payment/support.js';
import { paid } from './support.js';
import { opened } from './support-events.js';

/** A journal in memory, that takes nothing more from when it is broken on. */
function journal(): SessionJournal & { broken: StoreError['code'] | undefined } {
  const entries: Entry[] = [];
  return {
    entries,
    broken: undefined,
    append(event) {
      if (this.broken) throw new StoreError(this.broken, 'it cannot be written');
      entries.push({ n: entries.length + 1, at: '2026-02-14T10:00:00.000Z', event });
    },
    close: () => undefined,
  };
}

function sending(): { readonly work: SessionWriter; readonly kept: ReturnType<typeof journal> } {
  const kept = journal();
  const work = SessionWriter.begin(kept, opened());
  work.record(paid('sale.intended'));
  work.record(paid('sale.sending'));
  return { work, kept };
}

const approval: PaymentEvent = { type: 'sale.replied', at: 3, view: approvedView() };

describe('where the disk takes nothing more', () => {
  test.each(['store.full', 'store.changed'] as const)('%s: what the terminal has told is known', (code) => {
    const { work, kept } = sending();
    kept.broken = code;
    expect(() => work.recordPayment(approval)).toThrow(StoreError);
    expect(openPayment(work.state)).toMatchObject({ stage: 'approved', proof: { stan: approvedView().stan } });
  });

  test('a step that was not taken has not happened', () => {
    const kept = journal();
    const work = SessionWriter.begin(kept, opened());
    work.record(paid('sale.intended'));
    kept.broken = 'store.full';
    expect(() => work.recordPayment({ type: 'sale.sending', at: 2 })).toThrow(StoreError);
    expect(unsettledPayment(work.state)?.stage).toBe('intended');
  });

  test('what it has settled stays open, since no record says so', () => {
    const { work, kept } = sending();
    kept.broken = 'store.full';
    expect(() => work.recordPayment(EVENTS['looked reversed'])).toThrow(StoreError);
    expect(openPayment(work.state)?.stage).toBe('sending');
  });

  test.each([
    ['store.changed', 'record-damaged'],
    ['store.full', undefined],
  ] as const)('%s: whether a later run can go on is said', (code, doubt) => {
    const { work, kept } = sending();
    kept.broken = code;
    expect(() => work.recordPayment({ type: 'cancel.sending', at: 2 })).toThrow(StoreError);
    expect(openPayment(work.state)).toMatchObject({ stage: 'sending', doubt });
  });
});
