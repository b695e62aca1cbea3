import { describe, expect, test } from 'vitest';
import { readBatch } from '../../../../src/posxml/batch.js';
import { DEFAULT_SETTINGS } from '../../../../src/sandbox/terminal/defaults.js';
import { healthyVariant } from '../../../../src/sandbox/terminal/variant.js';
import type { Act } from '../../../../src/sandbox/terminal/person.js';
import type { LedgerEntry } from '../../../../src/sandbox/terminal/ledger.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { randomFrom } from '../../../../src/sandbox/terminal/random.js';
import {
  SALE,
  ask,
  begin,
  code,
  document,
  field,
  inPhase,
  open,
  query,
  reverse,
  sell,
  terminalWith,
  vendorForm,
  waitFor,
} from './raw-client.js';

const batchOf = async (terminal: VirtualTerminal): Promise<string> => ask(terminal, 'TransactionCurrStatusRequest');
const signed = (entry: LedgerEntry): number => (entry.kind === 'sale' ? entry.amount : -entry.amount);

describe('a reversal', () => {
  test('reads the card again, takes a STAN, adds a row', async () => {
    const terminal = await terminalWith();
    await sell(terminal);
    const phases: string[] = [];
    terminal.on((event) => event.kind === 'phase' && phases.push(event.phase));
    expect(code(await reverse(terminal, { TransactionID: 'T1', ReverseAmount: 1 }))).toBe(0);
    expect(phases).toEqual(['waiting-card', 'card-in', 'reversing', 'card-out', 'idle']);
    expect(terminal.ledger.entries[1]).toMatchObject({
      transactionId: 'T1',
      kind: 'reversal',
      stan: 43,
      ofStan: 42,
      amount: 1,
    });
    const batch = await batchOf(terminal);
    expect(
      ['FileNumber', 'FileTransactionCount', 'FileTotalAmount', 'PendingCount'].map((name) => field(batch, name)),
    ).toEqual(['7', '2', '0', '0']);
    const rows = (field(batch, 'FileData') ?? '').split('\n').map((row) => row.split('\t'));
    expect(rows.map((cells) => [cells[0], cells[2], cells[3], cells[7], cells[10]])).toEqual([
      ['7', 'T1', '************1234', '42', '1'],
      ['7', 'T1', '************1234', '43', '-1'],
    ]);
  });

  test('refused: amount, part, another card, no card, the bank, twice, a declined sale', async () => {
    const terminal = await terminalWith({ timeoutScale: 0.001, alreadyReversedCode: 32775 });
    terminal.person.will('pay', 'wrong-card', 'no-card', 'red-key', { decline: '909' }, 'pull-early', 'pay');
    await sell(terminal, { Amount: 5 });
    expect(code(await reverse(terminal, { TransactionID: 'T1', ReverseAmount: 4 }))).toBe(32786);
    expect(code(await reverse(terminal, { TransactionID: 'T1', Amount: 6 }))).toBe(32786);
    expect(code(await reverse(terminal, { TransactionID: 'T1', PartialReversal: 1 }))).toBe(32786);
    const codes = [];
    for (let attempt = 0; attempt < 7; attempt += 1) codes.push(code(await reverse(terminal)));
    expect(codes).toEqual([32778, 32776, 32782, 32778, 32778, 0, 32775]);
    const rows = (field(await batchOf(terminal), 'FileData') ?? '').split('\n').map((row) => row.split('\t')[10]);
    expect(rows).toEqual(['5', '(5)', '(5)', '-5']);
    expect(terminal.ledger.net('T1')).toBe(0);
    terminal.person.will('decline');
    await sell(terminal, { TransactionID: 'D' });
    expect(code(await reverse(terminal, { TransactionID: 'D' }))).toBe(32781);
  });

  test.each([32781, 32778])('refused once the batch has been sent: %i', async (batchSentCode) => {
    const terminal = await terminalWith({ batchSentCode });
    await sell(terminal);
    terminal.sendBatch();
    expect(code(await reverse(terminal))).toBe(batchSentCode);
    const batch = await batchOf(terminal);
    expect(
      ['FileNumber', 'FileTransactionCount', 'FileTotalAmount', 'FileData'].map((name) => field(batch, name)),
    ).toEqual(['8', '0', '0', '']);
    expect(code(await query(terminal))).toBe(32781);
    terminal.settings.sentQuery = 'found';
    expect(code(await query(terminal))).toBe(0);
  });

  test('refused when the batch leaves while the card is awaited', async () => {
    const terminal = await terminalWith();
    await sell(terminal);
    terminal.person.default = 'manual';
    const reversal = await begin(terminal, 'ReverseTransactionRequest', { TransactionID: 'T1', CurrencyName: 'EUR' });
    await inPhase(terminal, 'waiting-card');
    terminal.sendBatch();
    terminal.insertCard();
    expect([code(await reversal.reply()), terminal.ledger.net()]).toEqual([32781, 1]);
  });

  test('the bank does not answer: refused, and done later all the same', async () => {
    const terminal = await terminalWith();
    await sell(terminal);
    terminal.settings.bank = 'no-answer';
    expect([code(await reverse(terminal)), terminal.ledger.net()]).toEqual([32772, 1]);
    terminal.settings.bank = 'ok';
    await inPhase(terminal, 'idle');
    expect(terminal.ledger.net()).toBe(0);
  });

  test('the batch can leave after each sale', async () => {
    const terminal = await terminalWith({ batchLeaves: 'after-sale' });
    await sell(terminal);
    expect(code(await reverse(terminal))).toBe(32781);
  });
});

