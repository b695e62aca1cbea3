import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { ConfirmQuestion } from '../../../../src/steps/dependencies.js';
import { SEND_WITHIN_MS } from '../../../../src/steps/test-payment/settle.js';
import { lastOf, withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';
import { sales } from '../harness/payment-invariants.js';

describe.concurrent('nothing is sent', () => {
  test('to a terminal that is not the expected one', () =>
    withBench({}, async (bench) => {
      const before = bench.terminal.wire.length;
      const report = await bench.test({ expectedTerminalId: 'SB000009' });
      expect(report.end).toBe('not-started');
      expect(report.checks.map(({ status }) => status)).toEqual(['skip', 'skip', 'skip', 'skip']);
      // The probe's own two questions.
      expect(bench.terminal.wire.length - before).toBe(2);
    }));

  test.each<[string, Partial<TerminalSettings>, timeoutMs?: number]>([
    ['does not say who it is', { parametersAbsent: ['TerminalID'] }],
    ['is undoing something', { reversalActive: 1 }],
    ['has no reader', { cardReader: 'broken' }],
    ['has another currency', { currency: 'SEK', currencyNumber: '752' }],
    ['is not enabled', { enabled: false }],
    // The program waits for it until the time-out.
    ['is in use', { occupied: true, whileBusy: 'refuse-code' }, 3000],
  ])('to a terminal that %s', (_what, settings, timeoutMs) =>
    withBench({ settings, ...(timeoutMs !== undefined && { timeoutMs }) }, async (bench) => {
      await bench.test().catch((error: unknown) => {
        expect(error).toMatchObject({ fields: { code: 'terminal.unnamed' } });
      });
      expect(bench.story).toEqual([]);
      expect(sales(bench.terminal)).toEqual([]);
      bench.terminal.settings.occupied = false;
    }),
  );

  test('where the clinic does not agree', () =>
    withBench({ answers: { 'charge.consent': [false] } }, async (bench) => {
      await expect(bench.test()).rejects.toMatchObject({ fields: { code: 'payment.no-consent', exit: 9 } });
      expect(bench.story).toEqual([]);
    }));

  test('where the agent only presses Enter at the consent', () =>
    withBench({}, async (bench) => {
      bench.clinic.confirm = (question) => Promise.resolve(question.default);
      await expect(bench.test()).rejects.toMatchObject({ fields: { code: 'payment.no-consent', exit: 9 } });
      expect(sales(bench.terminal)).toEqual([]);
    }));

  test.each<[string, Partial<TerminalSettings>]>([
    ['became another', { terminalId: 'SB000009' }],
    ['began to undo something', { reversalActive: 1 }],
    ['fell silent', { returnCodes: { GetTerminalStatusRequest: 32779 } }],
  ])('where the terminal %s after it was asked', (_what, change) =>
    withBench({ answers: { 'charge.consent': [true] } }, async (bench) => {
      bench.clinic.confirm = () => {
        Object.assign(bench.terminal.settings, change);
        return Promise.resolve(true);
      };
      await expect(bench.test()).rejects.toMatchObject({ fields: { code: 'terminal.changed' } });
      expect(bench.story).toEqual([]);
    }),
  );

  test('after the agent wants to stop', () =>
    withBench({}, async (bench) => {
      bench.stop.abort(new Error('Ctrl-C'));
      await expect(bench.test()).rejects.toThrow('Ctrl-C');
      expect(bench.story).toEqual([]);
    }));
});

/** The questions that are asked, as they are asked. */
function heard({ clinic }: Bench): readonly ConfirmQuestion[] {
  const [asked, confirm]: [ConfirmQuestion[], (question: ConfirmQuestion) => Promise<boolean>] = [
    [],
    clinic.confirm.bind(clinic),
  ];
  clinic.confirm = (question) => {
    asked.push(question);
    return confirm(question);
  };
  return asked;
}

describe.concurrent('a sale that is not made', () => {
  test.each<[string, 'code' | 'notification', TerminalSettings['declinedQuery']]>([
    ['by code, not kept', 'code', 'not-found'],
    ['by code, kept as declined', 'code', 'as-declined'],
    ['by code, kept as NOTIFICATION', 'code', 'as-notification'],
    ['by NOTIFICATION, not kept', 'notification', 'not-found'],
    ['by NOTIFICATION, kept so', 'notification', 'as-notification'],
  ])('is declined %s; another card is approved under another id', (_what, declineForm, declinedQuery) =>
    withBench(
      { settings: { declineForm, declinedQuery }, acts: ['decline'], answers: { 'charge.again': [true] } },
      async (bench) => {
        const report = await bench.test();
        expect(report.payments.map(({ stage }) => stage)).toEqual(['declined', 'reconciled']);
        expect(sales(bench.terminal)).toHaveLength(2);
        expect(bench.terminal.ledger.declined).toHaveLength(1);
      },
    ),
  );

  test.each([
    ['no-card', 'no-card', 32776],
    ['red-key', 'cancelled', 32782],
    ['pull-early', 'declined', 32778],
    [{ decline: '909' }, 'declined', 32778],
  ] as const)('%j ends as %s, and nothing more is asked of the terminal', (act, end, returnCode) =>
    withBench({ acts: [act] }, async (bench) => {
      const report = await bench.test();
      expect(report).toMatchObject({ end, facts: { payment: { returnCode } } });
      expect(lastOf(report)).toMatchObject({ stage: 'declined' });
      expect(bench.story).toEqual(['sale.intended', 'sale.sending', 'sale.replied', 'looked']);
    }),
  );

  test('is declined five times, and then no more are offered', () =>
    withBench(
      {
        acts: Array.from({ length: 9 }, () => 'decline' as const),
        answers: { 'charge.again': Array.from({ length: 9 }, () => true) },
      },
      async (bench) => {
        const report = await bench.test();
        expect(report.payments.map(({ stage }) => stage)).toEqual(Array.from({ length: 5 }, () => 'declined'));
      },
    ));

  test('since the terminal cannot reach its bank, and keeps nothing of it, is settled by looks for a while', () =>
    withBench({ settings: { bank: 'unreachable', brokenOffKept: false, nextStan: 42 } }, async (bench) => {
      const asked = heard(bench);
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'declined', refusal: { returnCode: 32772 } });
      const again = asked.find(({ id }) => id === 'charge.again');
      expect(again).toMatchObject({ default: false });
      expect(again?.preamble?.join(' ')).toMatch(/The card is not the cause/);
      expect(bench.story.filter((type) => type === 'looked').length).toBeGreaterThan(10);
    }));

  test('since its amount is too small, says so', () =>
    withBench({ settings: { minCustomerAmount: 100 } }, async (bench) => {
      expect(await bench.test()).toMatchObject({ end: 'declined', facts: { payment: { returnCode: 32786 } } });
    }));

  test('is not connected at all: nothing has left', () =>
    withBench({}, async (bench) => {
      bench.onRecord = (event) => {
        if (event.type === 'sale.intended')
          bench.terminal.settings.faults = [{ kind: 'reset-on-connect', occurrence: 1 }];
      };
      const report = await bench.test();
      // A reset right after the connection stands may come before or after the first byte has left.
      expect(['aborted', 'absent']).toContain(lastOf(report)?.stage);
    }));

  test.each(['auto-reversal', 'nothing'] as const)('since the card was pulled out, leaves %s', (pullEarlyLeaves) =>
    withBench({ settings: { pullEarlyLeaves }, acts: ['pull-early'] }, async (bench) => {
      const end = lastOf(await bench.test());
      expect(end?.stage).toBe(pullEarlyLeaves === 'nothing' ? 'declined' : 'reconciled');
    }),
  );
});

