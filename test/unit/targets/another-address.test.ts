import { expect, test } from 'vitest';
import { isAnotherAddress } from '../../../src/connection/net/address.js';

test.each([
  ['84.50.12.34', '84.50.12.34', false],
  ['84.50.12.34', '84.50.12.35', true],
  ['127.0.0.1', '127.0.0.2', true],
  ['192.168.1.20', '10.0.0.7', true],
  ['192.168.1.20', '84.50.12.34', false],
  ['84.50.12.34', '127.0.0.1', false],
  ['84.50.12.34', '2a00:1450:4001::1', false],
  ['2a00:1450:4001::2', '2a00:1450:4001::1', true],
  ['clinic.example', '84.50.12.34', false],
  ['84.50.12.34', 'clinic.example', false],
  ['clinic.example', 'other.example', false],
  ['', '84.50.12.34', false],
] as const)('from %s to %s is another address of the same kind: %s', (before, now, another) => {
  expect(isAnotherAddress(before, now)).toBe(another);
});
