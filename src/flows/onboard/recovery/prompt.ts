import type { Language } from '../../../contract/language.js';
import { EXIT } from '../../../contract/exit.js';
import type { Target } from '../../../model/endpoint.js';
import { questionOfCause } from '../../../diagnosis/next-cause.js';
import type { SessionWriter } from '../../../session/session-writer.js';
import { inQuotes } from '../../../text/quoted.js';
import { renderError, renderErrorInBrief } from '../../../ui/error.js';
import { renderBeforeQuestion, renderCause, renderLesser } from '../../../ui/findings.js';
import { clinicSentence } from '../../../ui/sentences.js';
import type { CommandContext } from '../../../cli/command/context.js';
import { isPromptExit } from '../../../cli/output/describe-error.js';
import type { CorrectedDesk } from './correct-desk.js';
import { REMEDIES, remediesFor, TWO_TERMINALS } from './options.js';
import type { Remedy } from './options.js';
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
  /** Keeps which causes were asked about. */
  readonly session: SessionWriter;
  readonly language: Language;
}

/** Shows what is wrong and lets the agent choose. Undefined where nobody can be asked, or nothing can be done. */
export async function promptRecovery(
  end: StepResult,
  actions: RecoveryActions,
  parts: Parts,
): Promise<Decision | undefined> {
  const decision = await choose(end, actions, parts);
  const isStopped = end.exit === EXIT.money && parts.context.interrupt.signal.aborted;
  if (decision === 'stop' || isStopped)
    parts.context.report({
      kind: 'say',
      text: clinicSentence(end.exit === EXIT.money ? 'hangup.money' : 'hangup', parts.language),
    });
  return decision;
}

async function choose(end: StepResult, actions: RecoveryActions, parts: Parts): Promise<Decision | undefined> {
  const { context, talk } = parts;
  const isMoney = end.exit === EXIT.money;
  const remedies = talk.interactive ? remediesFor(end) : [];
  const [likeliest] = remedies;
  // Whoever stops while money is out is told of the money, and asked nothing more.
  if (likeliest === undefined || (isMoney && context.interrupt.signal.aborted)) return undefined;
  // Which one beeped is asked once it has.
  if (end.diagnoses[0]?.code === TWO_TERMINALS) await actions.beep();
  let told = isMoney ? openMoney(end, context, parts.language) : nextCause(end, parts);
  context.report({ kind: 'aside', lines: told.lines });
  for (;;) {
    if (!isMoney) context.interrupt.signal.throwIfAborted();
    const question = {
      kind: 'choice',
      id: 'step.failed',
      message: 'What next?',
      preamble: told.say,
      choices: [...remedies.slice(0, -1), ...(told.hasNext ? (['next'] as const) : []), 'note', 'stop'].map(
        (value) => ({
          value,
          label: REMEDIES[value as Remedy],
        }),
      ),
      default: likeliest,
    } as const;
    const chosen = await talk.choose(question).catch((error: unknown) => {
      if (isMoney && isPromptExit(error)) return 'stop';
      throw error;
    });
    if (chosen === 'keep' && (await actions.keep())) return 'again';
    if (chosen === 'beep') await actions.beep();
    if (chosen === 'vantage') await actions.vantage();
    if (chosen === 'next') {
      told = nextCause(end, parts);
      context.report({ kind: 'aside', lines: told.lines });
    }
    if (chosen === 'letter') await actions.letter();
    const movedTo = chosen === 'address' ? await actions.address() : undefined;
    if (movedTo) return { movedTo };
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
  /** Whether another likely cause can be asked about. */
  readonly hasNext: boolean;
}

/** The next likely cause of what was found, with its own sentence; which ones were put to the clinic stays in the session. */
function nextCause({ diagnoses, error }: StepResult, { context, session, language }: Parts): Told {
  const { err, errWidth: width } = context;
  const [gravest, ...lesser] = diagnoses;
  const isNamed = diagnoses.some(({ code }) => code === error?.code);
  const ofError = error && !isNamed ? renderError(error, err, width) : [];
  if (!gravest) return { lines: ofError, say: [], hasNext: false };
  const asked = session.state.asked.filter(({ code }) => code === gravest.code).map(({ cause }) => cause);
  const rung = gravest.causes.filter((cause) => asked.includes(cause)).length;
  const cause = gravest.causes[rung];
  if (cause !== undefined) session.record({ type: 'cause.asked', code: gravest.code, cause });
  const say = rung === 0 ? gravest.say : cause === undefined ? null : (questionOfCause(cause, language) ?? null);
  return {
    lines: [
      ...ofError,
      ...(rung === 0 ? renderLesser(lesser, err, width) : []),
      ...renderCause(gravest, rung, err, width),
    ],
    say: say === null ? [] : [`Say: ${inQuotes(say, language)}`],
    hasNext: rung + 1 < gravest.causes.length,
  };
}

/** The ways to settle money are named at the end, once the terminal could not tell. */
function openMoney(
  { diagnoses, error }: StepResult,
  { err, errWidth: width }: CommandContext,
  language: Language,
): Told {
  const [gravest] = diagnoses;
  const told = diagnoses.some(({ code }) => code === error?.code);
  return {
    lines: [
      ...(error && !told ? renderErrorInBrief(error, err, width) : []),
      ...renderBeforeQuestion(diagnoses, err, width, true),
    ],
    say: gravest?.say ? [`Say: ${inQuotes(gravest.say, language)}`] : [],
    hasNext: false,
  };
}
