import type { Check, DiagnosisDocument, ErrorDocument } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import type { ExitCode } from '../../contract/exit.js';
import type { Language } from '../../contract/language.js';
import { mayBeCharged } from '../../payment/machine.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { renderFindings } from '../../ui/findings.js';
import { paymentWarning, renderPayments, TOLD_BY_PAYMENT } from '../../ui/payment.js';
import { clinicSentence } from '../../ui/sentences.js';
import { wrapText } from '../../ui/wrap.js';
import type { CommandContext } from '../../cli/command/context.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { describeError } from '../../cli/output/describe-error.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import { describeOpenRecord } from '../open-payments/open-payment-error.js';
import { paymentResult } from '../open-payments/payment-result.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { TestRun } from './run-test.js';
import { EMPTY } from '../../cli/output/outcome.js';

export interface Judged {
  readonly exit: ExitCode;
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
}

/** Judges the end of a test: money first, then a stop by the agent, then what was found. */
export function judgeTest(report: TestRun, context: CommandContext, work: SessionWriter, language: Language): Judged {
  const found = judgeFacts(report.facts, language, 'probe');
  const open = report.payments.find(mayBeCharged);
  if (open)
    return { ...found, exit: EXIT.money, error: describeOpenRecord(open, report.holder, work.state.answers.bank) };
  if (context.interrupt.signal.aborted)
    return { ...describeError(context.interrupt.signal.reason), diagnoses: found.diagnoses };
  const identify = report.checks.find((check) => check.id === 'test.identify');
  if (identify?.status === 'fail' && found.exit === EXIT.done) return { ...found, ...notIdentified(identify) };
  if (report.end !== 'not-started' && report.end !== 'returned' && found.exit === EXIT.done)
    return { ...found, ...notMade() };
  return found;
}

function notIdentified({ evidence: { detail } }: Check): Pick<Judged, 'exit' | 'error'> {
  return {
    exit: EXIT.notATerminal,
    error: {
      code: 'terminal.not-identified',
      category: 'terminal',
      message: 'It is not proven that this is the terminal in front of the person at the clinic, so no sale was sent.',
      cause: typeof detail === 'string' ? detail : null,
      actions: ['Check the address with the clinic, then run the test again.'],
      contact: "the clinic's IT",
      retryable: true,
    },
  };
}

function notMade(): Pick<Judged, 'exit' | 'error'> {
  return {
    exit: EXIT.notCharged,
    error: {
      code: 'payment.not-made',
      category: 'payment',
      message: 'The test payment was not made; nothing is owed.',
      cause: null,
      actions: ['Run the test again.'],
      contact: null,
      retryable: true,
    },
  };
}

export function testOutcome(
  report: TestRun,
  judged: Judged,
  context: CommandContext,
  work: SessionWriter,
  language: Language,
): Outcome {
  const last = report.payments.at(-1);
  return {
    ...EMPTY,
    ...judged,
    checks: report.checks,
    result: {
      session: work.id,
      end: report.end,
      payment: last ? paymentResult(last) : null,
      attempts: report.payments.length,
    },
    warnings: report.payments.map(paymentWarning).filter((warning) => warning !== undefined),
    resume: judged.exit === EXIT.money ? resumeOfId(report.holder) : null,
    text: [
      ...renderPayments(report.payments, context.out, context.width),
      ...renderFindings(judged.diagnoses, context.out, context.width, TOLD_BY_PAYMENT),
      ...(last?.stage === 'reconciled' ? wrapText(`Say: ${clinicSentence('returned', language)}`, context.width) : []),
    ],
  };
}
