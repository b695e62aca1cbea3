import type { Outcome } from '../../cli/output/outcome.js';
import { describeError } from '../../cli/output/describe-error.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { AppError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import type { SessionState } from '../../session/reduce.js';
import { connectCloud, connectLasting } from '../cloud/connect.js';
import { openPaymentsAt, openPaymentsFirst } from '../open-payments/open-payments.js';
import { agentName } from '../sessions/agent-name.js';
import { guardedSession } from '../sessions/guarded-session.js';
import { recordTarget } from '../sessions/record-terminal.js';
import type { OnboardCall } from './call-deps.js';
import type { OnboardAnswers } from './form/ask-for-answers.js';
import { runOnboarding } from './onboarding.js';
import { onboardOutcome } from './outcome.js';
import type { Registering } from './state.js';

/** One terminal of a call, in a session of its own. @param previous the session that is resumed with it. Never throws. */
export function onboardTerminal(
  answers: OnboardAnswers,
  call: OnboardCall,
  previous: SessionState | undefined,
): Promise<Outcome> {
  const { context, sandbox, store, settings } = call;
  const terminalId = previous?.terminal?.terminalId ?? settings.terminalId;
  const openThere = (): ReturnType<typeof openPaymentsAt> =>
    openPaymentsAt(answers.target, terminalId, store, previous && store.read(previous.id));
  // The payments of a sandbox are its own session's, and gone with it.
  const unfinished = sandbox ? {} : openPaymentsFirst(openThere, context, settings.language);
  return context.scope.run(unfinished, async () => {
    const isOpen = !sandbox && openThere().length > 0;
    return onboardInSession(answers, call, { id: previous?.id, isOpen });
  });
}

async function onboardInSession(
  answers: OnboardAnswers,
  call: OnboardCall,
  resume: { readonly id: string | undefined; readonly isOpen: boolean },
): Promise<Outcome> {
  const { context, store, talk, sandbox, settings, controls, dryRun, registeredInThisCall } = call;
  const { target } = answers;
  const connected = answers.registering && (await connectOrSettle(answers.registering, call, resume.isOpen));
  const settleOnly = connected instanceof AppError ? connected : undefined;
  const registering = connected instanceof AppError ? undefined : connected;
  const { allowPrivate, terminalId } = settings;
  const { language } = settings;
  const wanted = {
    store,
    agent: agentName(context.settings),
    target,
    language,
    command: 'onboard',
    sandbox: sandbox !== undefined,
    allowPrivate,
    terminalId,
  };
  const bankLines = context.settings.get('bank-lines');
  const { resolver, interrupt } = context;
  const options = { ...wanted, bankLines, program: call.program, resume: resume.id, resolver, stop: interrupt.signal };
  return guardedSession(options, context, async (session, lock) => {
    recordTarget(session, target);
    session.record({ type: 'answered', answers: { ...answers.stored, language } });
    const connect = (instance: string): ReturnType<typeof connectLasting> =>
      connectLasting({ instance, credentials: call.credentials, exchangeMs: call.exchangeMs }, context.trace);
    const deps = { context, controls, talk, store, session, lock, registeredInThisCall, connect };
    const end = await runOnboarding({ input: { target, settings, registering, settleOnly, dryRun }, deps });
    const ended = onboardOutcome(end, { context, session, language: settings.language, dryRun });
    // The money is settled, and the call is still to be resumed.
    const outcome = settleOnly ? withoutCloud(ended, settleOnly, session.id) : ended;
    // What was only looked at is not done.
    if (!dryRun || outcome.exit !== EXIT.done) session.record({ type: 'session.closed', exitCode: outcome.exit });
    return { ...outcome, warnings: [...outcome.warnings, ...(registering?.cloud.leftOut ?? [])] };
  });
}

/** Money that is open needs the terminal alone: what keeps the cloud away is then told afterwards. @throws AppError */
async function connectOrSettle(
  registering: NonNullable<OnboardAnswers['registering']>,
  call: OnboardCall,
  isOpen: boolean,
): Promise<Registering | AppError> {
  try {
    return await connectFor(registering, call);
  } catch (error) {
    if (isOpen && error instanceof AppError && error.fields.category === 'credentials') return error;
    throw error;
  }
}

/** What keeps the cloud away is the end of the call where the money is settled, and a warning where it is not. */
function withoutCloud(ended: Outcome, why: AppError, session: string): Outcome {
  if (ended.exit !== EXIT.done) return { ...ended, warnings: [...ended.warnings, why.message] };
  return { ...ended, ...describeError(why), resume: resumeOfId(session) };
}

/** @throws AppError */
async function connectFor(
  { instance, ...input }: NonNullable<OnboardAnswers['registering']>,
  { context, credentials, exchangeMs, dryRun, consent }: OnboardCall,
): Promise<Registering> {
  const choice = { instance, credentials, exchangeMs };
  return {
    input: { ...input, dryRun, consent },
    cloud: await connectCloud(choice, context.interrupt.signal, context.trace),
    lasting: await connectLasting(choice, context.trace),
  };
}
