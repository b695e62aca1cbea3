import { openPayment } from '../../session/reduce.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { describeOpenRecord } from '../open-payments/open-payment-error.js';
import { resumeOfId } from '../../cli/output/resume.js';
import type { Outcome } from '../../cli/output/outcome.js';

/** Left at once: what is open is named, with the command that settles it. */
export function interruptedSession(work: SessionWriter): () => Partial<Outcome> {
  return () => {
    const open = openPayment(work.state);
    const resume = resumeOfId(work.id);
    return open
      ? { resume, warnings: [describeOpenRecord(open, work.id, work.state.answers.bank).message] }
      : { resume };
  };
}
