import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  SALE,
  ask,
  begin,
  code,
  document,
  field,
  inPhase,
  messageIn,
  open,
  query,
  sell,
  status,
  terminalWith,
  vendorForm,
  waitFor,
} from './raw-client.js';

const CANCEL = 'CancelAllOperationsRequest';

describe('a cancel', () => {
  test.each(['waiting-card', 'card-in', 'pin'] as const)('wins in phase %s', async (phase) => {
    const terminal = await terminalWith({ stuckIn: [phase] });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, phase);
    expect(code(await ask(terminal, CANCEL))).toBe(0);
    expect(code(await sale.reply())).toBe(32782);
    expect([terminal.ledger.entries.length, field(await status(terminal), 'NextSTAN')]).toEqual([0, '42']);
  });

  test.each([
    ['host', 32779],
    ['host', 0],
    ['card-out', 32779],
  ] as const)('loses in phase %s, answered %i', async (phase, lateCancelCode) => {
    const terminal = await terminalWith({ stuckIn: [phase], lateCancelCode });
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, phase);
    expect(code(await ask(terminal, CANCEL))).toBe(lateCancelCode);
    terminal.settings.stuckIn = [];
    expect([code(await sale.reply()), terminal.ledger.net('T1')]).toEqual([0, 1]);
  });

  test.each([0, 32775, 32779])('with nothing to cancel: %i', async (idleCancelCode) => {
    expect(code(await ask(await terminalWith({ idleCancelCode }), CANCEL))).toBe(idleCancelCode);
  });

  test('not served: the sale goes on', async () => {
    const terminal = await terminalWith({ cancelReadOn: 'neither' });
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    expect(code(await ask(terminal, CANCEL))).toBe(32779);
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
  });

  test.each([
    ['same', 'first', ['CancelAllOperationsResponse', 'TransactionResponse']],
    ['both', 'last', ['TransactionResponse', 'CancelAllOperationsResponse']],
  ] as const)('read on %s connection is replied to %s', async (cancelReadOn, cancelReplied, names) => {
    const terminal = await terminalWith({ cancelReadOn, cancelReplied });
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    const both = await sale.send(vendorForm(document(CANCEL))).untilClosed();
    expect([...both.matchAll(/"><(\w+)>/g)].map(([, name]) => name)).toEqual(names);
    expect(both).toContain('<ReturnCode>32782</ReturnCode>');
  });

  test.each(['another', 'neither'] as const)('read on %s is not heard on its own connection', async (cancelReadOn) => {
    const terminal = await terminalWith({ cancelReadOn });
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    sale.send(vendorForm(document(CANCEL)));
    // Whatever is asked elsewhere is answered after what was sent before.
    await status(terminal);
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
  });

  test('ends a stranger’s sale where it is served: that is why a client must not send it', async () => {
    const terminal = await terminalWith({ occupied: true });
    expect([code(await sell(terminal)), code(await ask(terminal, CANCEL)), code(await sell(terminal))]).toEqual([
      32779, 0, 0,
    ]);
  });
});

describe('a question of the terminal’s own', () => {
  const asked = async (settings: Parameters<typeof terminalWith>[0]) => {
    const terminal = await terminalWith({ asksClient: 'VoiceTransactionRequest', ...settings });
    const sale = (await open(terminal.posxmlPort)).send(vendorForm(document('TransactionRequest', SALE, '7.2.0')));
    const question = await sale.reply();
    return { terminal, sale, question };
  };

  test.each([
    ['reply', /^HTTP\/1.0 200 OK\r\n/],
    ['request', /^http\/1.0\r\ncontent-length/],
    ['bare', /^<\?xml/],
  ] as const)('comes in the form of a %s; with a response the sale goes on', async (questionForm, form) => {
    const { sale, question } = await asked({ questionForm });
    expect([question, messageIn(question)]).toEqual([expect.stringMatching(form), 'VoiceTransactionRequest']);
    sale.send(vendorForm(document('VoiceTransactionResponse', { ReturnCode: 0 }, '7.2.0')));
    expect(code(await sale.reply())).toBe(0);
  });

  test('is ended by a cancel on its connection, wherever a cancel is read else', async () => {
    const { terminal, sale } = await asked({ cancelReadOn: 'neither' });
    const ended = await sale.send(vendorForm(document(CANCEL, {}, '7.2.0'))).untilClosed();
    expect([ended.includes('>32782<'), terminal.ledger.entries]).toEqual([true, []]);
  });

  test('is not put in 7.1.0', async () => {
    const terminal = await terminalWith({ asksClient: 'VoiceTransactionRequest' });
    expect(messageIn(await sell(terminal))).toBe('TransactionResponse');
  });
});

describe('a second connection while a sale runs', () => {
  const started = async (settings: Parameters<typeof terminalWith>[0]) => {
    const terminal = await terminalWith(settings);
    terminal.person.default = 'manual';
    const sale = await begin(terminal, 'TransactionRequest', SALE);
    await inPhase(terminal, 'waiting-card');
    return { terminal, sale };
  };

  test('serve-status: questions are answered, all else is refused', async () => {
    const { terminal, sale } = await started({ whileBusy: 'serve-status' });
    expect(code(await status(terminal))).toBe(0);
    expect(code(await query(terminal))).toBe(32781);
    expect(code(await ask(terminal, 'TransactionCurrStatusRequest'))).toBe(0);
    for (const name of ['TransactionRequest', 'ReverseTransactionRequest']) {
      expect(code(await ask(terminal, name, { ...SALE, TransactionID: 'T2' }))).toBe(32779);
    }
    expect(code(await ask(terminal, 'DoBeepRequest'))).toBe(32779);
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
    expect(terminal.ledger.entries).toHaveLength(1);
  });

  test.each([32779, 32775])('refuse-code %i: all but a cancel', async (busyCode) => {
    const { terminal, sale } = await started({ whileBusy: 'refuse-code', busyCode });
    expect(code(await status(terminal))).toBe(busyCode);
    expect(code(await ask(terminal, CANCEL))).toBe(0);
    expect(code(await sale.reply())).toBe(32782);
  });

  test('no-reply: never answered, closed once idle', async () => {
    const { terminal, sale } = await started({ whileBusy: 'no-reply' });
    const second = await begin(terminal, 'GetTerminalStatusRequest');
    await waitFor(() => terminal.wire.length === 2, 'the second request');
    await sleep(30);
    expect([second.received, second.ended]).toEqual(['', false]);
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
    expect(await second.untilClosed()).toBe('');
  });

  test('queue: answered once idle, one after the other', async () => {
    const { terminal, sale } = await started({ whileBusy: 'queue' });
    const next = await begin(terminal, 'TransactionRequest', { ...SALE, TransactionID: 'T2' });
    const third = await begin(terminal, 'TransactionRequest', { ...SALE, TransactionID: 'T3' });
    await waitFor(() => terminal.wire.length === 3, 'the other requests');
    terminal.person.default = 'pay';
    terminal.insertCard();
    for (const raw of [sale, next, third]) expect(code(await raw.reply())).toBe(0);
    expect(terminal.ledger.entries.map((entry) => entry.stan)).toEqual([42, 43, 44]);
  });

  test('refuse-connection: as if nobody listened; open again at once afterwards', async () => {
    const { terminal, sale } = await started({ whileBusy: 'refuse-connection' });
    await expect(open(terminal.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(open(terminal.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
    for (const id of ['T2', 'T3', 'T4']) {
      terminal.insertCard();
      expect(code(await sell(terminal, { TransactionID: id }))).toBe(0);
    }
  });

  test('one client: another is disconnected when it sends', async () => {
    const { terminal, sale } = await started({ oneClient: true });
    const second = await begin(terminal, 'GetTerminalStatusRequest');
    expect(await second.untilClosed()).toBe('');
    terminal.insertCard();
    expect(code(await sale.reply())).toBe(0);
  });

  test('a rest after each reply', async () => {
    const terminal = await terminalWith({ restMs: 60 });
    const began = Date.now();
    await status(terminal);
    await status(terminal);
    expect(Date.now() - began).toBeGreaterThanOrEqual(50);
  });
});
