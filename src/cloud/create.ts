import { CloudFailure } from './errors.js';
import { writeBound } from './operation.js';
import type { CloudOperation } from './operation.js';
import { comesBack, waitForAnotherTry } from './retry.js';
import { sameRecord } from './records.js';
import type { TerminalFilter, TerminalInput, TerminalRecord } from './records.js';

interface Creation {
  readonly input: TerminalInput;
  /** Sends the one POST. */
  readonly post: (atMostMs: number) => Promise<TerminalRecord>;
  readonly find: (filter: TerminalFilter) => Promise<readonly TerminalRecord[]>;
}

/** A request whose reply was lost may still be at work: a gateway's 504 was seen two seconds before the record. Milliseconds. */
const LOOKS_AFTER_MS = [0, 1000, 2000] as const;

/**
 * Creates a record. There is no idempotency key, so no POST follows another before the record was looked for. One whose
 * reply was lost is looked up until the deadline, and is never sent again; one that was not carried out (a refused token
 * or connection, 429, a 503 that says when to come back) is.
 * @throws CloudFailure with `maybeDone` when the record was not found and may yet appear.
 */
export async function createRecord(operation: CloudOperation, creation: Creation): Promise<TerminalRecord> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await creation.post(writeBound(operation));
    } catch (error) {
      if (!(error instanceof CloudFailure) || !(error.maybeDone || error.passing)) throw error;
      operation.trace({ kind: 'look-up', detail: error.detail });
      const found = await clearUp(operation, creation, error, tries);
      if (!found) continue;
      operation.trace({ kind: 'found', id: found.id });
      return found;
    }
  }
}

/** Undefined where the POST may be sent again. */
async function clearUp(
  operation: CloudOperation,
  creation: Creation,
  lost: CloudFailure,
  tries: number,
): Promise<TerminalRecord | undefined> {
  if (lost.maybeDone && !comesBack(lost)) return lookUntilFound(operation, creation, lost);
  if (lost.status !== 401) await waitForAnotherTry(operation, lost, tries);
  try {
    return await lookUp(creation);
  } catch (error) {
    throw error instanceof CloudFailure ? unknownAfter(lost, error) : error;
  }
}

async function lookUntilFound(
  operation: CloudOperation,
  creation: Creation,
  lost: CloudFailure,
): Promise<TerminalRecord> {
  let trouble: CloudFailure | undefined;
  // Who has answered, if in other words, has done it by then.
  const most = lost.kind === 'unreadable' ? 2 : Infinity;
  for (let looks = 0; looks < most; looks += 1) {
    const waitMs = (LOOKS_AFTER_MS[Math.min(looks, LOOKS_AFTER_MS.length - 1)] ?? 0) * operation.pace;
    if (waitMs >= operation.remainingMs()) break;
    if (waitMs > 0) await operation.pause(waitMs);
    try {
      const found = await lookUp(creation);
      if (found) return found;
      trouble = undefined;
    } catch (error) {
      // The deadline ends a look like any other request: what the looks before it saw still counts.
      if (!(error instanceof CloudFailure)) throw error;
      if (operation.signal.aborted) break;
      trouble = error;
      if (!error.passing) break;
    }
  }
  if (trouble) throw unknownAfter(lost, trouble);
  throw lost.with({
    detail: `${lost.detail}. A second look showed that the terminal is not registered yet. The request was not sent again`,
  });
}

function unknownAfter(lost: CloudFailure, trouble: CloudFailure): CloudFailure {
  return lost.with({
    detail: `${lost.detail}. It is not known whether the terminal is registered: checking failed, too: ${trouble.detail}`,
    cause: trouble,
  });
}

async function lookUp({ input, find }: Creation): Promise<TerminalRecord | undefined> {
  const { host, posxmlPort, terminalId } = input;
  const isOurs = (record: TerminalRecord) =>
    sameRecord(record.host, host) && record.posxmlPort === posxmlPort && sameRecord(record.terminalId, terminalId);
  return (await find({ host, posxmlPort })).find(isOurs) ?? (await find({ terminalId })).find(isOurs);
}
