import sax from 'sax';
import type { Tag } from 'sax';
import { describe, expect, test } from 'vitest';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { ask, code, sell, terminalWith } from './raw-client.js';

/**
 * How a client that worked against real terminals in 6.0.2 reads their replies: by exact names, whole numbers without
 * blanks, dates in one form; what is empty is absent. Written down here on its own, to share nothing with the codec.
 */
interface Rule {
  readonly as: 'number' | 'text' | 'date';
  readonly longest?: number;
  /** It refuses a reply without it where it is told to be strict. */
  readonly required?: true;
}

const number = (longest: number): Rule => ({ as: 'number', longest });
const text = (longest: number): Rule => ({ as: 'text', longest });
const date: Rule = { as: 'date' };
const required = (rule: Rule): Rule => ({ ...rule, required: true });

type Rules = Readonly<Record<string, Rule>>;

const ENDED: Rules = { ReturnCode: required(number(6)), Reason: required(text(256)) };

const TRANSACTION: Rules = {
  ...ENDED,
  AdditionalInfo: text(256),
  MerchReceipt: text(4096),
  CustReceipt: text(4096),
  'TransactionData/TransactionID': required(text(16)),
  'TransactionData/Amount': required(number(12)),
  'TransactionData/AdditionalAmount': required(number(12)),
  'TransactionData/CurrencyName': required(text(3)),
  'TransactionData/Datetime': required(date),
  'TransactionData/DatetimeRev': date,
  'TransactionData/Stan': required(number(6)),
  'TransactionData/StanRev': number(6),
  'TransactionData/Type': required(text(2)),
  'TransactionData/CardAction': required(text(1)),
  'TransactionData/AuthorizationNo': required(text(6)),
  'TransactionData/SecAmount': required(number(12)),
  'TransactionData/SecAdditionalAmount': number(12),
  'TransactionData/SecCurrencyName': text(3),
  'TransactionData/SignatureRequired': required(number(1)),
  'TransactionData/PINVerified': required(number(1)),
  'CardData/PhysicalType': required(number(1)),
  'CardData/CardName': required(text(40)),
  'CardData/Pan': required(text(20)),
  'CardData/Expires': required(text(5)),
  'CardData/ServiceCode': required(number(3)),
  'CardData/AL': text(32),
  'CardData/AID': text(32),
  'TerminalData/ID': required(text(8)),
  'TerminalData/SerNo': required(text(64)),
  'TerminalData/Name': required(text(40)),
  'TerminalData/Address': required(text(40)),
  'TerminalData/MerchantRegNo': required(text(8)),
  'TerminalData/PayDesk': required(text(3)),
  'TerminalData/VerificationResult': text(14),
  'TerminalData/ApplicationCryptogram': text(20),
  'TerminalData/CID': text(2),
  'TerminalData/TSI': text(4),
  'TerminalData/CVMR': text(6),
  'TerminalData/IAD': text(128),
  'TerminalData/ATC': text(4),
  'TerminalData/AIP': text(4),
  'TerminalData/PrinterStatus': text(1),
};

const PARAMETERS: Rules = {
  ShowText1: required(text(32)),
  WaitCardTimeout: number(3),
  MinCustomerAmount: number(12),
  TerminalID: text(8),
  MerchantID: text(10),
  MerchantRegNo: text(8),
  PayDesk: text(3),
  TerminalVersion: text(1),
  CountryCodeStr: text(3),
  TerminalOwnerAddress: text(12),
  TerminalOwnerName: text(25),
  RefundActionEnabled: number(1),
  SupportedLanguages: text(20),
  TerminalCurrentLanguage: text(2),
  TerminalPrintLanguage: text(2),
  CurrencyCodeStr: text(3),
  CurrencyNameStr: text(3),
  PrinterMode: number(1),
};

/** The messages that it has a class for. */
const KNOWN: Readonly<Record<string, Rules>> = {
  TransactionResponse: TRANSACTION,
  RefundTransactionResponse: TRANSACTION,
  GetParametersResponse: PARAMETERS,
  CancelAllOperationsResponse: { ReturnCode: required(number(6)) },
  Error: { ReturnCode: required(number(6)) },
};

