import type { TerminalRecord } from '../cloud/records.js';
import { EXIT, gravest } from '../contract/exit.js';
import type { Work } from '../session/work.js';
import { renderFinding } from '../ui/findings.js';
import { renderPayment } from '../ui/payment.js';
import type { Context } from './context.js';
import { stepsResult } from './onboarding.js';
import type { OnboardingEnd, StepEnd } from './onboarding.js';
import { EMPTY } from './outcome.js';
import type { Outcome } from './outcome.js';
import { paymentResult } from './payment-result.js';
import { registrationResult } from './register-run.js';
import { resumeOf } from './session-result.js';

const TITLES: Readonly<Record<StepEnd['step'], string>> = {
  check: 'Reachable',
  probe: 'Terminal',
  register: 'Registered',
  test: 'Test payment',
};

/** The end of an onboarding: one line a step, then what is owed, then what is wrong. */
export function onboardOutcome(end: OnboardingEnd, parts: { readonly context: Context; readonly work: Work; readonly record: TerminalRecord | undefined }): Outcome {
  const { context, work, record } = parts;
  const exit = gravest(end.steps.map((step) => step.exit));
  const failed = end.steps.find((step) => step.exit === exit);
  const payment = end.test?.payments.at(-1);
  const { terminal } = work.state;
  return {
    ...EMPTY,
    exit,
    result: {
      session: work.id,
      terminalId: terminal?.terminalId ?? null,
      ownerName: terminal?.ownerName ?? null,
      version: terminal?.version ?? null,
      steps: stepsResult(end.steps),
      registration: end.registration ? { ...registrationResult(end.registration), status: record?.status ?? null } : null,
      payment: payment ? paymentResult(payment) : null,
    },
    checks: lastOfEach(end.steps.flatMap((step) => step.checks)),
    diagnoses: unique(end.steps.flatMap((step) => step.diagnoses)),
    error: exit === EXIT.done ? null : (failed?.error ?? null),
    resume: exit === EXIT.done ? null : (resumeOf(work.state) ?? { id: work.id, command: `terminal onboard --resume ${work.id}` }),
    text: [
      ...end.steps.map((step) => `${step.exit === EXIT.done ? context.out.sign.pass : context.out.sign.fail} ${TITLES[step.step].padEnd(13)}${step.summary}`),
      ...(end.test?.payments ?? []).flatMap((one) => renderPayment(one, context.out, context.width)),
      ...unique(end.steps.flatMap((step) => step.diagnoses)).flatMap((finding) => renderFinding(finding, context.out, context.width)),
      ...(exit === EXIT.done ? [context.out.good(`Done: the terminal is ${record?.status ?? 'registered'} in the cloud. Session ${work.id}.`)] : []),
    ],
  };
}

/** Check and probe both look at the ports: the later look counts. */
function lastOfEach(checks: Outcome['checks']): Outcome['checks'] {
  return [...new Map(checks.map((check) => [check.id, check])).values()];
}

function unique(diagnoses: Outcome['diagnoses']): Outcome['diagnoses'] {
  return [...new Map(diagnoses.map((one) => [`${one.code} ${one.target ?? ''}`, one])).values()];
}
