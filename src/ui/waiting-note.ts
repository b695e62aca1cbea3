import type { Clock, Progress, ReportProgress } from '../steps/dependencies.js';

/** What does not end the wait for a terminal's answer. */
const ASIDES: readonly Progress['kind'][] = ['note', 'say', 'aside'];

/** Tells, once the time for a card is over, that the answer is still waited for and how long that may take. */
export function withWaitingNote(report: ReportProgress, clock: Clock): ReportProgress {
  let late: NodeJS.Timeout | undefined;
  return (progress) => {
    if (!ASIDES.includes(progress.kind)) clearTimeout(late);
    report(progress);
    if (progress.kind !== 'card') return;
    late = setTimeout(() => {
      const left = Math.ceil((progress.replyBy - clock.now()) / 1000);
      report({
        kind: 'note',
        text: `No answer yet. Waiting up to ${String(left)} s more: the terminal may still be contacting its bank.`,
      });
      report({ kind: 'moment', id: 'reply.late' });
    }, progress.until - clock.now());
    late.unref();
  };
}
