import type { Cloud } from '../../cloud/client.js';
import { MAX_LENGTH } from '../../cloud/contract.js';
import type { TestOutcome, Status } from '../../cloud/contract.js';
import { CloudFailure } from '../../cloud/errors.js';
import { sameRecord } from '../../cloud/records.js';
import type { TerminalRecord } from '../../cloud/records.js';
import { escapeControls } from '../../text/escape-controls.js';

export interface TestRecord {
  /** `open` before the test begins: an active record goes back to pending until the test has passed. */
  readonly outcome: TestOutcome;
  /** What the test is found by: transaction id, STAN. Never card data. */
  readonly reference: string | null;
  readonly at: Date;
  /** The sale was made and is proven reversed. */
  readonly passed: boolean;
}

/**
 * Writes a test into the record. `active` is set only if it passed, and removed if it did not; a record that
 * someone disabled stays disabled.
 * @param record as it was last seen
 * @throws CloudFailure, of kind `changed` where a person took the record away meanwhile: nothing says then that the
 * terminal works, and a test that is about to begin is not begun
 */
export async function recordTest(cloud: Cloud, record: SeenRecord, test: TestRecord): Promise<TerminalRecord> {
  const current = await currentRecord(cloud, record);
  const isPassed = test.passed && test.outcome === 'returned';
  if (test.outcome === 'open' && isUsable(record) && !isUsable(current)) throw disabledMeanwhile(current);
  const status = statusAfter(current.status, isPassed);
  const updated = await cloud.updateTerminal(current.id, {
    lastTestAt: test.at.toISOString(),
    lastTestOutcome: test.outcome,
    lastTestReference: test.reference?.slice(0, MAX_LENGTH.lastTestReference) ?? null,
    ...(status === undefined ? {} : { status }),
  });
  if (isPassed && updated.status !== 'active') throw disabledMeanwhile(updated);
  return updated;
}

type SeenRecord = Pick<TerminalRecord, 'id' | 'terminalId' | 'status'>;

async function currentRecord(cloud: Cloud, { id, terminalId }: SeenRecord): Promise<TerminalRecord> {
  const current = await cloud.terminal(id).catch((error: unknown) => {
    if (!(error instanceof CloudFailure) || ![404, 410].includes(error.status ?? 0)) throw error;
    throw changed(`registration ${id} does not exist any more`);
  });
  if (sameRecord(current.terminalId, terminalId)) return current;
  throw changed(
    `registration ${current.id} now belongs to terminal ${current.terminalId}, not to ${terminalId}: the test was not reported`,
  );
}

const isUsable = ({ status }: Pick<TerminalRecord, 'status'>): boolean => ['pending', 'active'].includes(status);

const disabledMeanwhile = ({ id, status }: TerminalRecord): CloudFailure =>
  changed(
    `registration ${id} is ${status === 'disabled' ? 'disabled' : `“${escapeControls(status, 60)}”`}, not active`,
  );

const changed = (detail: string): CloudFailure => new CloudFailure({ kind: 'changed', detail });

function statusAfter(current: string, passed: boolean): Status | undefined {
  if (passed) return current === 'pending' ? 'active' : undefined;
  return current === 'active' ? 'pending' : undefined;
}
