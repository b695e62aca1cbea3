import type { SessionState } from '../../session/reduce.js';
import type { LeftAnswers } from './form/ask-for-answers.js';
import { recordTarget } from '../sessions/record-terminal.js';
import { withRecord } from '../sessions/with-session.js';
import type { RecordOptions } from '../sessions/with-session.js';
import { describeError } from '../../cli/output/describe-error.js';

interface SavedAnswers {
  /** Of the sessions that hold them, in the order of the terminals. */
  readonly sessions: readonly string[];
  /** What kept one from being kept. */
  readonly troubles: readonly string[];
}

type Where = Pick<RecordOptions, 'store' | 'allowPrivate' | 'bankLines' | 'agent' | 'program' | 'stop'>;

/**
 * Keeps what was answered before the call was cut off: each terminal gets a session in which nothing was done yet, and
 * with which the call continues. Never throws: the call has ended for a reason of its own, which is what is to be told.
 * @param former the session that is resumed; once anything was dialled in it, its answers stay as they are
 */
export async function saveAnswers(
  left: readonly LeftAnswers[],
  where: Where,
  former: SessionState | undefined,
): Promise<SavedAnswers> {
  if (former && Object.keys(former.steps).length > 0) return { sessions: [former.id], troubles: [] };
  const kept: { sessions: string[]; troubles: string[] } = { sessions: [], troubles: [] };
  for (const [index, { target, answers }] of left.entries()) {
    try {
      await withRecord(
        { ...where, target, command: 'onboard', sandbox: false, resume: index === 0 ? former?.id : undefined },
        (work) => {
          recordTarget(work, target);
          work.record({ type: 'answered', answers });
          kept.sessions.push(work.id);
          return Promise.resolve();
        },
      );
    } catch (error) {
      kept.troubles.push(`Could not save the answers: ${describeError(error).error.message}`);
    }
  }
  return kept;
}
