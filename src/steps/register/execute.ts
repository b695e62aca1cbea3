import type { Cloud } from '../../cloud/client.js';
import { CloudFailure } from '../../cloud/errors.js';
import type { Department, TerminalRecord } from '../../cloud/records.js';
import { recordToCreate, patchOf, planRegistration } from './plan.js';
import type {
  RegisterAction,
  FieldChange,
  ConflictReason,
  Plan,
  Planned,
  Question,
  QuestionKind,
  RegisterDeps,
  RegisterInput,
} from './types.js';

/** What came of it, before it is dressed up for the caller. */
export type Done = Came & {
  /** The record as it was, where the cloud had the terminal at another place. */
  readonly before?: TerminalRecord;
};

type Came =
  | {
      readonly kind: 'registered';
      readonly action: RegisterAction;
      readonly record: TerminalRecord;
      readonly changes: readonly FieldChange[];
    }
  | {
      readonly kind: 'planned';
      readonly action: Planned;
      readonly record: TerminalRecord | null;
      readonly changes: readonly FieldChange[];
    }
  | {
      readonly kind: 'conflict';
      readonly reason: ConflictReason;
      readonly detail: string;
      readonly records: readonly TerminalRecord[];
      readonly status?: number | undefined;
    };

const DONE: Readonly<Record<QuestionKind, RegisterAction>> = {
  move: 'moved',
  replace: 'replaced',
  enable: 'enabled',
  update: 'updated',
};
const WOULD: Readonly<Record<QuestionKind, Planned>> = {
  move: 'would-move',
  replace: 'would-replace',
  enable: 'would-enable',
  update: 'would-update',
};

/** Looks, decides and acts. @throws CloudFailure */
export async function executePlan(input: RegisterInput, deps: RegisterDeps): Promise<Done> {
  const decided = await decide(deps.cloud, input);
  deps.signal?.throwIfAborted();
  return input.dryRun ? preview(decided, input) : act(decided, input, deps);
}

async function decide(cloud: Cloud, { identity, target, ...rest }: RegisterInput): Promise<Plan> {
  const byTerminalId = await findByTerminalId(cloud, identity.terminalId);
  // By host alone: a record that uses one of our ports as its log port stands in the way too.
  const byHost = await cloud.findTerminals({ host: target.host });
  return planRegistration({ identity, target, ...rest }, { byTerminalId, byHost });
}

/** Ids differ in letter case without being different, and an exact filter does not know it. */
async function findByTerminalId(cloud: Cloud, terminalId: string): Promise<readonly TerminalRecord[]> {
  const spellings = new Set([terminalId, terminalId.toLowerCase(), terminalId.toUpperCase()]);
  const found = new Map<string, TerminalRecord>();
  for (const spelling of spellings)
    for (const record of await cloud.findTerminals({ terminalId: spelling })) found.set(record.id, record);
  return [...found.values()];
}

function preview(decided: Plan, input: RegisterInput): Done {
  switch (decided.kind) {
    case 'create':
      return { kind: 'planned', action: 'would-create', record: null, changes: created(input) };
    case 'update':
      return { kind: 'planned', action: 'would-update', record: decided.record, changes: decided.changes };
    case 'ask':
      return {
        kind: 'planned',
        action: WOULD[decided.question.kind],
        record: decided.question.record,
        changes: decided.question.changes,
        ...before(decided.question),
      };
    case 'unchanged':
      return { kind: 'registered', action: 'unchanged', record: decided.record, changes: [] };
    case 'conflict':
      return decided;
  }
}

async function act(decided: Plan, input: RegisterInput, deps: RegisterDeps): Promise<Done> {
  switch (decided.kind) {
    case 'create':
      return createOnce(input, deps);
    case 'update':
      return change('updated', decided.record, decided.changes, deps.cloud);
    case 'ask':
      return askFirst(decided.question, input, deps);
    case 'unchanged':
      return { kind: 'registered', action: 'unchanged', record: decided.record, changes: [] };
    case 'conflict':
      return decided;
  }
}

/** Another agent may be faster: then the record is there already, and is looked at again. */
async function createOnce(input: RegisterInput, { cloud }: RegisterDeps): Promise<Done> {
  try {
    return {
      kind: 'registered',
      action: 'created',
      record: await cloud.createTerminal(recordToCreate(input)),
      changes: created(input),
    };
  } catch (error) {
    if (!(error instanceof CloudFailure) || (error.kind !== 'conflict' && error.kind !== 'rejected')) throw error;
    const again = await decide(cloud, input);
    if (again.kind === 'create') throw error;
    if (again.kind === 'unchanged')
      return { kind: 'registered', action: 'unchanged', record: again.record, changes: [] };
    if (again.kind === 'conflict') return { ...again, status: error.status };
    const record = again.kind === 'update' ? again.record : again.question.record;
    return changedMeanwhile([record], error.status);
  }
}

/** What was agreed to must still be so afterwards: a person takes minutes to answer. */
async function askFirst(question: Question, input: RegisterInput, deps: RegisterDeps): Promise<Done> {
  const { record } = question;
  if (!input.consent) {
    if (!(await deps.confirm(question)))
      return {
        kind: 'conflict',
        reason: 'refused',
        detail: `Not confirmed: ${question.text}`,
        records: [record],
        ...before(question),
      };
    deps.signal?.throwIfAborted();
    const now = await decide(deps.cloud, input);
    if (now.kind !== 'ask' || JSON.stringify(now.question) !== JSON.stringify(question))
      return changedMeanwhile([record], undefined);
  }
  return { ...(await change(DONE[question.kind], record, question.changes, deps.cloud)), ...before(question) };
}

function before({ kind, record }: Question): Pick<Done, 'before'> {
  return kind === 'move' ? { before: record } : {};
}

async function change(
  action: RegisterAction,
  record: TerminalRecord,
  changes: readonly FieldChange[],
  cloud: Cloud,
): Promise<Done> {
  return { kind: 'registered', action, record: await cloud.updateTerminal(record.id, patchOf(changes)), changes };
}

function changedMeanwhile(records: readonly TerminalRecord[], status: number | undefined): Done {
  return {
    kind: 'conflict',
    reason: 'changed',
    detail: 'Another person registered or changed it meanwhile. Check it again',
    records,
    status,
  };
}

function created(input: RegisterInput): readonly FieldChange[] {
  const fields = Object.entries(recordToCreate(input)) as [FieldChange['field'], FieldChange['to']][];
  return fields.filter(([, to]) => to !== null).map(([field, to]) => ({ field, from: null, to }));
}

/** The department, or a refusal that names the field: the id was typed by a person. */
export async function lookUpDepartment(cloud: Cloud, id: string): Promise<Department> {
  try {
    return await cloud.department(id);
  } catch (error) {
    if (!(error instanceof CloudFailure) || error.status !== 404) throw error;
    const detail = `the cloud has no department ${id}`;
    throw error.with({ detail, fields: { department: [detail] } });
  }
}
