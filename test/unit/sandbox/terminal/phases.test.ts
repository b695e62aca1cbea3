import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  SALE,
  begin,
  code,
  field,
  inPhase,
  open,
  query,
  reverse,
  sell,
  status,
  terminalWith,
  waitFor,
} from './raw-client.js';

describe('the phases of a sale', () => {
  test('in order, and what a person sees', async () => {
    const terminal = await terminalWith();
    const phases: string[] = [];
    const seen: string[] = [];
    terminal.on((event) => {
      if (event.kind === 'phase') phases.push(event.phase);
      if (event.kind === 'display') seen.push(event.lines.join('|'));
    });
    await sell(terminal, { Amount: 1234, Language: 'en' });
    await inPhase(terminal, 'idle');
    expect(phases).toEqual(['waiting-card', 'card-in', 'pin', 'host', 'card-out', 'idle']);
    expect(seen[0]).toBe('12,34 EUR|Insert card||');
    expect(terminal.display).toHaveLength(4);
  });

  test('a wrong PIN is asked for again; another card pays as well', async () => {
    const terminal = await terminalWith();
    const phases: string[] = [];
    terminal.on((event) => event.kind === 'phase' && phases.push(event.phase));
    terminal.person.will('wrong-pin-then-pay', 'wrong-card');
    expect(code(await sell(terminal))).toBe(0);
    expect(phases.filter((phase) => phase === 'pin')).toHaveLength(2);
    expect(field(await sell(terminal), 'Pan')).toBe('************9876');
  });

  test('no card within the request’s time-out: 32776, and no STAN is spent', async () => {
    const terminal = await terminalWith({ timeoutScale: 0.02 });
    terminal.person.default = 'no-card';
    expect(code(await sell(terminal, { Timeout: 1 }))).toBe(32776);
    expect(field(await status(terminal), 'NextSTAN')).toBe('42');
  });

  test('a time-out of 0 waits for ever', async () => {
    const terminal = await terminalWith({ timeoutScale: 0.0001 });
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', { ...SALE, Timeout: 0 });
    await inPhase(terminal, 'waiting-card');
    await sleep(50);
    expect(terminal.phase).toBe('waiting-card');
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
  });

  test('the red key, by the person and by hand', async () => {
    const terminal = await terminalWith();
    terminal.person.will('red-key', 'manual');
    expect(code(await sell(terminal))).toBe(32782);
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    terminal.cancelButton();
    expect(code(await sale.reply())).toBe(32782);
    expect(terminal.ledger.entries).toEqual([]);
  });

  test('a card left in the reader', async () => {
    const terminal = await terminalWith();
    terminal.person.will('leave-card', 'pay');
    expect(code(await sell(terminal))).toBe(0);
    expect(field(await status(terminal), 'CardStatus')).toBe('1');
    expect(code(await sell(terminal))).toBe(0);
    expect(field(await status(terminal), 'CardStatus')).toBe('0');
  });

  test.each([
    ['nothing', []],
    ['auto-reversal', ['sale', 'reversal']],
  ] as const)('a card pulled out early leaves %s', async (pullEarlyLeaves, kinds) => {
    const terminal = await terminalWith({ pullEarlyLeaves });
    terminal.person.will('pull-early');
    expect(code(await sell(terminal))).toBe(32778);
    await inPhase(terminal, 'idle');
    expect(terminal.ledger.entries.map((entry) => entry.kind)).toEqual(kinds);
    expect(terminal.ledger.net()).toBe(0);
  });

  test('a card pulled out by hand while the bank is asked', async () => {
    const terminal = await terminalWith({ stuckIn: ['host'] });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'host');
    terminal.removeCard();
    expect(code(await sale.reply())).toBe(32778);
  });

  test('the bank does not answer: a reversal runs until it does', async () => {
    const terminal = await terminalWith({ bank: 'no-answer' });
    expect(code(await sell(terminal))).toBe(32772);
    expect(terminal.phase).toBe('auto-reversal');
    expect(field(await status(terminal), 'ReversalActive')).toBe('1');
    expect(code(await sell(terminal))).toBe(32779);
    terminal.settings.bank = 'ok';
    await inPhase(terminal, 'idle');
    expect([field(await status(terminal), 'ReversalActive'), terminal.ledger.net()]).toEqual(['0', 0]);
  });
});