describe.concurrent('a return that is not made at once', () => {
  test('since another card was shown: the right one does it', () =>
    withBench({ acts: ['pay', 'wrong-card'] }, async (bench) => {
      expect((await bench.test()).end).toBe('returned');
      // The receipt is asked about when the money is back, and not before.
      expect(bench.clinic.asked).toEqual(['charge.consent', 'reversal.again', 'receipt.printed']);
      expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(2);
    }));

  test('since nobody shows the card: the agent gives up, once, and the record stays open', () =>
    withBench({ acts: ['pay', 'no-card'], answers: { 'reversal.late': [false] } }, async (bench) => {
      const report = await bench.test();
      expect(report.end).toBe('not-returned');
      expect(lastOf(report)).toMatchObject({ stage: 'escalated', doubt: 'reversal-refused', proof: { stan: 42 } });
      expect(bench.clinic.asked).toEqual(['charge.consent', 'reversal.late']);
      expect(bench.terminal.ledger.net()).toBe(1);
    }));

  test('since the agent broke off the question: the record stays open, and says why', () =>
    withBench({ acts: ['pay', 'no-card'], answers: { 'reversal.late': [new Error('Ctrl-C')] } }, async (bench) => {
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'escalated', doubt: 'interrupted' });
    }));

  test('with nobody to ask, tries as often as it may', () =>
    withBench({ acts: ['pay', 'no-card', 'wrong-card', 'red-key', 'decline'], interactive: false }, async (bench) => {
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'escalated', doubt: 'reversal-refused' });
      expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(4);
      // A later run does it.
      expect(await bench.resume()).toMatchObject({ stage: 'reconciled' });
    }));

  test('since the card went too early, is in the batch as failed; the next one is in it as done', () =>
    withBench({ acts: ['pay', 'pull-early', { decline: '909' }] }, async (bench) => {
      expect((await bench.test()).end).toBe('returned');
      expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(3);
    }));

  test.each<[string, Partial<TerminalSettings>]>([
    ['found no more', {}],
    ['found no more, said otherwise', { batchSentCode: 32778 }],
    ['still found', { sentQuery: 'found' }],
  ])('since the batch left with the sale, %s', (_what, settings) =>
    withBench(
      { settings: { batchLeaves: 'after-sale', ...settings }, answers: { 'reversal.again': [true, false] } },
      async (bench) => {
        const end = lastOf(await bench.test());
        expect(end).toMatchObject({ stage: 'escalated', proof: { stan: 42, authorizationNo: '437327' } });
        expect(['batch-sent', 'reversal-refused']).toContain(end?.doubt);
        expect(bench.terminal.ledger.net()).toBe(1);
      },
    ),
  );

  test('since the bank is away, waits until the terminal has undone it by itself', () =>
    withBench({}, async (bench) => {
      bench.onRecord = ({ type }, when) => {
        if (type === 'reversal.sending' && when === 'before') bench.terminal.settings.bank = 'no-answer';
        if (type === 'looked' && bench.story.includes('reversal.sending')) bench.terminal.settings.bank = 'ok';
      };
      const end = lastOf(await bench.test());
      expect(end).toMatchObject({ stage: 'reconciled', reversalRefusal: 32772 });
      expect(bench.story.filter((type) => type === 'reversal.sending')).toHaveLength(1);
    }));

  test('since the terminal is another now: the stranger is asked nothing more', () =>
    withBench({}, async (bench) => {
      bench.onRecord = ({ type }, when) => {
        if (type === 'sale.replied' && when === 'after') bench.terminal.settings.terminalId = 'SB000009';
      };
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'escalated', doubt: 'wrong-terminal' });
      expect(bench.terminal.wire.some(({ name }) => name === 'ReverseTransactionRequest')).toBe(false);
      bench.terminal.settings.terminalId = 'SB000001';
      expect(await bench.resume()).toMatchObject({ stage: 'reconciled' });
    }));

  test('since the terminal undoes something: it is waited for', () =>
    withBench({}, async (bench) => {
      let looks = 0;
      bench.onRecord = ({ type }, when) => {
        if (when === 'before') return;
        if (type === 'sale.replied') bench.terminal.settings.reversalActive = 1;
        if (type === 'looked' && (looks += 1) === 3) bench.terminal.settings.reversalActive = undefined;
      };
      expect((await bench.test()).end).toBe('returned');
      expect(bench.story.indexOf('reversal.intended')).toBe(bench.story.indexOf('sale.replied') + 5);
    }));

  test('since it cannot be connected for a while: it is waited for, and one reversal is sent', () =>
    withBench({}, async (bench) => {
      let attempts = 0;
      bench.onRecord = ({ type }, when) => {
        if (type === 'reversal.intended' && when === 'after' && (attempts += 1) === 1)
          void bench.terminal.restart(sleep(40));
      };
      expect((await bench.test()).end).toBe('returned');
      expect(bench.terminal.wire.filter(({ name }) => name === 'ReverseTransactionRequest')).toHaveLength(1);
    }));
});

