import { describe, expect, test } from 'vitest';
import type { TerminalEvent } from '../../../../src/sandbox/terminal/events.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import {
  ask,
  code,
  document,
  field,
  messageIn,
  open,
  query,
  reverse,
  sell,
  status,
  terminalWith,
  vendorForm,
} from './raw-client.js';

describe('what is answered', () => {
  test('a status request is answered with the state', async () => {
    const terminal = await terminalWith({ priorSales: 2, clockOffsetMs: 0 });
    const reply = await status(terminal);
    expect(field(reply, 'Time')).toMatch(/^\d\d\.\d\d\.20\d\d \d\d:\d\d:\d\d$/);
    const names = [
      'CardStatus',
      'NextSTAN',
      'NotFinishedTransactionsCount',
      'TransactionsCount',
      'ReversalActive',
      'PrinterStatus',
    ];
    expect(names.map((name) => field(reply, name))).toEqual(['0', '44', '0', '2', '0', '2']);
  });

  test('status by settings, changed while it runs', async () => {
    const terminal = await terminalWith();
    terminal.insertCard();
    expect(field(await status(terminal), 'CardStatus')).toBe('1');
    terminal.removeCard();
    expect(field(await status(terminal), 'CardStatus')).toBe('0');
    Object.assign(terminal.settings, {
      cardReader: 'broken',
      reversalActive: 1,
      printerStatus: undefined,
      notFinishedTransactionsCount: 3,
    });
    const reply = await status(terminal);
    expect(
      ['CardStatus', 'ReversalActive', 'NotFinishedTransactionsCount', 'PrinterStatus'].map((name) =>
        field(reply, name),
      ),
    ).toEqual(['2', '1', '3', undefined]);
  });

  test('the clock: the terminal’s zone, and its offset', async () => {
    const time = async (settings: Partial<TerminalSettings>): Promise<number> => {
      const [day, month, year, clock] =
        field(await status(await terminalWith(settings)), 'Time')?.split(/[. ](?!\d+:\d+:)|[. ]/) ?? [];
      return Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${clock ?? ''}Z`);
    };
    const utc = await time({ timeZone: 'UTC' });
    expect(Math.abs(utc - Date.now())).toBeLessThan(10_000);
    const ahead = (await time({ timeZone: 'Europe/Tallinn' })) - utc;
    expect([2, 3]).toContain(Math.round(ahead / 3_600_000));
    expect(Math.round(((await time({ timeZone: 'UTC', clockOffsetMs: 600_000 })) - utc) / 60_000)).toBe(10);
  });

  test('parameters, whole or with absences', async () => {
    const terminal = await terminalWith();
    const whole = await ask(terminal, 'GetParametersRequest');
    expect(
      ['TerminalID', 'TerminalOwnerName', 'MerchantRegNo', 'CurrencyNameStr'].map((name) => field(whole, name)),
    ).toEqual(['SB000001', 'Kesklinna Loomakliinik', '12345678', 'EUR']);
    terminal.settings.parametersAbsent = ['TerminalOwnerName'];
    expect(field(await ask(terminal, 'GetParametersRequest'), 'TerminalOwnerName')).toBeUndefined();
    terminal.settings.parametersAbsent = 'all';
    expect(await ask(terminal, 'GetParametersRequest')).toContain(
      '<GetParametersResponse><ReturnCode>0</ReturnCode><Reason></Reason></GetParametersResponse>',
    );
  });

  test('beep and display', async () => {
    const terminal = await terminalWith();
    const events: TerminalEvent['kind'][] = [];
    terminal.on((event) => events.push(event.kind));
    expect(code(await ask(terminal, 'DoBeepRequest', { Frequency1: 880, Duration1: 20 }))).toBe(0);
    expect(events).toContain('beep');
    const welcome = terminal.display;
    expect(code(await ask(terminal, 'DisplayMessageRequest', { Action: 1, Line1: 'Tere', Line3: 'õhtust' }))).toBe(0);
    expect(terminal.display).toEqual(['Tere', '', 'õhtust', '']);
    await ask(terminal, 'DisplayMessageRequest', { Action: 0 });
    expect(terminal.display).toEqual(welcome);
  });

  test('ShowInfo: an answer, no answer, the red key', async () => {
    const terminal = await terminalWith({ timeoutScale: 0.01, showInfo: { input: '123456' } });
    expect(field(await ask(terminal, 'ShowInfoRequest', { Line1: '?', AnswerType: 104 }), 'Input')).toBe('1234');
    terminal.settings.showInfo = 'timeout';
    expect(code(await ask(terminal, 'ShowInfoRequest', { AnswerType: 1, Timeout: 2 }))).toBe(32776);
    terminal.settings.showInfo = 'red-key';
    expect(code(await ask(terminal, 'ShowInfoRequest', { AnswerType: 1 }))).toBe(32782);
  });

  test('a PrintLine request is printed', async () => {
    const terminal = await terminalWith();
    expect(code(await ask(terminal, 'PrintLineRequest', { Line: 'tere', LineFeedCount: 2 }))).toBe(0);
    expect(terminal.printed).toEqual([{ part: 'line', text: 'tere\n\n', amount: undefined }]);
  });

  test('a refund is booked', async () => {
    const terminal = await terminalWith({ refundEnabled: true });
    const reply = await ask(terminal, 'RefundTransactionRequest', {
      RefundAmount: 7,
      CurrencyName: 'EUR',
      TransactionID: 'R',
    });
    expect([messageIn(reply), code(reply), terminal.ledger.net('R')]).toEqual(['RefundTransactionResponse', 0, -7]);
  });

  test('a card number never leaves it and is never kept', async () => {
    const terminal = await terminalWith({ versions: ['7.2.0'] });
    const raw = await open(terminal.posxmlPort);
    await raw.send(vendorForm(document('SetClientPANRequest', { PAN: '4111111111111111' }, '7.2.0'))).reply();
    const reply = await sell(terminal, {}, '7.2.0');
    expect(field(reply, 'Pan')).toBe('************1234');
    expect(field(reply, 'CardID')).toMatch(/^[0-9a-f]{64}$/);
    const kept = JSON.stringify([terminal.wire, terminal.ledger.entries, terminal.printed]);
    expect(kept).not.toMatch(/411111|CardID/);
    expect(terminal.wire[0]).toMatchObject({ name: 'SetClientPANRequest', body: undefined });
  });
});

describe('a client of 6.0.2 finds all that it takes for mandatory', () => {
  const data = [
    'Amount',
    'Datetime',
    'Stan',
    'Type',
    'CardAction',
    'SecAmount',
    'SignatureRequired',
    'PINVerified',
    'AuthorizationNo',
    'HostAnswer',
  ];
  const groups = ['TransactionData', 'CardData', 'TerminalData', 'ServiceCode', 'PhysicalType', 'Reason'];

  test.each([
    ['approved', {}, 0],
    ['no card', { Timeout: 1 }, 32776],
    ['declined', {}, 32778],
    ['a wrong amount', { Amount: 0 }, 32786],
    ['a wrong field', { PrintReceipt: 9 }, 32771],
  ] as const)('a sale is refused for %s', async (what, fields, expected) => {
    const terminal = await terminalWith({ versions: ['6.0.2'], timeoutScale: 0.01 });
    if (what === 'no card') terminal.person.will('no-card');
    if (what === 'declined') terminal.person.will({ decline: '909' });
    const reply = await sell(terminal, fields, '6.0.2');
    expect(code(reply)).toBe(expected);
    for (const name of [...data, ...groups]) expect(reply).toContain(`<${name}>`);
    expect(field(reply, 'PhysicalType')).toMatch(/^\d$/);
    expect(field(reply, 'Reason')).not.toBe('');
    expect(reply).not.toContain('<DateTime>');
  });

  test('ShowText1, and the old spelling of the reversal’s time', async () => {
    const terminal = await terminalWith({ versions: ['6.0.2'] });
    expect(field(await ask(terminal, 'GetParametersRequest', {}, '6.0.2'), 'ShowText1')).toBe('Kesklinna Loomakliinik');
    await sell(terminal, {}, '6.0.2');
    const reply = await ask(
      terminal,
      'ReverseTransactionRequest',
      { TransactionID: 'T1', CurrencyName: 'EUR' },
      '6.0.2',
    );
    expect(field(reply, 'DatetimeRev')).toMatch(/^\d\d\./);
  });
});

describe('what differs from terminal to terminal in a sale', () => {
  test('approved, with what proves it', async () => {
    const terminal = await terminalWith();
    const reply = await sell(terminal, { Amount: 1, TransactionID: 'ID-1' });
    expect(field(reply, 'AuthorizationNo')).toHaveLength(6);
    const names = [
      'ReturnCode',
      'Reason',
      'Amount',
      'CurrencyName',
      'TransactionID',
      'HostAnswer',
      'Stan',
      'TransactionCompletion',
      'ID',
    ];
    expect(names.map((name) => field(reply, name))).toEqual([
      '0',
      '',
      '1',
      'EUR',
      'ID-1',
      '000',
      '42',
      'COMPLETED',
      'SB000001',
    ]);
    expect(terminal.ledger.entries).toMatchObject([
      { transactionId: 'ID-1', stan: 42, kind: 'sale', amount: 1, batch: 7 },
    ]);
  });

  test.each([
    [{ completion: 'absent' }, 'TransactionCompletion', undefined],
    [{ terminalIdInReplies: 'OTHER001' }, 'ID', 'OTHER001'],
    [{ cardData: 'absent' }, 'CardData', undefined],
    [{ omittedData: ['HostAnswer'] }, 'HostAnswer', undefined],
    [{ saleReplyOverrides: { Amount: 2 } }, 'Amount', '2'],
    [{ saleReplyOverrides: { AuthorizationNo: '' } }, 'AuthorizationNo', ''],
  ] as const)('a sale under %j shows it in the reply', async (settings, name, expected) => {
    expect(field(await sell(await terminalWith(settings)), name)).toBe(expected);
  });

  test('declined by code, or by ReturnCode 0 and NOTIFICATION', async () => {
    const terminal = await terminalWith();
    terminal.person.will({ decline: '909' }, 'decline', 'pay');
    const byCode = await sell(terminal);
    expect([code(byCode), field(byCode, 'Reason'), field(byCode, 'AuthorizationNo')]).toEqual([
      32778,
      'Card declined transaction. System error! (909).',
      '      ',
    ]);
    terminal.settings.declineForm = 'notification';
    const notified = await sell(terminal);
    expect(
      ['ReturnCode', 'HostAnswer', 'AuthorizationNo', 'TransactionCompletion'].map((name) => field(notified, name)),
    ).toEqual(['0', '---', '      ', 'NOTIFICATION']);
    expect(terminal.ledger.net()).toBe(0);
    expect(terminal.ledger.declined.map((declined) => [declined.stan, declined.hostAnswer])).toEqual([
      [42, '909'],
      [43, '116'],
    ]);
    expect(field(await sell(terminal), 'Stan')).toBe('44');
  });

  test('the reply of another sale', async () => {
    const terminal = await terminalWith({ priorSales: 1, staleReply: true });
    const reply = await sell(terminal, { TransactionID: 'MINE' });
    expect([code(reply), field(reply, 'TransactionID'), terminal.ledger.net('MINE')]).toEqual([0, 'TILL000001', 1]);
  });

  test.each([
    ['accepted', 0, 2],
    ['refused', 32775, 1],
    ['replayed', 0, 1],
  ] as const)('a TransactionID used twice: %s', async (duplicateId, expected, net) => {
    const terminal = await terminalWith({ duplicateId });
    const first = await sell(terminal);
    const second = await sell(terminal);
    expect([code(second), terminal.ledger.net('T1')]).toEqual([expected, net]);
    expect(field(second, 'Stan') === field(first, 'Stan')).toBe(duplicateId === 'replayed');
  });
});

describe('what a query finds', () => {
  test.each([
    ['id', 0, 32781],
    ['stan', 32781, 0],
    ['both', 0, 0],
  ] as const)('a query finds a sale by %s', async (findsBy, byId, byStan) => {
    const terminal = await terminalWith({ queryFindsBy: findsBy, reversalFindsBy: findsBy });
    await sell(terminal);
    expect([code(await query(terminal)), code(await query(terminal, { TransactionSTAN: 42 }))]).toEqual([byId, byStan]);
    expect(code(await query(terminal, { TransactionID: 'T1', TransactionSTAN: 42 }))).toBe(0);
    expect(code(await query(terminal, {}))).toBe(0);
    expect(code(await reverse(terminal))).toBe(byId);
    if (byId !== 0) expect(code(await reverse(terminal, { TransactionSTAN: 42 }))).toBe(byStan);
  });

  test.each([
    ['not-found', 32781, undefined],
    ['as-declined', 32778, undefined],
    ['as-notification', 0, 'NOTIFICATION'],
  ] as const)('a declined sale: %s', async (declinedQuery, expected, completion) => {
    const terminal = await terminalWith({ declinedQuery });
    terminal.person.will('decline');
    await sell(terminal);
    const reply = await query(terminal);
    expect([code(reply), field(reply, 'TransactionCompletion')]).toEqual([expected, completion]);
  });

  test.each([
    ['COMPLETED_REV', 0, 'COMPLETED_REV', undefined],
    ['StanRev', 0, 'COMPLETED', '43'],
    ['both', 0, 'COMPLETED_REV', '43'],
    ['not-found', 32781, undefined, undefined],
  ] as const)('a reversed sale: %s', async (reversedQuery, expected, completion, stanRev) => {
    const terminal = await terminalWith({ reversedQuery });
    await sell(terminal);
    const reversal = await reverse(terminal);
    expect([code(reversal), field(reversal, 'StanRev'), field(reversal, 'Stan')]).toEqual([0, '43', '42']);
    expect(field(reversal, 'DateTimeRev')).toMatch(/^\d\d\./);
    const reply = await query(terminal);
    expect([code(reply), field(reply, 'TransactionCompletion'), field(reply, 'StanRev')]).toEqual([
      expected,
      completion,
      stanRev,
    ]);
  });

  test.each(['own', 'TransactionResponse'] as const)('the reply’s name: %s', async (replyName) => {
    const terminal = await terminalWith({ replyName });
    await sell(terminal);
    expect(messageIn(await query(terminal))).toBe(
      replyName === 'own' ? 'GetLastTransactionDataResponse' : 'TransactionResponse',
    );
    expect(messageIn(await reverse(terminal))).toBe(
      replyName === 'own' ? 'ReverseTransactionResponse' : 'TransactionResponse',
    );
  });
});
