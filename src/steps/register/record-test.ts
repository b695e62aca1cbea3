import type { Cloud } from '../../cloud/client.js';
import { MAX_LENGTH } from '../../cloud/contract.js';
import type { TestOutcome, Status } from '../../cloud/contract.js';
import { CloudFailure } from '../../cloud/errors.js';
import { sameRecord } from '../../cloud/records.js';
import type { TerminalRecord } from '../../cloud/records.js';

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
 * Writes a test into the record. `active` is set only if it passed, and taken back if it did not; a record that
 * someone disabled stays disabled.
 * @throws CloudFailure, of kind `conflict` if the record belongs to another terminal by now
 */
export async function recordTest(
  cloud: Cloud,
  record: Pick<TerminalRecord, 'id' | 'terminalId'>,
  test: TestRecord,
): Promise<TerminalRecord> {
  const current = await cloud.terminal(record.id);
  if (!sameRecord(current.terminalId, record.terminalId)) {
    throw new CloudFailure({
      kind: 'conflict',
      detail: `record ${current.id} belongs to terminal ${current.terminalId} now, and not to ${record.terminalId}: the test was not recorded`,
    });
  }
  const status = statusAfter(current.status, test.passed && test.outcome === 'returned');
  return cloud.updateTerminal(current.id, {
    lastTestAt: test.at.toISOString(),
    lastTestOutcome: test.outcome,
    lastTestReference: test.reference?.slice(0, MAX_LENGTH.lastTestReference) ?? null,
    ...(status === undefined ? {} : { status }),
  });
}

function statusAfter(current: string, passed: boolean): Status | undefined {
  if (passed) return current === 'pending' ? 'active' : undefined;
  return current === 'active' ? 'pending' : undefined;
}
