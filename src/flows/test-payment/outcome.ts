import { EXIT } from '../../contract/exit.js';
import type { Language } from '../../contract/language.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { renderFindings } from '../../ui/findings.js';
import { paymentWarning, renderPayments, TOLD_BY_PAYMENT } from '../../ui/payment.js';
import { clinicSentence } from '../../ui/sentences.js';
import { wrapText } from '../../ui/wrap.js';
import type { CommandContext } from '../../cli/command/context.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { paymentResult } from '../open-payments/payment-result.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { StepResult } from '../step/step-result.js';
import type { TestPaymentEnd } from './test-payment-step.js';
import { EMPTY } from '../../cli/output/outcome.js';

/** What `test` ends with. @param probed the probe that came before it */
export function testOutcome(
  { result, test }: TestPaymentEnd,
  probed: StepResult,
  session: SessionWriter,
  context: CommandContext,
  language: Language,
): Outcome {
  const { exit, diagnoses, error } = result;
  const payments = test?.payments ?? [];
  const last = payments.at(-1);
  const isUntold = last?.stage === 'reconciled' && exit !== EXIT.done;
  return {
    ...EMPTY,
    exit,
    diagnoses,
    error,
    checks: [...probed.checks, ...result.checks],
    result: {
      session: session.id,
      end: test?.end ?? 'not-started',
      payment: last ? paymentResult(last) : null,
      attempts: payments.length,
    },
    warnings: payments.map(paymentWarning).filter((warning) => warning !== undefined),
    resume: exit === EXIT.money || isUntold ? resumeOfId(test?.holder ?? session.id) : null,
    text: [
      ...renderPayments(payments, context.out, context.width),
      ...renderFindings(diagnoses, context.out, context.width, TOLD_BY_PAYMENT),
      ...(last?.stage === 'reconciled'
        ? wrapText(context.out.say(`Say: ${clinicSentence('returned', language)}`), context.width)
        : []),
    ],
  };
}
