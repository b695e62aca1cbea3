import { expect, test } from 'vitest';
import type { PaymentEvent } from '../../../../src/payment/events.js';
import { openRouter } from '../../../../src/sandbox/nat-router.js';
import type { Rules } from '../../../../src/sandbox/rules.js';
import { startVirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { paymentReferences } from '../../../../src/ui/payment-references.js';
import { Bench, lastOf } from '../harness/bench.js';
import { SCALE } from '../harness/clock.js';

const QUICK: Partial<TerminalSettings> = { speed: 0, timeoutScale: 1 / SCALE };
const OURS: Rules = { posxml: 'posxml', log: 'log' };
const STRANGERS: Rules = { posxml: 'other-posxml', log: 'other-log' };

/** When the rule begins to forward to another terminal, and when back: after an event of such a type is on disk. */
interface Detour {
  readonly there: PaymentEvent['type'];
  readonly back: readonly PaymentEvent['type'][];
}

/** Two terminals at one clinic, and a router whose rule takes a detour. */
async function onDetour(
  { there, back }: Detour,
  ours: Partial<TerminalSettings>,
  run: (bench: Bench, other: VirtualTerminal) => Promise<void>,
): Promise<void> {
  const [terminal, other] = [
    await startVirtualTerminal({ ...QUICK, ...ours }),
    await startVirtualTerminal({ ...QUICK, terminalId: 'SB000002', nextStan: 42 }),
  ];
  const router = await openRouter(terminal, other, OURS);
  const bench = new Bench(terminal, router.posxmlPort, {});
  let gone = false;
  bench.onRecord = ({ type }, when) => {
    if (when === 'before') return;
    if (type === there && !gone) {
      gone = true;
      void router.forward(STRANGERS);
    } else if (gone && back.includes(type)) void router.forward(OURS);
  };
  try {
    await run(bench, other);
  } finally {
    await bench.close();
    await router.close();
    await other.close();
  }
}

const SALE_ENDED = ['sale.replied', 'sale.lost'] as const;

test('the rule leads to another terminal at the moment of the sale, and back: its approval is named, and nothing is said to be not charged', async () => {
  await onDetour({ there: 'sale.intended', back: SALE_ENDED }, {}, async (bench, other) => {
    const end = lastOf(await bench.test());
    const [sale] = other.ledger.entries;
    expect(end).toMatchObject({
      stage: 'escalated',
      doubt: 'answered-elsewhere',
      claims: [{ of: 'sale', terminalId: 'SB000002', stan: sale?.stan, authorizationNo: sale?.authorizationNo }],
    });
    expect(end && paymentReferences(end)).toContain(
      `terminal SB000002 reports an approval: STAN ${String(sale?.stan)}, authorisation code ${sale?.authorizationNo ?? ''}`,
    );
    expect([other.ledger.net(), bench.terminal.ledger.entries]).toEqual([1, []]);
    expect((await bench.resume())?.stage).toBe('escalated');
    // Whatever is asked of it, nothing is sold while it is open.
    expect((await bench.test()).payments.map(({ stage }) => stage)).toEqual(['escalated']);
    expect(other.ledger.entries).toHaveLength(1);
  });
});

test('it stays there for a look: what that one shows of our sale is not forgotten either', async () => {
  await onDetour({ there: 'sale.intended', back: ['looked'] }, {}, async (bench, other) => {
    other.settings.faults = [{ kind: 'lose-reply', request: 'TransactionRequest', ending: 'reset' }];
    const end = lastOf(await bench.test());
    expect(bench.story).toContain('sale.lost');
    expect(end?.stage).toBe('escalated');
    expect(end?.claims).toMatchObject([{ of: 'sale', terminalId: 'SB000002' }]);
  });
});

test('it leads there at the moment of the reversal, and back: ours is returned', async () => {
  await onDetour(
    { there: 'reversal.intended', back: ['reversal.replied', 'reversal.lost', 'reversal.aborted'] },
    {},
    async (bench, other) => {
      const end = lastOf(await bench.test());
      expect(['reconciled', 'escalated']).toContain(end?.stage);
      expect(other.ledger.entries).toEqual([]);
      if (end?.stage === 'escalated') expect((await bench.resume())?.stage).toBe('reconciled');
      expect(bench.terminal.ledger.net()).toBe(0);
    },
  );
});

test('it leads there at the moment of a look, and back: the reversal is proven by ours', async () => {
  await onDetour({ there: 'sale.replied', back: ['looked'] }, {}, async (bench) => {
    expect(lastOf(await bench.test())?.stage).toBe('reconciled');
    expect(bench.terminal.ledger.net()).toBe(0);
  });
});
