import { expect, test } from 'vitest';
import { MESSAGES, READ_ONLY, replyNames, TERMINAL_QUESTIONS } from '../../../src/posxml/messages.js';
import type { RequestName } from '../../../src/posxml/messages.js';
import { describeReturnCode, KNOWN_RETURN_CODES, RETURN_CODE } from '../../../src/posxml/return-codes.js';

const REQUESTS = Object.keys(MESSAGES).filter(
  (name): name is RequestName => name.endsWith('Request') && !TERMINAL_QUESTIONS.some((question) => question === name),
);

test.each(REQUESTS)('%s has replies that are messages', (request) => {
  const names = replyNames(request);
  expect(names[0]).toBe(request.replace(/Request$/, 'Response'));
  for (const name of names) expect(MESSAGES).toHaveProperty(name);
});

test('a reversal may be answered by a plain TransactionResponse', () => {
  expect(replyNames('ReverseTransactionRequest')).toEqual(['ReverseTransactionResponse', 'TransactionResponse']);
  expect(replyNames('TransactionRequest')).toEqual(['TransactionResponse']);
  expect(replyNames('GetTerminalStatusRequest')).toEqual(['GetTerminalStatusResponse']);
});

test('nothing that moves money or shows on the terminal counts as read-only', () => {
  expect([...READ_ONLY].sort()).toEqual([
    'GetLastTransactionDataRequest',
    'GetParametersRequest',
    'GetTerminalStatusRequest',
    'TransactionCurrStatusRequest',
  ]);
});

test.each([
  'SetParametersRequest',
  'TransactionSendRequest',
  'ReadCardRequest',
  'SetClientPANRequest',
  'TransactionMagStripeRequest',
])('%s cannot be written', (name) => {
  expect(MESSAGES).not.toHaveProperty(name);
});

test('requests cannot carry Manual or PreAuthorisation', () => {
  for (const request of REQUESTS) expect(Object.keys(MESSAGES[request])).not.toContain('Manual');
  for (const request of REQUESTS) expect(Object.keys(MESSAGES[request])).not.toContain('PreAuthorisation');
});

test('every ReturnCode of the documents has a meaning, and 32777 has none', () => {
  expect(KNOWN_RETURN_CODES).toHaveLength(20);
  for (const code of KNOWN_RETURN_CODES) expect(describeReturnCode(code).meaning).not.toContain('not defined');
  expect(RETURN_CODE.NO_SUCH_TRANSACTION).toBe(32781);
  expect(describeReturnCode(RETURN_CODE.CURRENCY).name).toBe('CURRENCY');
  expect(describeReturnCode(32777)).toEqual({
    name: 'UNDEFINED_32777',
    meaning: 'this code is not defined in the PosXML documents',
  });
});
