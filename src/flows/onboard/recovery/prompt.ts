import type { Language } from '../../../contract/language.js';
import { EXIT } from '../../../contract/exit.js';
import type { Target } from '../../../model/endpoint.js';
import type { SessionWriter } from '../../../session/session-writer.js';
import { inQuotes } from '../../../text/quoted.js';
import { renderError, renderErrorInBrief } from '../../../ui/error.js';
import { renderBeforeQuestion, renderCause, renderLesser, stillSo } from '../../../ui/findings.js';
import { clinicSentence } from '../../../ui/sentences.js';
import { wrapText } from '../../../ui/wrap.js';
import { isPromptExit } from '../../../cli/output/describe-error.js';
import type { CorrectedDesk } from './correct-desk.js';
import { answerCause, likeliestAt, nextRung } from './ladder.js';
import type { Rung } from './ladder.js';
import { CAUSE_REMEDIES, REMEDIES, remediesFor, TWO_TERMINALS } from './options.js';
import type { Remedy } from './options.js';
import type { ChoiceQuestion } from '../../../steps/dependencies.js';
import type { StepDeps } from '../../step/report-step-end.js';
import type { StepResult } from '../../step/step-result.js';

/** What the choices do that are no end by themselves; each tells whether the step is to be done again. */
export interface RecoveryActions {
  readonly keep: () => Promise<boolean>;
  /** Keeps what the agent wants to remember of the call. */
  readonly note: () => Promise<void>;
  /** Makes the terminal behind the posxml port beep. */
  readonly beep: () => Promise<void>;
  readonly vantage: () => Promise<void>;
  /** Shows the mail for the clinic's IT person. */
  readonly letter: () => Promise<void>;
  /** Where the terminal is, if the agent has corrected it. */
  readonly address: () => Promise<Target | undefined>;
  /** Whose it is, if the agent has corrected that. */
  readonly desk: () => Promise<CorrectedDesk | undefined>;
}

export type Decision = 'again' | 'skip' | 'stop' | { readonly movedTo: Target } | { readonly corrected: CorrectedDesk };

interface Parts extends StepDeps {
  /** Keeps which causes were asked about, and what came of it. */
  readonly session: SessionWriter;
  readonly language: Language;
}

/**
 * Shows what is wrong and lets the agent choose. Undefined where nobody can be asked, or nothing can be done.
 * @param before how the step failed the last time: what stands on the screen already is told in brief
 */
export async function promptRecovery(
  end: StepResult,
  before: StepResult | undefined,
  actions: RecoveryActions,
  parts: Parts,
): Promise<Decision | undefined> {
  const decision = await choose(end, before, actions, parts);
  const isStopped = end.exit === EXIT.money && parts.context.interrupt.signal.aborted;
  if (decision === 'stop' || isStopped)
    parts.context.report({
      kind: 'say',
      text: clinicSentence(end.exit === EXIT.money ? 'hangup.money' : 'hangup', parts.language),
    });
  return decision;
}

async function choose(
  end: StepResult,
  before: StepResult | undefined,
  actions: RecoveryActions,
  parts: Parts,
): Promise<Decision | undefined> {
  const { context, talk, session } = parts;
  const isMoney = end.exit === EXIT.money;
  const remedies = talk.interactive ? remediesFor(end) : [];
  // An agent who stops while money is out reads what is open, and gets no further question.
  if (remedies.length === 0 || (isMoney && context.interrupt.signal.aborted)) return undefined;
  // Which one beeped is asked once it has.
  if (end.diagnoses[0]?.code === TWO_TERMINALS) await actions.beep();
  // The terminal was looked at since.
  answerCause(session, end.diagnoses.some(({ code }) => code === session.state.asked.at(-1)?.code) ? 'no' : 'helped');
  let told = isMoney ? openMoney(end, before, parts) : nextCause(end, before, parts);
  context.report({ kind: 'aside', lines: told.lines });
  for (;;) {
    if (!isMoney) context.interrupt.signal.throwIfAborted();
    const chosen = await talk.choose(question(told, remedies)).catch((error: unknown) => {
      if (isMoney && isPromptExit(error)) return 'stop';
      throw error;
    });
    if (chosen === 'keep' && (await actions.keep())) return 'again';
    if (chosen === 'beep') await actions.beep();
    if (chosen === 'vantage') await actions.vantage();
    if (chosen === 'next' || chosen === 'unknown') {
      answerCause(session, chosen === 'next' ? 'no' : 'unknown');
      told = nextCause(end, end, parts);
      context.report({ kind: 'aside', lines: told.lines });
    }
    if (chosen === 'letter') await actions.letter();
    const movedTo = chosen === 'address' ? await actions.address() : undefined;
    if (movedTo) {
      // It was asked about an address that was wrong.
      answerCause(session, 'unknown');
      return { movedTo };
    }
    const corrected = chosen === 'desk' ? await actions.desk() : undefined;
    if (corrected) return { corrected };
    if (chosen === 'note') {
      await actions.note();
      return 'stop';
    }
    if (chosen === 'ask') return 'again';
    if (chosen === 'again' || chosen === 'skip' || chosen === 'stop') return chosen;
  }
}

