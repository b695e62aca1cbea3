import { describe, expect, test, vi } from 'vitest';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { SALE, ask, code, document, field, messageIn, open, postForm, status, terminalWith } from './raw-client.js';

type Case = [
  what: string,
  name: string,
  fields: Record<string, string | number>,
  code: number,
  settings?: Partial<TerminalSettings> | undefined,
];

describe('what is refused, and how', () => {
  const sale = { Amount: 100, CurrencyName: 'EUR', TransactionID: 'A' };
  const cases: Case[] = [
    ['no amount', 'TransactionRequest', { CurrencyName: 'EUR' }, 32771],
    ['no currency', 'TransactionRequest', { Amount: 1 }, 32771],
    ['a blank currency', 'TransactionRequest', { Amount: 1, CurrencyName: ' ' }, 32771],
    ['an amount with a point', 'TransactionRequest', { ...sale, Amount: '1.00' }, 32771],
    ['a TransactionID of 17', 'TransactionRequest', { ...sale, TransactionID: '12345678901234567' }, 32771],
    ['PrintReceipt 3', 'TransactionRequest', { ...sale, PrintReceipt: 3 }, 32771],
    ['receipts too narrow', 'TransactionRequest', { ...sale, ReturnReceipts: 23 }, 32771],
    ['receipts too wide', 'TransactionRequest', { ...sale, ReturnReceipts: 65 }, 32771],
    ['Manual', 'TransactionRequest', { ...sale, Manual: 1 }, 32783],
    ['PreAuthorisation', 'TransactionRequest', { ...sale, PreAuthorisation: 1 }, 32783],
    ['nothing to pay', 'TransactionRequest', { ...sale, Amount: 0 }, 32786],
    ['less than nothing', 'TransactionRequest', { ...sale, Amount: -5 }, 32786],
    ['below the minimum', 'TransactionRequest', { ...sale, Amount: 99 }, 32786, { minCustomerAmount: 100 }],
    ['another currency', 'TransactionRequest', { ...sale, CurrencyName: 'USD' }, 32787],
    ['no card reader', 'TransactionRequest', sale, 32785, { cardReader: 'broken' }],
    ['the bank out of reach', 'TransactionRequest', sale, 32772, { bank: 'unreachable' }],
    ['a code by setting', 'TransactionRequest', sale, 32774, { returnCodes: { TransactionRequest: 32774 } }],
    ['PosXML not enabled', 'GetTerminalStatusRequest', {}, 32783, { enabled: false }],
    ['an unknown transaction', 'GetLastTransactionDataRequest', { TransactionID: 'X' }, 32781],
    ['nothing to query', 'GetLastTransactionDataRequest', {}, 32781],
    ['reversal of nothing', 'ReverseTransactionRequest', { CurrencyName: 'EUR' }, 32771],
    ['reversal with no currency', 'ReverseTransactionRequest', { TransactionID: 'X' }, 32771],
    ['reversal in another currency', 'ReverseTransactionRequest', { TransactionID: 'X', CurrencyName: 'USD' }, 32787],
    ['reversal of an unknown sale', 'ReverseTransactionRequest', { TransactionID: 'X', CurrencyName: 'EUR' }, 32781],
    [
      'reversal by force',
      'ReverseTransactionRequest',
      { TransactionID: 'X', CurrencyName: 'EUR', ForcedAction: 1 },
      32783,
    ],
    ['refund where it is off', 'RefundTransactionRequest', { RefundAmount: 1, CurrencyName: 'EUR' }, 32783],
    ['a beep too high', 'DoBeepRequest', { Frequency1: 12_701 }, 32771],
    ['a line too long', 'DisplayMessageRequest', { Action: 1, Line1: 'x'.repeat(25) }, 32771],
    ['an unknown action', 'DisplayMessageRequest', { Action: 3 }, 32771],
    ['an unknown answer type', 'ShowInfoRequest', { AnswerType: 100 }, 32771],
    ['no line to print', 'PrintLineRequest', {}, 32771],
    ['no paper', 'PrintLineRequest', { Line: 'x' }, 32774, { paper: false }],
  ];
  test.each(cases)('the terminal refuses: %s', async (_what, name, fields, expected, settings) => {
    const terminal = await terminalWith(settings);
    const reply = await ask(terminal, name, fields);
    expect([messageIn(reply), code(reply)]).toEqual([name.replace('Request', 'Response'), expected]);
    expect(field(reply, 'Reason')).not.toBe('');
    expect(terminal.ledger.entries).toEqual([]);
    expect(terminal.phase).toBe('idle');
  });

  const errors: readonly (readonly [string, string, number])[] = [
    ['an unknown message', document('MakeCoffeeRequest'), 32769],
    ['a reply in place of a request', document('TransactionResponse', { ReturnCode: 0 }), 32769],
    ['an empty envelope', '<PosXML version="7.1.0"></PosXML>', 32769],
    ['broken XML', '<?xml version="1.0"?><PosXML version="7.1.0"><GetTerminal', 32773],
    ['another document', '<html><body/></html>', 32773],
    ['nothing', '', 32773],
    [
      'a DOCTYPE',
      `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>${document('GetTerminalStatusRequest').slice(39)}`,
      32773,
    ],
    ['another version', document('GetTerminalStatusRequest', {}, '5.0.0'), 32770],
    ['no version', '<PosXML><GetTerminalStatusRequest/></PosXML>', 32770],
    ['an unknown message of another version', document('MakeCoffeeRequest', {}, '9.9'), 32770],
    ['SetParameters', document('SetParametersRequest', { TerminalID: 'X' }), 32783],
    ['ReadCard', document('ReadCardRequest'), 32783],
    ['FinishTransaction', document('FinishTransactionRequest'), 32783],
    [
      'a field given twice',
      document('TransactionRequest', SALE).replace('<Amount>1</Amount>', '<Amount>1</Amount><Amount>2</Amount>'),
      32771,
    ],
  ];
  test.each(errors)('Error for %s', async (_what, bytes, expected) => {
    const terminal = await terminalWith();
    const raw = await open(terminal.posxmlPort);
    const reply = await raw.send(postForm(bytes)).reply();
    expect([messageIn(reply), code(reply)]).toEqual(['Error', expected]);
    expect(reply).toContain('<PosXML version="7.1.0">');
    expect(terminal.ledger.entries).toEqual([]);
  });

  test('a setting that fits no field is told, and the terminal lives on', async () => {
    const terminal = await terminalWith();
    terminal.settings.ownerName = 'x'.repeat(26);
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    expect(code(await ask(terminal, 'GetParametersRequest'))).toBe(32774);
    expect(warn).toHaveBeenCalledOnce();
    expect(code(await status(terminal))).toBe(0);
  });
});
