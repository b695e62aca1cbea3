import { CloudFailure } from './errors.js';
import { sameRecord } from './records.js';
import type { TerminalFilter, UnreadableRecord } from './records.js';

/**
 * Names a record that cannot be read, so that it can be left out.
 * @throws CloudFailure for one that may be ours: by its host or by its terminal id
 */
export function leaveOut({ why, id, host, terminalId }: UnreadableRecord, filter: TerminalFilter): string {
  const at = host === '' ? '' : ` at ${host}`;
  const of = terminalId === '' ? '' : ` of terminal ${terminalId}`;
  const named = `${id === '' ? 'without an ID' : id}${of}${at} in the cloud cannot be read: ${why}`;
  const mayBeOurs =
    (host !== '' && sameRecord(host, filter.host)) || (terminalId !== '' && sameRecord(terminalId, filter.terminalId));
  if (mayBeOurs) throw new CloudFailure({ kind: 'unreadable', detail: `record ${named}` });
  return `Record ${named}. It is at another address and was skipped.`;
}
