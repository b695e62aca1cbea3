import { resumeOfId } from '../../cli/output/resume.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { openPayment } from '../../session/reduce.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { describeOpenRecord } from '../open-payments/open-payment-error.js';

/** What is said of a session that ends in mid work: the command that resumes it, and the payment that is open. */
export function interruptedSession(session: SessionWriter): Partial<Outcome> {
  const open = openPayment(session.state);
  const resume = resumeOfId(session.id);
  if (!open) return { resume };
  return { resume, warnings: [describeOpenRecord(open, session.id, session.state.answers.bank, undefined).message] };
}
