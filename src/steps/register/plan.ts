import { formatHost } from '../../model/endpoint.js';
import { sameRecord } from '../../cloud/records.js';
import type { TerminalInput, TerminalPatch, TerminalRecord } from '../../cloud/records.js';
import { escapeControls } from '../../text/escape-controls.js';
import { changeText } from './change-text.js';
import type { FieldChange, Plan, Question, QuestionKind, RegisterInput } from './types.js';

/** What the cloud has that bears on it: records of the terminal's id, and records of its host. */
interface FoundRecords {
  readonly byTerminalId: readonly TerminalRecord[];
  readonly byHost: readonly TerminalRecord[];
}

/** Decides what is to be done. Pure. */
export function planRegistration(input: RegisterInput, { byTerminalId, byHost }: FoundRecords): Plan {
  const { terminalId } = input.identity;
  const isOwn = (record: TerminalRecord): boolean => sameRecord(record.terminalId, terminalId);
  const occupants = byHost.filter((record) => !isOwn(record) && sharesPort(record, input));
  // An exact filter overlooks the terminal's own record where its id is written in other letters.
  const all = new Map([...byTerminalId, ...byHost.filter(isOwn)].map((record) => [record.id, record]));
  const [own, ...others] = all.values();
  if (own && others.length > 0)
    return conflict('several', [own, ...others], `Terminal ${terminalId} is registered more than once`);
  if (own)
    return occupants.length > 0
      ? conflict('occupied', occupants, `An external port of ${address(input.target)} belongs to another terminal`)
      : planOwn(input, own);
  const [occupant, ...more] = occupants;
  if (!occupant) return { kind: 'create' };
  if (more.length > 0)
    return conflict('several', occupants, `Several terminals are registered at ports of ${address(input.target)}`);
  // A shared log port alone is a wrong rule or a second desk, never the same terminal.
  if (occupant.posxmlPort !== input.target.posxmlPort)
    return conflict('occupied', occupants, `An external port of ${address(input.target)} belongs to another terminal`);
  return occupant.terminalId === ''
    ? update(input, occupant, differences(occupant, wanted(input)))
    : ask('replace', input, occupant, replacement(input));
}

/** What no consent solves is for the one who keeps the cloud's records. */
const ADVICE = {
  several:
    'Nothing was changed, and --yes changes nothing: have the administrator of the instance remove or disable all but one, then run the command again.',
  occupied:
    'Nothing was changed, and --yes changes nothing: give this terminal its own external ports, or have the administrator of the instance correct the other registration, then run the command again.',
} as const;

/** What others wrote is changed with consent only; what was empty is filled in, and what the terminal says of itself is its own word. */
const TAKEN_OVER: readonly FieldChange['field'][] = ['serialNumber', 'protocolVersion', 'terminalId'];

function update(input: RegisterInput, record: TerminalRecord, changes: readonly FieldChange[]): Plan {
  const overwritten = changes.filter(({ field, from }) => !TAKEN_OVER.includes(field) && from !== null && from !== '');
  if (overwritten.length === 0) return { kind: 'update', record, changes };
  return {
    kind: 'ask',
    question: { kind: 'update', text: questionText('update', input, record, changes), record, changes },
  };
}

function planOwn(input: RegisterInput, record: TerminalRecord): Plan {
  const changes = differences(record, wanted(input));
  const at = changes.some(({ field }) => field === 'host' || field === 'posxmlPort');
  if (at) return ask('move', input, record, { ...wanted(input), status: 'pending' });
  // What a status means that is not ours, only a person can tell.
  if (!USABLE.includes(record.status)) return ask('enable', input, record, { ...wanted(input), status: 'pending' });
  if (changes.some(({ field, from }) => field === 'departmentId' && from !== null))
    return ask('update', input, record, { ...wanted(input), status: 'pending' });
  return changes.length === 0 ? { kind: 'unchanged', record } : update(input, record, changes);
}

const USABLE: readonly string[] = ['pending', 'active'];

/** The fields as they should be; what is not known is left as it is. */
function wanted(input: RegisterInput): TerminalPatch {
  return Object.fromEntries(Object.entries(recordToCreate(input)).filter(([, value]) => value !== null));
}

export function recordToCreate(input: RegisterInput): TerminalInput {
  const { target, identity, name, model, bank, departmentId, protocolVersion } = input;
  return {
    // As the cloud stores it.
    name: name.trim(),
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

const STATUS_WORDS: Readonly<Record<string, string>> = { disabled: 'was disabled', '': 'has no status' };

function questionText(
  kind: QuestionKind,
  { target, identity, departmentId }: RegisterInput,
  record: TerminalRecord,
  changes: Question['changes'],
): string {
  const here = address(target);
  const what = `To be changed: ${changes.map(changeText).join('; ')}.`;
  if (kind === 'replace')
    return `${here} is registered for terminal ${record.terminalId} (${describe(record)}). ${what} Replace it by terminal ${identity.terminalId}?`;
  if (kind === 'enable') {
    const status = STATUS_WORDS[record.status] ?? `is “${escapeControls(record.status, 60)}”`;
    return `Terminal ${record.terminalId} (${describe(record)}) ${status} in the cloud. ${what} Enable it again?`;
  }
  if (kind === 'update') return `Record ${record.id} of ${here} is registered otherwise. ${what} Change it?`;
  const department = changes.some(({ field }) => field === 'departmentId') ? ` in department ${departmentId}` : '';
  return `Terminal ${record.terminalId} is registered at ${address(record)} (${describe(record)}). ${what} Has it moved to ${here}${department}?`;
}

/** So many fit into what is told of a conflict, which must not end in the middle of a sentence. */
const MOST_NAMED = 3;

function conflict(reason: keyof typeof ADVICE, records: readonly TerminalRecord[], detail: string): Plan {
  const named = records.slice(0, MOST_NAMED).map(nameRecord).join('; ');
  const more = records.length - MOST_NAMED;
  const others = more > 0 ? `; and ${String(more)} more` : '';
  return { kind: 'conflict', reason, records, detail: `${detail}: ${named}${others}. ${ADVICE[reason]}` };
}

function nameRecord(record: TerminalRecord): string {
  const id = record.terminalId === '' ? 'no terminal ID' : `terminal ${record.terminalId}`;
  return `${id} at ${address(record)} (${describe(record)})`;
}

function describe({ id, name, departmentId, status }: TerminalRecord): string {
  const department = departmentId === undefined ? '' : `, department ${departmentId}`;
  const named = name === '' ? 'without a name' : `“${escapeControls(name, 60)}”`;
  return `registration ${id}, ${named}${department}, ${escapeControls(status || 'no status', 60)}`;
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
  const shown = escapeControls(formatHost(host), 60);
  return `${shown}:${posxmlPort}${typeof logPort === 'number' ? `,${logPort}` : ''}`;
}
