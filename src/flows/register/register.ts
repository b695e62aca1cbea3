import type { Cloud } from '../../cloud/client.js';
import type { Bank, Model } from '../../cloud/contract.js';
import { identityOf } from '../../connection/identity.js';
import type { Target } from '../../model/endpoint.js';
import { usageError } from '../../contract/app-error.js';
import type { Json } from '../../contract/json.js';
import type { Check } from '../../contract/document.js';
import type { RegistrationResult } from '../../contract/call-results.js';
import type { Facts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import type { Prompter } from '../../steps/dependencies.js';
import { namedTerminal, posxmlOf } from '../../steps/test-payment/readiness.js';
import { registerTerminal } from '../../steps/register/register.js';
import type { RegisterResult } from '../../steps/register/register.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

export interface RegistrationInput {
  readonly name: string;
  readonly model: Model;
  readonly bank: Bank;
  readonly departmentId: string;
  readonly dryRun: boolean;
  readonly consent: boolean;
}

/** Registers a terminal that was just probed: its identity is the terminal's own word. @throws AppError terminal.unnamed */
export async function runRegistration(
  target: Target,
  facts: Facts,
  registration: RegistrationInput,
  cloud: Cloud,
  talk: Prompter,
  signal: AbortSignal,
): Promise<RegisterResult> {
  const { posxml, log } = target;
  if (!posxml)
    throw usageError('usage.invalid', 'Only a log pair was given.', [
      'Give the address with its posxml port, like 84.50.12.34:4445.',
    ]);
  const own = posxmlOf(facts);
  const { terminalId } = namedTerminal(facts);
  return registerTerminal(
    {
      ...registration,
      target: { host: target.host, posxmlPort: posxml.port, logPort: log?.port },
      identity: { terminalId, serialNumber: identityOf(own?.parameters).serialNumber },
      protocolVersion: own?.version,
    },
    {
      cloud,
      signal,
      confirm: (question) =>
        talk.confirm({
          kind: 'confirm',
          id: question.kind === 'move' ? 'register.moved' : 'register.conflict',
          message: question.text,
          default: false,
          flag: '--yes',
          // Nothing is overwritten, and the conflict is what there is to tell.
          treatNoAnswerAsNo: true,
        }),
    },
  );
}

/**
 * What keeps a terminal from being registered: wrong rules or a wrong service would put a wrong address into the
 * cloud. Its own state, such as a card left in, would not.
 */
export function blocksRegistration(facts: Facts, language: Language): JudgedFacts | undefined {
  const found = judgeFacts(facts, language, 'probe');
  const blocking = found.diagnoses.some((one) => one.severity === 'error' && !STATE_CODES.test(one.code));
  return blocking ? found : undefined;
}

const STATE_CODES = /^terminal\.(?!other-clinic)/;

/** The step's end as exit status, findings and words. */
export function judgeRegistration(
  result: RegisterResult,
  language: Language,
): JudgedFacts & { readonly checks: readonly Check[]; readonly summary: string } {
  const found = judgeFacts({ at: Date.now(), cloud: result.cloud }, language);
  const [summary = ''] = registrationText(result);
  return { ...found, checks: result.checks, summary: found.error?.message ?? summary };
}

/** What was done, for the JSON document. */
export function registrationResult(result: RegisterResult): RegistrationResult {
  const record = 'record' in result ? result.record : null;
  return {
    outcome: result.outcome,
    action: 'action' in result ? result.action : null,
    terminal: record ? { ...record, departmentId: record.departmentId ?? null } : null,
    department: result.department ? { ...result.department } : null,
    changes: result.changes.map((change) => ({ ...change })),
    conflict:
      result.outcome === 'conflict'
        ? { reason: result.reason, detail: result.detail, records: result.records.map((one) => one.id) }
        : null,
  };
}

const ACTIONS: Readonly<Record<string, string>> = {
  created: 'Registered',
  updated: 'Brought up to date',
  moved: 'Moved to this address',
  replaced: 'Replaced the terminal that was registered here',
  enabled: 'Enabled again',
  unchanged: 'Registered already, nothing to change',
  'would-create': 'Would be registered',
  'would-update': 'Would be brought up to date',
  'would-move': 'Would be moved to this address',
  'would-replace': 'Would replace the terminal that is registered here',
  'would-enable': 'Would be enabled again',
};

export function registrationText(result: RegisterResult): readonly string[] {
  if (result.outcome === 'failed') return [];
  if (result.outcome === 'conflict') return [`Not registered: ${result.detail}`];
  const where = result.department ? ` for ${result.department.name} (department ${result.department.id})` : '';
  const record = result.record ? `, record ${result.record.id}` : '';
  return [
    `${ACTIONS[result.action] ?? result.action}${where}${record}.`,
    ...result.changes.map((change) => `  ${change.field}: ${told(change.from)} -> ${told(change.to)}`),
  ];
}

function told(value: Json): string {
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}
