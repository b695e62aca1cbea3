import { CloudFailure } from './errors.js';
import { writeBound } from './operation.js';
import type { CloudOperation } from './operation.js';
import { comesBack, waitAsAsked } from './retry-after.js';
import { sameRecord } from './records.js';
import type { TerminalFilter, TerminalInput, TerminalRecord } from './records.js';

interface Creation {
  readonly input: TerminalInput;
  /** Sends the one POST. */
  readonly post: (atMostMs: number) => Promise<TerminalRecord>;
  readonly find: (filter: TerminalFilter) => Promise<readonly TerminalRecord[]>;
}

/** A request whose reply was lost may still be at work: looked up at once, and again a little later. */
const LOOK_AGAIN_AFTER_MS = 1000;

/**
 * Creates a record. There is no idempotency key, so after a lost reply the record is looked up and the POST is
 * not sent again; only a 503 that says when to come back, and left no record, is followed by another POST.
 * @throws CloudFailure with `maybeDone` when the record was not found and may yet appear.
 */
export async function createRecord(operation: CloudOperation, creation: Creation): Promise<TerminalRecord> {
  try {
    return await creation.post(writeBound(operation));
  } catch (error) {
    if (!(error instanceof CloudFailure) || !error.maybeDone) throw error;
    return clearUp(operation, creation, error);
  }
}

async function clearUp(operation: CloudOperation, creation: Creation, lost: CloudFailure): Promise<TerminalRecord> {
  operation.trace({ kind: 'look-up', detail: lost.detail });
  const refused = comesBack(lost);
  if (refused) await waitAsAsked(operation, lost);
  const found = (await lookUp(creation, lost)) ?? (refused ? undefined : await lookAgain(operation, creation, lost));
  if (found) {
    operation.trace({ kind: 'found', id: found.id });
    return found;
  }
  if (refused) return createRecord(operation, creation);
  throw lost.with({
    detail: `${lost.detail}. The terminal was looked up and is not registered, at least not yet; it was not sent again`,
  });
}

async function lookAgain(
  operation: CloudOperation,
  creation: Creation,
  lost: CloudFailure,
): Promise<TerminalRecord | undefined> {
  if (operation.remainingMs() < 2 * LOOK_AGAIN_AFTER_MS) return undefined;
  await operation.pause(LOOK_AGAIN_AFTER_MS);
  return lookUp(creation, lost);
}

async function lookUp({ input, find }: Creation, lost: CloudFailure): Promise<TerminalRecord | undefined> {
  const { host, posxmlPort, terminalId } = input;
  const isOurs = (record: TerminalRecord) =>
    sameRecord(record.host, host) && record.posxmlPort === posxmlPort && sameRecord(record.terminalId, terminalId);
  try {
    return (await find({ host, posxmlPort })).find(isOurs) ?? (await find({ terminalId })).find(isOurs);
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    throw lost.with({
      detail: `${lost.detail}. Whether the terminal is registered now is not known, since looking it up failed too: ${error.detail}`,
      cause: error,
    });
  }
}
