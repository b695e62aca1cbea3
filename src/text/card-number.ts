/** Lengths of a card number (ISO/IEC 7812). */
export const MIN_DIGITS = 13;
export const MAX_DIGITS = 19;

const from16 = [16, 17, 18, 19] as const;
const any = [13, 14, 15, ...from16] as const;

/** How numbers of the issuers begin, and how long these are; generous, for what is not masked is out. */
const ISSUERS: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^5/, any], // Mastercard, Maestro
  [/^6/, any], // Maestro, Discover, UnionPay, RuPay
  [/^2(22[1-9]|2[3-9]|[3-6]|7[01]|720)/, [16]], // Mastercard
  [/^220[0-4]/, from16], // Mir
  [/^3[47]/, [15]], // American Express
  [/^3(0|6|8|9)/, [14, 15, ...from16]], // Diners
  [/^35(2[89]|[3-8])/, from16], // JCB
  [/^(2131|1800)/, [15]], // JCB
  [/^8[12]/, from16], // RuPay, UnionPay
  [/^9792/, [16]], // Troy
];

/** Whether digits are a card number: an issuer's, as long as that issuer's are, with the check digit that they must have. */
export function isCardNumber(digits: string): boolean {
  return (
    ISSUERS.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) && passesLuhn(digits)
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