interface Reading {
  readonly message: string;
  /** By path; what is empty is not there. */
  readonly values: ReadonlyMap<string, string>;
}

/** @throws where it is no XML, or begins with anything else */
function read(reply: string): Reading {
  const document = reply.slice(reply.indexOf('\r\n\r\n') + 4);
  if (!document.startsWith('<?xml')) throw new Error('it does not begin with its declaration');
  const parser = sax.parser(true, { strictEntities: true } as sax.SAXOptions);
  const path: string[] = [];
  const values = new Map<string, string>();
  let message = '';
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = (tag) => {
    path.push((tag as Tag).name);
    if (path.length === 2) message = (tag as Tag).name;
  };
  parser.ontext = (found) => {
    if (path.length > 2) values.set(path.slice(2).join('/'), found.replaceAll(/[\r\n\t]/g, ''));
  };
  parser.onclosetag = () => {
    path.pop();
  };
  parser.write(document).close();
  return { message, values };
}

const FORMS = { number: /^-?\d{1,10}$/, text: /^[^]+$/, date: /^\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d$/ };

/** What it throws at: a message without a class, a number or a date that is none. */
function unreadable({ message, values }: Reading): string[] {
  const rules = KNOWN[message];
  if (!rules) return [message];
  return [...values].filter(([path, value]) => !FORMS[rules[path]?.as ?? 'text'].test(value)).map(([path]) => path);
}

/** What it objects to where it is told to be strict. */
function objections({ message, values }: Reading): string[] {
  return Object.entries(KNOWN[message] ?? {}).flatMap(([path, { required: isNeeded, longest = Infinity }]) => {
    const value = values.get(path);
    if (value === undefined) return isNeeded ? [`${path} is missing`] : [];
    return Array.from(value).length > longest ? [`${path} is too long`] : [];
  });
}

const asked = (name: string, fields = {}) => ({ name, fields });
const sold = { TransactionID: 'T1', Amount: 1, CurrencyName: 'EUR', Timeout: 1 };
const SALE = asked('TransactionRequest', sold);

async function replyTo(terminal: VirtualTerminal, { name, fields }: ReturnType<typeof asked>): Promise<Reading> {
  return read(await ask(terminal, name, fields, '6.0.2'));
}

const old = (settings: Partial<TerminalSettings> = {}): Promise<VirtualTerminal> =>
  terminalWith({ versions: ['6.0.2'], timeoutScale: 0.01, ...settings });

