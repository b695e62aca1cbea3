import { describe, expect, test } from 'vitest';
import { isPlainRefusal, judgeReversalReply, judgeSaleReply } from '../../../src/payment/verify-reply.js';
import type { TransactionView } from '../../../src/payment/types.js';
import { viewOf } from '../../../src/payment/redacted-reply.js';
import { approvedView, bare, declinedView, reversedView, SALE } from './support.js';

describe('the reply to a sale', () => {
  test.each<[string, Partial<TransactionView>]>([
    ['no ReturnCode', { returnCode: undefined }],
    ['another TransactionID', { transactionId: 'TILL000001' }],
    ['no TransactionID', { transactionId: undefined }],
    ['another TID', { terminalId: 'SB000002' }],
    ['no TID', { terminalId: undefined }],
    ['another amount', { amount: 100 }],
    ['no amount', { amount: undefined }],
    ['another currency', { currency: 'SEK' }],
    ['no currency', { currency: undefined }],
    ['no authorisation', { authorizationNo: undefined }],
    ['a host that said no, and an authorisation', { hostAnswer: '116' }],
    ['a completion that waits', { completion: 'WAIT_COMPL_PRE' }],
    ['a completion never heard of', { completion: 'DONE' }],
    ['COMPLETED_REV', { completion: 'COMPLETED_REV' }],
    ['a STAN of a reversal', { stanRev: 43 }],
    ['a time of a reversal', { dateTimeRev: '2026-02-14T10:01:00' }],
    ['a refusal with an authorisation', { returnCode: 32778 }],
    ['NOTIFICATION with an authorisation', { completion: 'NOTIFICATION' }],
  ])('with %s is neither approved nor refused', (_what, fields) => {
    expect(judgeSaleReply(approvedView(fields), SALE)).toEqual({ kind: 'unclear' });
  });

  test.each<[string, TransactionView]>([
    ['a code and nothing else', bare({ returnCode: 32776 })],
    ['a declined card', declinedView()],
    [
      'ReturnCode 0, a blank authorisation and NOTIFICATION',
      approvedView({ hostAnswer: '---', authorizationNo: undefined, completion: 'NOTIFICATION' }),
    ],
    [
      'ReturnCode 0, no authorisation and a host that said no',
      approvedView({ hostAnswer: '116', authorizationNo: undefined }),
    ],
  ])('with %s is refused', (_what, view) => {
    expect(judgeSaleReply(view, SALE)).toEqual({ kind: 'refused' });
  });

  test.each<[string, Partial<TransactionView>]>([
    ['every mark', {}],
    ['no completion', { completion: undefined }],
    ['no host answer', { hostAnswer: undefined }],
    ['no STAN', { stan: undefined }],
    ['its currency in small letters', { currency: 'eur' }],
  ])('with %s is approved', (_what, fields) => {
    expect(judgeSaleReply(approvedView(fields), SALE)).toMatchObject({
      kind: 'approved',
      proof: { authorizationNo: '437327', cardLastFour: '1234' },
    });
  });

  test.each([32769, 32770, 32771, 32773, 32775, 32776, 32778, 32779, 32782, 32783, 32785, 32786, 32787, 0])(
    '%i is a plain refusal',
    (code) => {
      expect(isPlainRefusal(code)).toBe(true);
    },
  );

  test.each([undefined, 1, 32772, 32774, 32777, 32780, 32781, 32784, 99999])(
    '%s leaves open how far the sale came',
    (code) => {
      expect(isPlainRefusal(code)).toBe(false);
    },
  );
});

describe('the reply to a reversal', () => {
  test.each<[string, TransactionView]>([
    ['no ReturnCode', reversedView({ returnCode: undefined })],
    ['another TransactionID', reversedView({ transactionId: 'TILL000001' })],
    ['no TransactionID', reversedView({ transactionId: undefined })],
    ['another TID', reversedView({ terminalId: 'SB000002' })],
    ['another amount', reversedView({ amount: 100 })],
    ['another currency', reversedView({ currency: 'SEK' })],
    ['a host that said no', reversedView({ hostAnswer: '909' })],
    ['none of the marks of a reversal', approvedView()],
    ['ReturnCode 0 alone', bare({ returnCode: 0 })],
  ])('with %s proves nothing', (_what, view) => {
    expect(judgeReversalReply(view, SALE)).toEqual({ kind: 'unclear' });
  });

  test.each<[string, TransactionView, number]>([
    ['a code', declinedView(), 32778],
    ['a code beside marks of a reversal', reversedView({ returnCode: 32774 }), 32774],
    ['NOTIFICATION beside the STAN of what failed', reversedView({ completion: 'NOTIFICATION' }), 0],
    ['a host that said no and no authorisation', reversedView({ hostAnswer: '---', authorizationNo: undefined }), 0],
  ])('with %s is refused', (_what, view, returnCode) => {
    expect(judgeReversalReply(view, SALE)).toEqual({ kind: 'refused', returnCode });
  });

  test.each<[string, Partial<TransactionView>]>([
    ['COMPLETED_REV alone', { stanRev: undefined, dateTimeRev: undefined }],
    ['a STAN alone', { completion: 'COMPLETED', dateTimeRev: undefined }],
    ['a time alone', { completion: undefined, stanRev: undefined }],
    [
      'neither host answer nor TID, amount, currency',
      { hostAnswer: undefined, terminalId: undefined, amount: undefined, currency: undefined },
    ],
  ])('with %s is proof', (_what, fields) => {
    expect(judgeReversalReply(reversedView(fields), SALE)).toMatchObject({
      kind: 'reversed',
      proof: { source: 'reply' },
    });
  });
});

describe('what is kept of a reply', () => {
  const clean = (text: string): string => text.toUpperCase();

  test('is nothing of the card but its last four digits, and no receipt', () => {
    const view = viewOf(
      {
        ReturnCode: 0,
        CardData: { Pan: '************1234', CardName: 'VISA', CardID: 'aabbcc' },
        CustReceipt: 'secret',
        TerminalData: { ID: ' sb000001 ', Name: 'Clinic' },
      },
      clean,
      SALE.transactionId,
    );
    expect(view).toEqual(bare({ returnCode: 0, cardLastFour: '1234', terminalId: 'SB000001' }));
  });

  test('takes blanks and zeros for absent', () => {
    const view = viewOf(
      {
        Reason: ' ',
        TransactionData: {
          TransactionID: '',
          Amount: 0,
          Stan: 0,
          StanRev: 0,
          AuthorizationNo: '      ',
          HostAnswer: '',
        },
      },
      clean,
      SALE.transactionId,
    );
    expect(view).toEqual(bare({}));
  });

  test('takes no STAN that could not be asked for', () => {
    expect(
      viewOf({ TransactionData: { Stan: 1_000_000, StanRev: 123_456_789 } }, clean, SALE.transactionId),
    ).toMatchObject({
      stan: undefined,
      stanRev: undefined,
    });
    expect(viewOf({ TransactionData: { Stan: 999_999 } }, clean, SALE.transactionId).stan).toBe(999_999);
  });

  test('is cleaned, every text of it', () => {
    const text = {
      TransactionID: 'a',
      CurrencyName: 'b',
      AuthorizationNo: 'c',
      HostAnswer: 'd',
      TransactionCompletion: 'e',
    };
    const view = viewOf(
      { Reason: 'f', TransactionData: text, TerminalData: { ID: 'g' } },
      () => '*',
      SALE.transactionId,
    );
    expect(Object.values(view).filter((value) => value !== undefined)).toEqual(
      Array.from({ length: 7 }, () => '*', SALE.transactionId),
    );
  });
});
