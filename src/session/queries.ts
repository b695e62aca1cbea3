import type { SessionState } from './reduce.js';

/** The ids of the test payments that a session has made and returned so far. */
export function returnedBefore({ payments }: SessionState): readonly string[] {
  return payments.filter(({ stage }) => stage === 'reconciled').map(({ sale }) => sale?.transactionId ?? '');
}

/** The terminal that a session has sold on or registered; another is not meant unless it is named. */
export function confirmedTerminal({ payments, registration, terminal }: SessionState): string | undefined {
  return payments.at(-1)?.sale?.terminalId ?? (registration ? terminal?.terminalId : undefined);
}