describe('a public client of 6.0.2', () => {
  test('reads an approved sale, and objects to nothing in it', async () => {
    const reading = await replyTo(await old(), SALE);
    expect([unreadable(reading), objections(reading)]).toEqual([[], []]);
    expect(reading.values.get('CardData/ServiceCode')).toMatch(/^\d{3}$/);
    expect(reading.values.get('TransactionData/AdditionalAmount')).toBe('0');
    expect(reading.values.has('TerminalData/ApplicationCryptogram')).toBe(true);
  });

  test('reads the parameters, which tell nothing of the network', async () => {
    const reading = await replyTo(await old(), asked('GetParametersRequest'));
    expect([unreadable(reading), objections(reading)]).toEqual([[], []]);
    expect([...reading.values.keys()].filter((name) => /IP|Ethernet|SubnetMask|XMLMode|SSL/.test(name))).toEqual([]);
  });

  test.each([
    ['declined', 'decline', SALE],
    ['without a card', 'no-card', SALE],
    ['ended with the red key', 'red-key', SALE],
    ['of no amount', 'pay', asked('TransactionRequest', { ...sold, Amount: 0 })],
    ['of another currency', 'pay', asked('TransactionRequest', { ...sold, CurrencyName: 'SEK' })],
    ['of a wrong field', 'pay', asked('TransactionRequest', { ...sold, PrintReceipt: 9 })],
  ] as const)('reads a sale %s', async (_what, act, request) => {
    for (const declineForm of ['code', 'notification', 'printed', 'real'] as const)
      for (const failureForm of ['code', 'real'] as const) {
        const terminal = await old({ declineForm, failureForm });
        terminal.person.default = act;
        const reading = await replyTo(terminal, request);
        expect(unreadable(reading)).toEqual([]);
        expect(reading.message).toBe('TransactionResponse');
      }
  });

  test('reads what else it can ask', async () => {
    const terminal = await old({ refundEnabled: true, replyName: 'TransactionResponse' });
    await sell(terminal, {}, '6.0.2');
    for (const request of [
      asked('CancelAllOperationsRequest'),
      asked('ReadCardRequest', { Timeout: 1 }),
      asked('NoSuchRequest'),
      asked('ReverseTransactionRequest', { TransactionID: 'T1', CurrencyName: 'EUR' }),
      asked('ReverseTransactionRequest', { TransactionID: 'T9', CurrencyName: 'EUR' }),
      SALE,
      asked('RefundTransactionRequest', { TransactionID: 'T1' }),
    ])
      expect([request.name, unreadable(await replyTo(terminal, request))]).toEqual([request.name, []]);
  });

  test('reads a name that is composed of two devices', async () => {
    const serialNumber = 'ICT220-01T1003F-12036CT00000001 IPP320-00000001';
    const reading = await replyTo(await old({ serialNumber, terminalId: 'ICT00210' }), SALE);
    expect([unreadable(reading), objections(reading)]).toEqual([[], []]);
    expect(reading.values.get('TerminalData/SerNo')).toBe(serialNumber);
  });
});

describe('in 6.0.2', () => {
  test('a refund names the sale alone: its amount, and the terminal’s currency', async () => {
    const terminal = await old({ refundEnabled: true });
    await sell(terminal, { Amount: 250 }, '6.0.2');
    const refund = (fields: object) => ask(terminal, 'RefundTransactionRequest', { ...fields }, '6.0.2');
    expect([code(await refund({ TransactionID: 'T1' })), terminal.ledger.net()]).toEqual([0, 0]);
    expect(code(await refund({ TransactionID: 'T9' }))).toBe(32781);
  });

  test('the answer to ShowInfo is called Info, in 7.x Input', async () => {
    const terminal = await terminalWith({ showInfo: { input: '42' } });
    const shown = (version: string) => ask(terminal, 'ShowInfoRequest', { Line1: 'Kood' }, version);
    expect([await shown('6.0.2'), await shown('7.2.0')]).toEqual([
      expect.stringContaining('<Info>42</Info>'),
      expect.stringContaining('<Input>42</Input>'),
    ]);
  });
});

describe('a sale that failed', () => {
  test('is told as the documents print one', async () => {
    const terminal = await terminalWith({ declineForm: 'printed' });
    terminal.person.will({ decline: '909' });
    const reply = await sell(terminal);
    expect(reply).toContain('<ReturnCode>32778</ReturnCode><Reason>\nCard declined');
    expect(reply).toContain('Return card!.</Reason>');
    for (const name of ['TransactionID', 'Amount', 'Stan']) expect(reply).toContain(`<${name}>`);
    expect(reply).toContain('<AuthorizationNo>      </AuthorizationNo>');
    for (const name of ['HostAnswer', 'TransactionCompletion', 'CardData']) expect(reply).not.toContain(`<${name}>`);
  });

  test.each(['decline', 'red-key'] as const)('is told as one was seen in a shop: %s', async (act) => {
    const terminal = await terminalWith({ declineForm: 'real', failureForm: 'real' });
    terminal.person.will(act);
    const reply = await sell(terminal);
    expect([code(reply), reply]).toEqual([0, expect.stringContaining('<HostAnswer>---</HostAnswer>')]);
    expect(reply).toContain('<CardData><Expires>**/**</Expires></CardData>');
    for (const name of ['TransactionID', 'Amount', 'CurrencyName', 'Stan', 'DateTime'])
      expect(reply).not.toContain(`<${name}>`);
  });
});
