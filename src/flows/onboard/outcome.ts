import type { TerminalRecord } from '../../cloud/records.js';
import { EXIT, gravestExit } from '../../contract/exit.js';
import type { Language } from '../../contract/language.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { renderFindings } from '../../ui/findings.js';
import { paymentWarning, renderPayments, TOLD_BY_PAYMENT } from '../../ui/payment.js';
import { clinicSentence } from '../../ui/sentences.js';
import { commandLines, wrapText } from '../../ui/wrap.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { OnboardingEnd } from './onboarding.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { paymentResult } from '../open-payments/payment-result.js';
import { registrationResult } from '../register/outcome.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { stepsResult } from '../step/step-result.js';
import type { StepResult } from '../step/step-result.js';

const TITLES: Readonly<Record<StepResult['step'], string>> = {
  check: 'Reachable',
  probe: 'Terminal',
  register: 'Cloud',
  test: 'Test payment',
};

/** The end of an onboarding: one line a step, then what is owed, then what is wrong. */
export function onboardOutcome(
  end: OnboardingEnd,
  parts: {
    readonly context: CommandContext;
    readonly session: SessionWriter;
    readonly language: Language;
    readonly dryRun: boolean;
  },
): Outcome {
  const { context, session, language, dryRun } = parts;
  const { registration, record, test } = end.state;
  const exit = gravestExit(end.steps.map((step) => step.exit));
  const failed = end.steps.find((step) => step.exit === exit);
  const payment = test?.payments.at(-1);
  const { terminal } = session.state;
  return {
    ...EMPTY,
    exit,
    result: {
      session: session.id,
      terminalId: terminal?.terminalId ?? null,
      ownerName: terminal?.ownerName ?? null,
      version: terminal?.version ?? null,
      steps: stepsResult(end.steps),
      registration: registration ? { ...registrationResult(registration), status: record?.status ?? null } : null,
      payment: payment ? paymentResult(payment) : null,
    },
    checks: lastOfEach(end.steps.flatMap((step) => step.checks)),
    diagnoses: unique(end.steps.flatMap((step) => step.diagnoses)),
    warnings: (test?.payments ?? []).map(paymentWarning).filter((warning) => warning !== undefined),
    error: exit === EXIT.done ? null : (failed?.error ?? null),
    isErrorShown: failed?.shown === true && failed.left !== true && exit !== EXIT.money,
    resume:
      exit === EXIT.done && !dryRun
        ? null
        : resumeOfId(exit === EXIT.money ? (test?.holder ?? session.id) : session.id),
    text: [
      ...end.steps.flatMap((step) => stepLines(step, context)),
      ...renderPayments(test?.payments ?? [], context.out, context.width),
      ...renderFindings(unique(end.steps.flatMap(toBeShown)), context.out, context.width, [
        ...TOLD_BY_PAYMENT,
        ...end.steps.flatMap(headlined),
      ]),
      ...(payment?.stage === 'reconciled'
        ? wrapText(
            context.out.say(
              `Say: ${clinicSentence(test?.earlier === true ? 'returned.before' : 'returned', language)}`,
            ),
            context.width,
          )
        : []),
      ...(exit === EXIT.done
        ? wrapText(`${doneWords(dryRun, record)} Session ${session.id}.`, context.width).map(context.out.good)
        : []),
      ...commandLines('Report for the ticket:', `terminal report ${session.id}`, context.width),
    ],
  };
}

function doneWords(dryRun: boolean, record: TerminalRecord | undefined): string {
  if (dryRun) return 'Dry run: nothing written to the cloud, nothing charged.';
  return record ? `Done: the terminal is ${record.status} in the cloud.` : 'Done.';
}

/** Check and probe both look at the ports: the later look counts. */
function lastOfEach(checks: Outcome['checks']): Outcome['checks'] {
  return [...new Map(checks.map((check) => [check.id, check])).values()];
}

function unique(diagnoses: Outcome['diagnoses']): Outcome['diagnoses'] {
  return [...new Map(diagnoses.map((one) => [`${one.code} ${one.target ?? ''}`, one])).values()];
}

/** The title in front, the outcome beside it. */
function stepLines(step: StepResult, { out, width }: CommandContext): readonly string[] {
  const title = `${TITLES[step.step]} `.padEnd(13);
  const [first = '', ...rest] = wrapText(step.summary, width - title.length - 2);
  const sign = step.exit === EXIT.done ? out.sign.pass : out.sign.fail;
  return [`${sign} ${title}${first}`, ...rest.map((line) => ' '.repeat(title.length + 2) + line.trimStart())];
}

/** The finding that a step ended with: its headline is the step's own line. */
function headlined({ error, diagnoses, summary }: StepResult): readonly string[] {
  return diagnoses.filter((one) => one.code === error?.code && one.summary === summary).map(({ code }) => code);
}

/** Where result and progress share a window, nothing is shown twice. */
function toBeShown({ shown, diagnoses }: StepResult): Outcome['diagnoses'] {
  return shown === true && process.stdout.isTTY ? [] : diagnoses;
}
