import type { FieldShape } from '../../../posxml/fields.js';
import { MESSAGES } from '../../../posxml/messages.js';
import type { RequestName } from '../../../posxml/messages.js';

const REQUIRED: Partial<Record<RequestName, readonly string[]>> = {
  TransactionRequest: ['Amount', 'CurrencyName'],
  ReverseTransactionRequest: ['CurrencyName'],
  PrintLineRequest: ['Line'],
};

/** The values that the posxml documents allow, where a field's type says too little. */
const RANGES: Readonly<Record<string, (value: number) => boolean>> = {
  PrintReceipt: between(0, 2),
  ReturnReceipts: between(24, 64),
  Action: between(0, 2),
  Destination: between(1, 3),
  Frequency1: between(0, 12_700),
  Frequency2: between(0, 12_700),
  Frequency3: between(0, 12_700),
  AnswerType: (value) => between(0, 2)(value) || between(101, 124)(value),
  Copy: between(0, 1),
  PartialReversal: between(0, 1),
  ForcedAction: between(0, 1),
};

/** 6.0.2 knows no currency of a refund. */
const REQUIRED_IN_7: typeof REQUIRED = { RefundTransactionRequest: ['CurrencyName'] };

/** The first parameter that is missing, unreadable, too long or out of range; undefined where all are right. */
export function wrongParameter(
  name: RequestName,
  version: string,
  body: Readonly<Record<string, unknown>>,
  unreadable: readonly string[],
): string | undefined {
  const required = [...(REQUIRED[name] ?? []), ...(version.startsWith('6.') ? [] : (REQUIRED_IN_7[name] ?? []))];
  const missing = required.find(
    (field) => !unreadable.includes(field) && (body[field] === undefined || body[field] === ''),
  );
  const fields = Object.entries<FieldShape>(MESSAGES[name]);
  const wrong = fields.find(([field, type]) => body[field] !== undefined && !fits(field, type, body[field]));
  return unreadable[0] ?? missing ?? wrong?.[0];
}

function fits(name: string, field: FieldShape, value: unknown): boolean {
  if (typeof value === 'number') {
    const longest = field.type === 'number' ? field.max : 12;
    return Math.abs(value) < 10 ** longest && (RANGES[name]?.(value) ?? true);
  }
  return field.type !== 'text' || Array.from(String(value)).length <= field.max;
}

function between(low: number, high: number): (value: number) => boolean {
  return (value) => value >= low && value <= high;
}
