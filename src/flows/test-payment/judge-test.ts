import type { CommandContext } from '../../cli/command/context.js';
import { describeError } from '../../cli/output/describe-error.js';
import { EXIT } from '../../contract/exit.js';
import type { Language } from '../../contract/language.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import { mayBeCharged } from '../../payment/state.js';
import { isRegistered } from '../../session/queries.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { describeOpenRecord } from '../open-payments/open-payment-error.js';
import { notIdentified } from './not-identified.js';
import type { TestRun } from './run-test.js';

/** Judges the end of a test: money first, then a stop by the agent, then what was found. */
export function judgeTest(
  report: TestRun,
  context: CommandContext,
  session: SessionWriter,
  language: Language,
): JudgedFacts {
  const found = judgeFacts(report.facts, language, 'probe');
  const open = report.payments.find(mayBeCharged);
  if (open) {
    const [{ bank }, bankLines] = [session.state.answers, context.settings.get('bank-lines')];
    return { ...found, exit: EXIT.money, error: describeOpenRecord(open, report.holder, bank, bankLines) };
  }
  if (context.interrupt.signal.aborted)
    return { ...describeError(context.interrupt.signal.reason), diagnoses: found.diagnoses };
  const identify = report.checks.find((check) => check.id === 'test.identify');
  if (identify?.status === 'fail' && found.exit === EXIT.done)
    return { ...found, ...notIdentified(identify, { registered: isRegistered(session.state.registration) }) };
  if (report.end !== 'not-started' && report.end !== 'returned' && found.exit === EXIT.done)
    return { ...found, ...notMade() };
  return found;
}

function notMade(): Pick<JudgedFacts, 'exit' | 'error'> {
  return {
    exit: EXIT.notCharged,
    error: {
      code: 'payment.not-made',
      category: 'payment',
      message: 'The test payment was not made. Nothing is owed.',
      cause: null,
      actions: ['Run the test again.'],
      contact: null,
      retryable: true,
    },
  };
}
