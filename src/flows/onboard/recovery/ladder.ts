import type { DiagnosisDocument } from '../../../contract/document.js';
import type { Language } from '../../../contract/language.js';
import { questionOfCause } from '../../../diagnosis/next-cause.js';
import type { CauseAnswer } from '../../../session/events.js';
import type { SessionWriter } from '../../../session/session-writer.js';
import { SENTENCES } from '../../../ui/sentences.js';
import type { Remedy } from './options.js';

/** Where a finding stands: its first cause, a further one, or past the last. */
export interface Rung {
  /** How many of its causes were put to the clinic before. */
  readonly nth: number;
  /** Undefined after the last. */
  readonly cause: string | undefined;
  /** Whether another one follows. */
  readonly isMore: boolean;
  /** What is said to the clinic for this cause alone. */
  readonly say: string | null;
  /** Whom to turn to, and with what. */
  readonly help: string;
}

/** The next likely cause of what was found. That it was put to the clinic stays in the session. */
export function nextRung(finding: DiagnosisDocument, session: SessionWriter, language: Language): Rung {
  const { code, causes, say, help } = finding;
  const { asked: all, askedElsewhere } = session.state;
  const asked = all.slice(askedElsewhere).flatMap((one) => (one.code === code ? [one.cause] : []));
  const nth = causes.filter((cause) => asked.includes(cause)).length;
  const cause = causes[nth];
  if (cause !== undefined) session.record({ type: 'cause.asked', code, cause });
  const rung = { nth, cause, isMore: nth + 1 < causes.length, help: `${help}. ${withWhat(help, session.id)}` };
  if (nth === 0) return { ...rung, say };
  if (cause !== undefined) return { ...rung, say: questionOfCause(cause, language) ?? null };
  return {
    ...rung,
    say: turnsToBank(help) ? SENTENCES['turn.bank'][language] : turnsToIt(help) ? SENTENCES['turn.it'][language] : null,
  };
}

/** What came of the cause that was put to the clinic last, unless that is known. */
export function answerCause(session: SessionWriter, answer: CauseAnswer): void {
  const last = session.state.asked.at(-1);
  if (last && last.answer === undefined) session.record({ type: 'cause.asked', ...last, answer });
}

/** Past the last cause the likeliest thing to do is to turn to a person. */
export function likeliestAt({ nth, cause, help }: Rung, remedies: readonly Remedy[]): Remedy | undefined {
  if (nth > 0 && cause !== undefined) return 'again';
  return cause === undefined && turnsToIt(help) && remedies.includes('letter') ? 'letter' : remedies[0];
}

function turnsToBank(help: string): boolean {
  return help.startsWith("the bank's");
}

function turnsToIt(help: string): boolean {
  return help.startsWith("the clinic's IT");
}

function withWhat(help: string, session: string): string {
  if (turnsToIt(help)) return `The mail for them: terminal letter ${session}`;
  return `With what was found: terminal report ${session}${turnsToBank(help) ? ' --for bank' : ''}`;
}
