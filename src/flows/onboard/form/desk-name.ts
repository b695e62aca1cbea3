import { MAX_LENGTH } from '../../../cloud/contract.js';
import { holdsCardData } from '../../../text/redact.js';

/** As the cloud's contract has it, and nothing that must not be kept. */
export function checkName(answer: string, taken: readonly string[]): string | undefined {
  const name = answer.trim();
  if (name === '') return 'Enter a value.';
  if (name.length > MAX_LENGTH.name)
    return `The limit is ${String(MAX_LENGTH.name)} characters, and this name has ${String(name.length)}.`;
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return 'It contains invisible characters. Type it again.';
  if (holdsCardData(name)) return 'It contains a card number, which must not be saved. Enter the desk name.';
  return taken.some((one) => sameName(one, name)) ? 'Another desk in this call has this name.' : undefined;
}

/** Whether a person would take one for the other. */
export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
