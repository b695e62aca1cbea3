import { CloudFailure } from './errors.js';
import { writeBound } from './operation.js';
import type { CloudOperation } from './operation.js';
import { sameRecord } from './records.js';
import type { TerminalPatch, TerminalRecord } from './records.js';

interface Update {
  readonly patch: TerminalPatch;
  readonly send: (atMostMs: number) => Promise<TerminalRecord>;
  readonly read: () => Promise<TerminalRecord>;
}

/** Changes a record; after a lost reply the record is read, and tells whether it was changed. */
export async function updateRecord(operation: CloudOperation, { patch, send, read }: Update): Promise<TerminalRecord> {
  try {
    return await send(writeBound(operation));
  } catch (error) {
    if (!(error instanceof CloudFailure) || !error.maybeDone) throw error;
    const record = await read().catch((second: unknown) => {
      if (second instanceof CloudFailure) throw error;
      throw second;
    });
    if (holds(record, patch)) return record;
    throw error.with({ detail: `${error.detail}. The record was read and is unchanged, at least so far` });
  }
}

function holds(record: TerminalRecord, patch: TerminalPatch): boolean {
  return Object.entries(patch).every(([name, value]) => {
    if (value === undefined) return true;
    const held = record[name as keyof TerminalRecord];
    return name === 'lastTestAt' && value !== null
      ? Date.parse(String(held)) === Date.parse(String(value))
      : sameRecord(held, value);
  });
}