interface Told {
  readonly lines: readonly string[];
  /** The one sentence that stands directly above the choice. */
  readonly say: readonly string[];
  /** Undefined where no cause is known. */
  readonly rung?: Rung;
}

/** For a further cause whether that was it, which only the clinic knows; else what comes next. */
function question({ say, rung }: Told, remedies: readonly Remedy[]): ChoiceQuestion {
  const isFurther = rung !== undefined && rung.nth > 0 && rung.cause !== undefined;
  const others = remedies.slice(0, -1);
  const offered: readonly Remedy[] = isFurther
    ? ['again', 'next', 'unknown', ...others.filter((remedy) => remedy !== 'again')]
    : [...others, ...(rung?.cause !== undefined && rung.isMore ? (['next'] as const) : [])];
  const labels = isFurther ? { ...REMEDIES, ...CAUSE_REMEDIES } : REMEDIES;
  const likeliest = rung ? likeliestAt(rung, remedies) : remedies[0];
  return {
    kind: 'choice',
    id: 'step.failed',
    message: isFurther ? 'Did that help?' : 'What next?',
    preamble: say,
    choices: [...offered, 'note' as const, 'stop' as const].map((value) => ({ value, label: labels[value] })),
    ...(likeliest !== undefined && { default: likeliest }),
  };
}

/** The next likely cause of what was found, with its own sentence. */
function nextCause(end: StepResult, before: StepResult | undefined, parts: Parts): Told {
  const { diagnoses, error } = end;
  const { context, session, language } = parts;
  const { err, errWidth: width } = context;
  const [gravest, ...lesser] = diagnoses;
  const isNamed = diagnoses.some(({ code }) => code === error?.code);
  const isToldBefore = error !== null && before?.error?.message === error.message;
  const ofError =
    !error || isNamed || before === end
      ? []
      : isToldBefore
        ? wrapText(stillSo(error.message, err), width)
        : renderError(error, err, width);
  if (!gravest) return { lines: ofError, say: [] };
  const rung = nextRung(gravest, session, language);
  return {
    lines: [
      ...ofError,
      ...(rung.nth === 0 ? renderLesser(lesser, err, width) : []),
      ...renderCause(gravest, { rung: rung.nth, help: rung.help, looked: before !== end }, err, width),
    ],
    say: rung.say === null ? [] : [`Say: ${inQuotes(rung.say, language)}`],
    rung,
  };
}

/** The ways to settle money are named at the end, once the terminal could not tell. */
function openMoney(
  { diagnoses, error }: StepResult,
  before: StepResult | undefined,
  { context: { err, errWidth: width }, language }: Parts,
): Told {
  const [gravest] = diagnoses;
  const told = diagnoses.some(({ code }) => code === error?.code);
  const isToldBefore = error !== null && before?.error?.message === error.message;
  return {
    lines: isToldBefore
      ? wrapText(stillSo(error.message, err), width)
      : [
          ...(error && !told ? renderErrorInBrief(error, err, width) : []),
          ...renderBeforeQuestion(diagnoses, err, width, true),
        ],
    say: gravest?.say ? [`Say: ${inQuotes(gravest.say, language)}`] : [],
  };
}
