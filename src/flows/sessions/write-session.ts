import type { Outcome } from '../../cli/output/outcome.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { SessionEvent } from '../../session/events.js';
import { SessionWriter } from '../../session/session-writer.js';
import { resumeOf, sessionLines, sessionResult } from './session-result.js';

/** Adds an event to a session that nobody works on, and shows it. @throws LockedError, StoreError */
export async function writeSession(
  id: string,
  command: string,
  event: SessionEvent,
  { store: open, out, width }: CommandContext,
): Promise<Outcome> {
  const store = await open();
  const held = await store.lock({ kind: 'session', id }, { command, session: id });
  try {
    const work = SessionWriter.resume(store.open(id));
    try {
      work.record(event);
    } finally {
      work.close();
    }
    return {
      ...EMPTY,
      result: { session: sessionResult(work.state) },
      resume: resumeOf(work.state),
      text: sessionLines(work.state, out, width),
    };
  } finally {
    await held.release();
  }
}
