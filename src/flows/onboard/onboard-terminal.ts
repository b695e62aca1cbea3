import type { Outcome } from '../../cli/output/outcome.js';
import { EXIT } from '../../contract/exit.js';
import type { SessionState } from '../../session/reduce.js';
import { connectCloud, connectLasting } from '../cloud/connect.js';
import { openPaymentsAt, openPaymentsFirst } from '../open-payments/open-payments.js';
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
    openPaymentsAt(answers.target, terminalId, store, previous);
  // The payments of a sandbox are its own session's, and gone with it.
  const unfinished = sandbox ? {} : openPaymentsFirst(openThere, context);
  return context.scope.run(unfinished, async () => onboardInSession(answers, call, previous?.id));
}

async function onboardInSession(
  answers: OnboardAnswers,
  call: OnboardCall,
  resume: string | undefined,
): Promise<Outcome> {
  const { context, store, talk, sandbox, settings, controls, dryRun, registeredInThisCall } = call;
  const { target } = answers;
  const registering = answers.registering && (await connectFor(answers.registering, call));
  const { allowPrivate, terminalId } = settings;
  const wanted = { store, target, command: 'onboard', sandbox: sandbox !== undefined, allowPrivate, terminalId };
  const bankLines = context.settings.get('bank-lines');
  const { resolver, interrupt } = context;
  const options = { ...wanted, bankLines, program: call.program, resume, resolver, stop: interrupt.signal };
  return guardedSession(options, context, async (session, lock) => {
    recordTarget(session, target);
    session.record({ type: 'answered', answers: answers.stored });
    const connect = (instance: string): ReturnType<typeof connectLasting> =>
      connectLasting({ instance, credentials: call.credentials, exchangeMs: call.exchangeMs }, context.trace);
    const deps = { context, controls, talk, store, session, lock, registeredInThisCall, connect };
    const end = await runOnboarding({ input: { target, settings, registering, dryRun }, deps });
    const outcome = onboardOutcome(end, { context, session, language: settings.language, dryRun });
    // What was only looked at is not done.
    if (!dryRun || outcome.exit !== EXIT.done) session.record({ type: 'session.closed', exitCode: outcome.exit });
    return { ...outcome, warnings: [...outcome.warnings, ...(registering?.cloud.leftOut ?? [])] };
  });
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
