import type { TransactionRecord } from './memory.js';

/** How an operation ended. A record is there once the bank has decided. */
export interface OperationOutcome {
  readonly code: number;
  readonly reason: string;
  readonly record?: TransactionRecord;
}