describe.concurrent('a card that somebody left in the reader', () => {
  const forgotten = { settings: { cardStatus: 1 } };

  test('is not the one that pays: nothing is sent until it is out', () =>
    withBench({ ...forgotten, answers: { 'card.out': [false] } }, async (bench) => {
      await expect(bench.test()).rejects.toThrow('A card is in the reader');
      expect(bench.terminal.wire.map(({ name }) => name)).not.toContain('TransactionRequest');
    }));

  test('once the clinic says that it is out, the test goes on', () =>
    withBench({ ...forgotten, answers: { 'card.out': [true] } }, async (bench) => {
      const { clinic, terminal } = bench;
      const confirm = clinic.confirm.bind(clinic);
      clinic.confirm = (question) => {
        if (question.id === 'card.out') terminal.removeCard();
        return confirm(question);
      };
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'reconciled' });
      expect(clinic.asked.slice(0, 2)).toEqual(['card.out', 'charge.consent']);
    }));

  test('that stays there although it is said to be out is told, and no sale is sent', () =>
    withBench({ settings: { cardStatus: 1 }, answers: { 'card.out': [true, true, false] } }, async (bench) => {
      const asked = heard(bench);
      await expect(bench.test()).rejects.toMatchObject({ fields: { code: 'payment.no-consent', exit: 9 } });
      expect(asked.map(({ preamble }) => preamble?.[0])).toEqual([
        'A card is in the reader.',
        'The terminal still reports a card in its reader.',
        'The terminal still reports a card in its reader.',
      ]);
      expect(sales(bench.terminal)).toEqual([]);
    }));

  test('is believed by nobody who cannot look: no sale is sent', () =>
    withBench({ settings: { cardStatus: 1 }, answers: { 'card.out': [true] }, interactive: false }, async (bench) => {
      await expect(bench.test()).rejects.toMatchObject({ fields: { code: 'payment.no-consent' } });
      expect(sales(bench.terminal)).toEqual([]);
    }));

  test('that was put in after the terminal was looked at is taken out before the sale', () =>
    withBench({}, async (bench) => {
      const { clinic, terminal } = bench;
      const confirm = clinic.confirm.bind(clinic);
      clinic.confirm = (question) => {
        terminal.settings.cardStatus = question.id === 'charge.consent' ? 1 : undefined;
        return question.id === 'card.out' ? Promise.resolve(true) : confirm(question);
      };
      expect((await bench.test()).end).toBe('returned');
    }));

  test('that was declined and left in is taken out before the next try, or the first one is what is told', () =>
    withBench({ acts: ['decline'], answers: { 'charge.again': [true], 'card.out': [false] } }, async (bench) => {
      const { clinic, terminal } = bench;
      const confirm = clinic.confirm.bind(clinic);
      clinic.confirm = (question) => {
        if (question.id === 'charge.again') terminal.settings.cardStatus = 1;
        return confirm(question);
      };
      expect((await bench.test()).payments.map(({ stage }) => stage)).toEqual(['declined']);
      expect(sales(terminal)).toHaveLength(1);
    }));
});

describe('a machine that stands still between the note and the sale', () => {
  const standStill = (bench: Bench, times: number): void => {
    let left = times;
    bench.onRecord = ({ type }, when) => {
      if (type !== 'sale.sending' || when !== 'after' || left === 0) return;
      left -= 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SEND_WITHIN_MS + 50);
    };
  };

  test('sends nothing, and tries once more under another id', () =>
    withBench({ interactive: false }, async (bench) => {
      standStill(bench, 1);
      const report = await bench.test();
      expect(report.payments.map(({ stage }) => stage)).toEqual(['aborted', 'reconciled']);
      expect(sales(bench.terminal)).toHaveLength(1);
    }));

  test('twice ends with nothing sent', () =>
    withBench({ interactive: false }, async (bench) => {
      standStill(bench, 2);
      const report = await bench.test();
      expect(report.payments.map(({ stage }) => stage)).toEqual(['aborted', 'aborted']);
      expect(sales(bench.terminal)).toEqual([]);
    }));
});
