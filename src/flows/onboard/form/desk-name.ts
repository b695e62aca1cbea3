import { MAX_LENGTH } from '../../../cloud/contract.js';
import { holdsCardData } from '../../../text/redact.js';

/** As the cloud's contract has it, and nothing that must not be kept. */
export function checkName(answer: string, taken: readonly string[]): string | undefined {
  const name = answer.trim();
  if (name === '') return 'Something is needed here.';
  if (name.length > MAX_LENGTH.name)
    return `The cloud takes ${String(MAX_LENGTH.name)} characters at the most, and these are ${String(name.length)}.`;
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return 'It holds characters that cannot be seen; type it anew.';
  if (holdsCardData(name))
    return 'It holds a card number, which must not be kept anywhere; type what the desk is called.';
  return taken.some((one) => sameName(one, name)) ? 'Another desk of this call has that name.' : undefined;
}

/** Whether a person would take one for the other. */
export function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
