import type { Cloud } from '../../cloud/client.js';
import type { Bank, Model } from '../../model/catalog.js';
import { identityOf } from '../../connection/identity.js';
import { usageError } from '../../contract/app-error.js';
import type { Language } from '../../contract/language.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import { placeOf } from '../../model/endpoint.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import { isRegistered } from '../../session/queries.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { registerTerminal } from '../../steps/register/register.js';
import type { RegisterResult } from '../../steps/register/types.js';
import { namedTerminal, posxmlOf } from '../../steps/test-payment/readiness.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { reportStepEnd } from '../step/report-step-end.js';
import type { StepDeps } from '../step/report-step-end.js';
import type { StepResult } from '../step/step-result.js';
import { askSameClinic } from './ask-same-clinic.js';
import { registrationText } from './registration-text.js';
import { waitForEntry } from './wait-for-entry.js';

export interface RegistrationInput {
  readonly name: string;
  readonly model: Model;
  readonly bank: Bank;
  readonly departmentId: string;
  readonly dryRun: boolean;
  readonly consent: boolean;
}

interface RegisterStepInput {
  readonly target: Target;
  /** The terminal as it was just probed. */
  readonly facts: Facts;
  readonly registration: RegistrationInput;
  readonly cloud: Cloud;
  readonly language: Language;
  /** Where terminals were registered in this call, by terminal id. */
  readonly registeredInThisCall: ReadonlyMap<string, string>;
}

interface RegisterStepDeps extends StepDeps {
  /** Records the registration, where a session is kept. */
  readonly session?: SessionWriter;
}

export interface RegisterStepEnd {
  readonly result: StepResult;
  /** Absent where it was not so much as tried. */
  readonly registration: RegisterResult | undefined;
}

/** Registers a terminal with the cloud, or brings its record up to date. @throws AppError terminal.unnamed */
export async function registerStep(input: RegisterStepInput, deps: RegisterStepDeps): Promise<RegisterStepEnd> {
  const { facts, cloud, language } = input;
  const { context, session } = deps;
  context.report({ kind: 'begin', task: 'register' });
  const hindrance = blocksRegistration(facts, language) ?? conflictInThisCall(input);
  if (hindrance) {
    const summary = hindrance.error?.message ?? '';
    const result = reportStepEnd({ step: 'register', ...hindrance, checks: [], summary }, deps);
    return { result, registration: undefined };
  }
  const registered = await registerProbed(input, deps);
  if (session && registered.outcome === 'registered') recordRegistration(session, registered, cloud);
  if (session && registered.outcome === 'entered-by-hand')
    session.record({
      type: 'terminal.registered',
      instance: cloud.instance.url,
      recordId: registered.entry,
      action: registered.outcome,
    });
  const result =
    registered.outcome === 'other-clinic' ? ofAnother(facts, registered, language) : resultOf(registered, language);
  // The line begins with the same word.
  return {
    result: reportStepEnd(result, deps, result.summary.replace(/^Registered for /, '')),
    registration: registered,
  };
}

function recordRegistration(
  session: SessionWriter,
  { record, action, department }: Extract<RegisterResult, { outcome: 'registered' }>,
  { instance }: Cloud,
): void {
  session.record({
    type: 'terminal.registered',
    instance: instance.url,
    recordId: record.id,
    action,
    ...(department && { departmentName: safeExcerpt(department.name) }),
  });
}

/** It must not be tested either, so that the step cannot be left for later. */
function ofAnother(facts: Facts, { department, checks }: RegisterResult, language: Language): StepResult {
  const expected = { ...facts.expected, clinicName: department?.name ?? '' };
  const found = judgeFacts({ ...facts, expected }, language, 'probe');
  return { step: 'register', ...found, checks, summary: found.error?.message ?? '' };
}

function resultOf(registered: RegisterResult, language: Language): StepResult {
  const found = judgeFacts({ at: Date.now(), cloud: registered.cloud }, language);
  const [text = ''] = registrationText(registered);
  const summary = found.error?.message ?? text;
  return { step: 'register', ...found, checks: registered.checks, summary, canWait: true };
}

/** The same terminal at two addresses of one call has not moved in between: one of the addresses is wrong. */
function conflictInThisCall(input: RegisterStepInput): JudgedFacts | undefined {
  const { target, facts, cloud, language, registeredInThisCall } = input;
  const { terminalId = '' } = identityOf(posxmlOf(facts)?.parameters);
  const place = registeredInThisCall.get(terminalId);
  if (place === undefined || place === placeOf(target)) return undefined;
  const failure = {
    kind: 'conflict',
    detail: `terminal ${terminalId} was registered at ${place} in this call`,
    status: undefined,
    fields: {},
    retryAfterS: undefined,
  } as const;
  return judgeFacts({ at: Date.now(), cloud: { instance: cloud.instance.url, failure } }, language);
}

/**
 * What keeps a terminal from being registered: wrong rules or a wrong service would put a wrong address into the
 * cloud. Its own state, such as a card left in, would not.
 */
function blocksRegistration(facts: Facts, language: Language): JudgedFacts | undefined {
  const found = judgeFacts(facts, language, 'probe');
  const blocking = found.diagnoses.some((one) => one.severity === 'error' && !STATE_CODES.test(one.code));
  return blocking ? found : undefined;
}

const STATE_CODES = /^terminal\.(?!other-clinic)/;

/** The identity of a terminal that was just probed is its own word. @throws AppError terminal.unnamed */
async function registerProbed(
  { target, facts, registration, cloud, language }: RegisterStepInput,
  { talk, context, session }: RegisterStepDeps,
): Promise<RegisterResult> {
  const { posxml, log } = target;
  const isShared = !registration.dryRun && session?.state.sandbox !== true;
  if (!posxml)
    throw usageError('usage.invalid', 'Only a log port was given.', [
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
      cloud: isShared ? confirmingWrites(cloud, context) : cloud,
      signal: context.interrupt.signal,
      // What this session has registered was agreed to then.
      ...(!isRegistered(session?.state.registration) && {
        sameClinic: (department) =>
          askSameClinic(facts, department, language, { context, talk, consent: registration.consent }),
      }),
      ...(talk.interactive && process.stdin.isTTY && { waitForEntry: waitForEntry(context) }),
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

/** What is written stays written: the team knows first what led to it. */
function confirmingWrites(cloud: Cloud, { store }: StepDeps['context']): Cloud {
  const confirm = async (): Promise<void> => (await store()).confirm({ kind: 'cloud' });
  return {
    ...cloud,
    createTerminal: async (...given) => confirm().then(() => cloud.createTerminal(...given)),
    updateTerminal: async (...given) => confirm().then(() => cloud.updateTerminal(...given)),
  };
}
