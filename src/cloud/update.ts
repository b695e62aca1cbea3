import { CloudFailure } from './errors.js';
import { writeBound } from './operation.js';
import type { CloudOperation } from './operation.js';
import { sameRecord } from './records.js';
import type { TerminalPatch, TerminalRecord } from './records.js';
import { waitForAnotherTry } from './retry.js';

interface Update {
  readonly patch: TerminalPatch;
  readonly send: (atMostMs: number) => Promise<TerminalRecord>;
  readonly read: () => Promise<TerminalRecord>;
}

/** Changes a record; after a lost reply the record is read, and what is still as it was is changed once more. */
export async function updateRecord(operation: CloudOperation, update: Update): Promise<TerminalRecord> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await update.send(writeBound(operation));
    } catch (error) {
      if (!(error instanceof CloudFailure)) throw error;
      const failure = error.maybeDone ? await readBack(update, error) : error;
      if (!(failure instanceof CloudFailure)) return failure;
      await waitForAnotherTry(operation, failure, tries);
    }
  }
}

/** The record where it was changed after all; else the failure. */
async function readBack({ patch, read }: Update, lost: CloudFailure): Promise<TerminalRecord | CloudFailure> {
  try {
    const record = await read();
    if (holds(record, patch)) return record;
    return lost.with({ detail: `${lost.detail}. The registration was read and is unchanged so far` });
  } catch (error) {
    // What it holds by now is not known, so it is not written over.
    if (error instanceof CloudFailure) return lost.with({ passing: false });
    throw error;
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