describe('a client that disconnects in mid sale', () => {
  test.each(['reset', 'end'] as const)('commit: the sale goes on (%s)', async (how) => {
    const terminal = await terminalWith({ onDisconnect: 'commit' });
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    if (how === 'reset') sale.socket.resetAndDestroy();
    else sale.socket.destroy();
    await sleep(30);
    terminal.insertCard();
    await waitFor(() => terminal.ledger.net('T1') === 1, 'the sale');
    await inPhase(terminal, 'idle');
    expect(code(await query(terminal))).toBe(0);
  });

  test.each(['waiting-card', 'pin', 'host'] as const)('abort in phase %s: nothing is booked', async (phase) => {
    const terminal = await terminalWith({ onDisconnect: 'abort', stuckIn: [phase] });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, phase);
    sale.socket.destroy();
    await inPhase(terminal, 'idle');
    expect([terminal.ledger.entries.length, code(await query(terminal))]).toEqual([0, 32781]);
    expect(field(await status(terminal), 'NextSTAN')).toBe(phase === 'host' ? '43' : '42');
  });

  test.each(['host', 'card-out'] as const)('auto-reverse in phase %s: the terminal undoes the sale', async (phase) => {
    const terminal = await terminalWith({ onDisconnect: 'auto-reverse', stuckIn: [phase, 'auto-reversal'] });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, phase);
    sale.socket.destroy();
    await sleep(20);
    terminal.settings.stuckIn = ['auto-reversal'];
    await inPhase(terminal, 'auto-reversal');
    expect([field(await status(terminal), 'ReversalActive'), terminal.ledger.net('T1')]).toEqual(['1', 1]);
    expect(code(await reverse(terminal))).toBe(32779);
    terminal.settings.stuckIn = [];
    await inPhase(terminal, 'idle');
    expect(terminal.ledger.entries.map((entry) => [entry.kind, entry.stan, entry.ofStan])).toEqual([
      ['sale', 42, undefined],
      ['reversal', 43, 42],
    ]);
    expect([field(await status(terminal), 'ReversalActive'), terminal.ledger.net('T1')]).toEqual(['0', 0]);
  });
});

describe('a power cycle', () => {
  test('connections die, the ports are closed, the memory stays', async () => {
    const terminal = await terminalWith();
    await sell(terminal);
    const { posxmlPort, logPort } = terminal;
    const log = await open(logPort);
    let powerOn: () => void = () => undefined;
    const done = terminal.restart(
      new Promise<void>((resolve) => {
        powerOn = resolve;
      }),
    );
    expect(terminal.phase).toBe('off');
    await log.untilClosed();
    expect(log.errno).toBe('ECONNRESET');
    await expect(open(posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(open(logPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    powerOn();
    await done;
    expect([terminal.posxmlPort, terminal.logPort]).toEqual([posxmlPort, logPort]);
    const reply = await status(terminal);
    expect([field(reply, 'NextSTAN'), field(reply, 'TransactionsCount'), terminal.ledger.net('T1')]).toEqual([
      '43',
      '1',
      1,
    ]);
    expect(code(await query(terminal))).toBe(0);
  });

  test.each([
    ['waiting-card', 'commit', []],
    ['pin', 'auto-reverse', []],
    ['host', 'abort', []],
    ['host', 'commit', ['sale']],
    ['host', 'auto-reverse', ['sale', 'reversal']],
    ['card-out', 'abort', ['sale']],
    ['card-out', 'commit', ['sale']],
    ['card-out', 'auto-reverse', ['sale', 'reversal']],
  ] as const)('in phase %s, %s: %j', async (restartIn, onPowerLoss, kinds) => {
    const terminal = await terminalWith({ restartIn, onPowerLoss });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    expect(await sale.untilClosed()).toBe('');
    expect(sale.errno).toBe('ECONNRESET');
    await inPhase(terminal, 'idle');
    await waitFor(() => terminal.ledger.entries.length === kinds.length, 'the entries');
    expect(terminal.ledger.entries.map((entry) => entry.kind)).toEqual(kinds);
    expect(code(await status(terminal))).toBe(0);
  });

  test('in mid automatic reversal: it begins again', async () => {
    const terminal = await terminalWith({ bank: 'no-answer' });
    await sell(terminal);
    await terminal.restart(Promise.resolve());
    expect(field(await status(terminal), 'ReversalActive')).toBe('1');
    terminal.settings.bank = 'ok';
    await inPhase(terminal, 'idle');
  });

  test('in mid reversal', async () => {
    for (const [onPowerLoss, net] of [
      ['abort', 1],
      ['commit', 0],
    ] as const) {
      const terminal = await terminalWith({ onPowerLoss });
      await sell(terminal);
      terminal.settings.restartIn = 'reversing';
      await (
        await begin(terminal, 'ReverseTransactionRequest', { TransactionID: 'T1', CurrencyName: 'EUR' })
      ).untilClosed();
      await inPhase(terminal, 'idle');
      expect(terminal.ledger.net()).toBe(net);
    }
  });

  test('close() ends everything in the midst of a sale, of a restart, and twice', async () => {
    const terminal = await terminalWith({ stuckIn: ['host'] });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'host');
    await terminal.close();
    await sale.untilClosed();
    await terminal.close();
    await expect(open(terminal.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const other = await terminalWith();
    const restarting = other.restart(new Promise(() => undefined));
    await other.close();
    await restarting;
  });
});
