import { formatHost } from '../../model/endpoint.js';
import { sameRecord } from '../../cloud/records.js';
import type { TerminalInput, TerminalPatch, TerminalRecord } from '../../cloud/records.js';
import { escapeControls } from '../../text/escape-controls.js';
import type { FieldChange, Plan, Question, QuestionKind, RegisterInput } from './types.js';

/** What the cloud has that bears on it: records of the terminal's id, and records of its host. */
interface FoundRecords {
  readonly byTerminalId: readonly TerminalRecord[];
  readonly byHost: readonly TerminalRecord[];
}

/** Decides what is to be done. Pure. */
export function planRegistration(input: RegisterInput, { byTerminalId, byHost }: FoundRecords): Plan {
  const { terminalId } = input.identity;
  const occupants = byHost.filter((record) => !sameRecord(record.terminalId, terminalId) && sharesPort(record, input));
  const [own, ...others] = byTerminalId;
  if (own && others.length > 0)
    return conflict('several', byTerminalId, `Terminal ${terminalId} is registered more than once`);
  if (own)
    return occupants.length > 0
      ? conflict('occupied', occupants, `An outside port of ${address(input.target)} belongs to another terminal`)
      : planOwn(input, own);
  const [occupant, ...more] = occupants;
  if (!occupant) return { kind: 'create' };
  if (more.length > 0)
    return conflict('several', occupants, `Several terminals are registered at ports of ${address(input.target)}`);
  // A shared log port alone is a wrong rule or a second desk, never the same terminal.
  if (occupant.posxmlPort !== input.target.posxmlPort)
    return conflict('occupied', occupants, `An outside port of ${address(input.target)} belongs to another terminal`);
  return occupant.terminalId === ''
    ? { kind: 'update', record: occupant, changes: differences(occupant, wanted(input)) }
    : ask('replace', input, occupant, replacement(input));
}

function planOwn(input: RegisterInput, record: TerminalRecord): Plan {
  const changes = differences(record, wanted(input));
  const moves = changes.some(({ field }) => field === 'host' || field === 'posxmlPort' || field === 'departmentId');
  if (moves) return ask('move', input, record, { ...wanted(input), status: 'pending' });
  if (record.status === 'disabled') return ask('enable', input, record, { ...wanted(input), status: 'pending' });
  return changes.length === 0 ? { kind: 'unchanged', record } : { kind: 'update', record, changes };
}

/** The fields as they should be; what is not known is left as it is. */
function wanted(input: RegisterInput): TerminalPatch {
  return Object.fromEntries(Object.entries(recordToCreate(input)).filter(([, value]) => value !== null));
}

export function recordToCreate(input: RegisterInput): TerminalInput {
  const { target, identity, name, model, bank, departmentId, protocolVersion } = input;
  return {
    name,
    departmentId,
    model,
    bank,
    host: target.host,
    posxmlPort: target.posxmlPort,
    logPort: target.logPort ?? null,
    terminalId: identity.terminalId,
    serialNumber: identity.serialNumber ?? null,
    protocolVersion: protocolVersion ?? null,
  };
}

/** What the former terminal left behind, its serial number and its test, does not belong to this one. */
function replacement(input: RegisterInput): TerminalPatch {
  return {
    ...recordToCreate(input),
    status: 'pending',
    lastTestAt: null,
    lastTestOutcome: null,
    lastTestReference: null,
  };
}

function differences(record: TerminalRecord, patch: TerminalPatch): readonly FieldChange[] {
  const fields = Object.keys(patch) as (keyof TerminalPatch)[];
  return fields
    .map((field): FieldChange => ({ field, from: record[field] ?? null, to: patch[field] ?? null }))
    .filter(({ field, from, to }) =>
      field === 'host' || field === 'terminalId' ? !sameRecord(from, to) : from !== to,
    );
}

export function patchOf(changes: readonly FieldChange[]): TerminalPatch {
  return Object.fromEntries(changes.map(({ field, to }) => [field, to]));
}

function sharesPort(record: TerminalRecord, { target }: RegisterInput): boolean {
  const ports = [target.posxmlPort, target.logPort];
  return ports.includes(record.posxmlPort) || (record.logPort !== null && ports.includes(record.logPort));
}

function ask(kind: QuestionKind, input: RegisterInput, record: TerminalRecord, patch: TerminalPatch): Plan {
  const changes = differences(record, patch);
  return { kind: 'ask', question: { kind, text: questionText(kind, input, record, changes), record, changes } };
}

function questionText(
  kind: QuestionKind,
  { target, identity, departmentId }: RegisterInput,
  record: TerminalRecord,
  changes: Question['changes'],
): string {
  const here = address(target);
  if (kind === 'replace')
    return `${here} is registered for terminal ${record.terminalId} (${describe(record)}). Replace it by terminal ${identity.terminalId}?`;
  if (kind === 'enable')
    return `Terminal ${record.terminalId} (${describe(record)}) was disabled in the cloud. Enable it again?`;
  const department = changes.some(({ field }) => field === 'departmentId') ? ` in department ${departmentId}` : '';
  return `Terminal ${record.terminalId} is registered at ${address(record)} (${describe(record)}). Has it moved to ${here}${department}?`;
}

function conflict(reason: 'several' | 'occupied', records: readonly TerminalRecord[], detail: string): Plan {
  return { kind: 'conflict', reason, records, detail: `${detail}: ${records.slice(0, 5).map(nameRecord).join('; ')}` };
}

function nameRecord(record: TerminalRecord): string {
  const id = record.terminalId === '' ? 'no terminal id' : `terminal ${record.terminalId}`;
  return `${id} at ${address(record)} (${describe(record)})`;
}

function describe({ id, name, departmentId, status }: TerminalRecord): string {
  const department = departmentId === undefined ? '' : `, department ${departmentId}`;
  return `record ${id}, “${escapeControls(name, 60)}”${department}, ${status}`;
}

function address({
  host,
  posxmlPort,
  logPort,
}: {
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number | null | undefined;
}): string {
  const shown = formatHost(host);
  return `${shown}:${posxmlPort}${typeof logPort === 'number' ? `,${logPort}` : ''}`;
}
