import { expect, test } from 'vitest';
import { decode } from '../../src/posxml/decode.js';
import { encode } from '../../src/posxml/encode.js';

test('a message survives the wire', () => {
  const message = { name: 'TransactionResponse', version: '6.0.2', body: { ReturnCode: 0, Reason: 'ok & <fine>', TransactionData: { Amount: 1, DateTime: '2026-11-23T10:00:00' } } } as const;
  expect(decode(encode(message))).toEqual({ ok: true, message, unreadable: [] });
});
