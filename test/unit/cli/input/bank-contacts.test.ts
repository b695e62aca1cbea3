import { expect, test } from 'vitest';
import { bankContact, checkBankContacts } from '../../../../src/cli/input/bank-contacts.js';

const LINES = 'swedbank=+372 600 0000; SEB = 600 0001';

test('a bank is named, with its number where one is set', () => {
  expect(bankContact('swedbank', undefined)).toBe("Swedbank's support for merchants");
  expect(bankContact('swedbank', LINES)).toBe("Swedbank's support for merchants: +372 600 0000");
  expect(bankContact('seb', LINES)).toBe("SEB's support for merchants: 600 0001");
  expect(bankContact('lhv', LINES)).toBe("LHV's support for merchants");
});

test('where the bank is not known, all numbers are', () => {
  expect(bankContact(undefined, undefined)).toBe("the bank's support for merchants");
  expect(bankContact('toString', LINES)).toBe("the bank's support for merchants: Swedbank +372 600 0000, SEB 600 0001");
});

test.each(['swedbank', 'nordea=600 0000', 'seb=call me', 'seb=600 0001 \u001b[31m', '=1234', 'seb=12'])(
  '%j is refused before a sale, and left out after one',
  (setting) => {
    expect(() => {
      checkBankContacts(setting);
    }).toThrow(/TERMINAL_BANK_LINES holds/);
    expect(bankContact('seb', setting)).toBe("SEB's support for merchants");
  },
);

test('nothing set is fine', () => {
  expect(() => {
    checkBankContacts(undefined);
  }).not.toThrow();
  expect(() => {
    checkBankContacts(' , ');
  }).not.toThrow();
  expect(() => {
    checkBankContacts(LINES);
  }).not.toThrow();
});