describe('receipts', () => {
  test.each([
    [0, ['merchant']],
    [1, ['merchant', 'customer']],
    [2, []],
  ] as const)('PrintReceipt %i prints the parts that it names', async (PrintReceipt, parts) => {
    const terminal = await terminalWith();
    await sell(terminal, { PrintReceipt });
    expect(terminal.printed.map((receipt) => receipt.part)).toEqual(parts);
  });

  test('a query prints unless it is told not to', async () => {
    const terminal = await terminalWith();
    await sell(terminal);
    await query(terminal);
    expect(terminal.printed).toHaveLength(0);
    await ask(terminal, 'GetLastTransactionDataRequest', { TransactionID: 'T1', Copy: 1 });
    expect(terminal.printed.map((receipt) => receipt.text.trim().split('\r\n')[0]?.trim())).toEqual([
      'KOOPIA',
      'KOOPIA',
    ]);
  });

  test.each([24, 40, 64])('returned, plain, %i wide', async (ReturnReceipts) => {
    const terminal = await terminalWith();
    const text = field(await sell(terminal, { ReturnReceipts }), 'CustReceipt') ?? '';
    const lines = text.split('&#13;\n');
    expect(lines.length).toBeGreaterThan(8);
    expect(Math.max(...lines.map((line) => line.length))).toBe(ReturnReceipts);
    expect(text).toContain('KLIENDI EKSEMPLAR');
    expect(text).not.toContain('{*');
    expect(lines.find((line) => line.includes('0,01 EUR'))).toMatch(/^ +0,01 EUR$/);
  });

  test('returned, with control blocks', async () => {
    const terminal = await terminalWith({ receiptForm: 'control-blocks' });
    const reply = await sell(terminal, { ReturnReceipts: 24 });
    expect(field(reply, 'MerchReceipt')).toContain('{*CNT BLD*}Kesklinna Loomakliinik');
    expect(field(await reverse(terminal, { TransactionID: 'T1', ReturnReceipts: 24 }), 'MerchReceipt')).toContain(
      '-0,01 EUR',
    );
  });
});

const ACTS: readonly Act[] = [
  'pay',
  'pay',
  'pay',
  'decline',
  'no-card',
  'red-key',
  'wrong-pin-then-pay',
  'wrong-card',
  'pull-early',
  'leave-card',
];

/** Whatever happened, the books must agree with each other. */
async function audit(terminal: VirtualTerminal): Promise<void> {
  const { entries, declined } = terminal.ledger;
  expect(terminal.ledger.net()).toBe(entries.reduce((sum, entry) => sum + signed(entry), 0));
  const stans = [...entries, ...declined].map((entry) => entry.stan);
  expect(new Set(stans).size).toBe(stans.length);
  const undone = entries.filter((entry) => entry.kind === 'reversal').map((entry) => entry.ofStan);
  expect(new Set(undone).size).toBe(undone.length);
  for (const stan of undone)
    expect(entries.find((entry) => entry.kind === 'sale' && entry.stan === stan)).toBeDefined();
  const batch = await batchOf(terminal);
  const number = Number(field(batch, 'FileNumber'));
  const own = entries.filter((entry) => entry.batch === number);
  const { rows, unreadable } = readBatch(field(batch, 'FileData') ?? '');
  expect(unreadable).toBe(0);
  const booked = rows
    .filter((row) => row.kind !== 'failed-reversal')
    .map((row) => [row.stan, row.kind === 'sale' ? row.amount : -row.amount]);
  expect(booked).toEqual(own.map((entry) => [entry.stan, signed(entry)]));
  expect(Number(field(batch, 'FileTotalAmount'))).toBe(own.reduce((sum, entry) => sum + signed(entry), 0));
  expect(JSON.stringify(entries)).not.toMatch(/1234|9876|\*\*/);
}

test.each([1, 2, 3, 4].map(() => Math.floor(Math.random() * 2 ** 31)))(
  'the books agree after whatever happens, seed %i',
  async (seed) => {
    const random = randomFrom(seed);
    const pick = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
    const terminal = await terminalWith({
      timeoutScale: 0.001,
      nextStan: 999_990,
      onDisconnect: pick(['commit', 'abort', 'auto-reverse']),
      onPowerLoss: pick(['commit', 'abort', 'auto-reverse']),
      pullEarlyLeaves: pick(['nothing', 'auto-reversal']),
      duplicateId: pick(['accepted', 'refused', 'replayed']),
    });
    const id = (): string => `I${random.below(6)}`;
    const steps: readonly (() => Promise<unknown> | undefined)[] = [
      () => sell(terminal, { TransactionID: id(), Amount: 1 + random.below(500) }),
      () => sell(terminal, { TransactionID: id(), Amount: 1 + random.below(500) }),
      () => reverse(terminal, { TransactionID: id() }),
      () => reverse(terminal, { TransactionSTAN: terminal.ledger.entries.at(-1)?.stan ?? 1 }),
      async () => {
        const received = terminal.wire.length;
        const sale = await begin(terminal, 'TransactionRequest', { ...SALE, TransactionID: id() });
        await waitFor(() => terminal.wire.length > received, 'the request');
        sale.socket.destroy();
      },
      async () => {
        terminal.settings.restartIn = pick(['waiting-card', 'host', 'card-out', 'reversing']);
        const sale = await begin(terminal, 'TransactionRequest', { ...SALE, TransactionID: id() });
        await sale.untilClosed();
      },
      async () => {
        if (random.below(4) === 0) terminal.sendBatch();
        return Promise.resolve();
      },
    ];
    for (let step = 0; step < 60; step += 1) {
      terminal.settings.restartIn = undefined;
      terminal.person.queue.length = 0;
      terminal.person.default = pick(ACTS);
      await pick(steps)();
      await inPhase(terminal, 'idle');
    }
    await expect.poll(async () => code(await batchOf(terminal))).toBe(0);
    await inPhase(terminal, 'idle');
    await audit(terminal);
  },
);

describe('healthy variants', () => {
  test('are the same for the same seed, and differ', () => {
    expect(healthyVariant(7)).toEqual(healthyVariant(7));
    const texts = Array.from({ length: 20 }, (_unused, seed) => JSON.stringify(healthyVariant(seed)));
    expect(new Set(texts).size).toBe(20);
    expect(Object.keys(healthyVariant(1)).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  });

  test.each(Array.from({ length: 24 }, (_unused, index) => index + 1))('sell and reverse, seed %i', async (seed) => {
    const settings = healthyVariant(seed);
    const terminal = await terminalWith({ ...settings, speed: 0 });
    const call = async (name: string, fields: Record<string, string | number>): Promise<string> => {
      const raw = await open(terminal.posxmlPort);
      const reply = await raw.send(vendorForm(document(name, fields, settings.versions[0]))).reply();
      raw.socket.end();
      return reply;
    };
    const sale = await call('TransactionRequest', SALE);
    expect(field(sale, 'ReturnCode')?.trim()).toBe('0');
    expect(terminal.ledger.net('T1')).toBe(1);
    const by =
      settings.reversalFindsBy === 'stan' ? { TransactionSTAN: Number(field(sale, 'Stan')) } : { TransactionID: 'T1' };
    const reversal = await call('ReverseTransactionRequest', { CurrencyName: 'EUR', PrintReceipt: 2, ...by });
    expect(field(reversal, 'ReturnCode')?.trim()).toBe('0');
    expect(terminal.ledger.net('T1')).toBe(0);
    expect(field(reversal, 'StanRev')).toBeDefined();
  });
});
