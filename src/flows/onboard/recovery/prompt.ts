import type { Language } from '../../../contract/language.js';
import { EXIT } from '../../../contract/exit.js';
import type { Target } from '../../../model/endpoint.js';
import { inQuotes } from '../../../text/quoted.js';
import { renderError, renderErrorInBrief } from '../../../ui/error.js';
import { renderBeforeQuestion } from '../../../ui/findings.js';
import { clinicSentence } from '../../../ui/sentences.js';
import type { CommandContext } from '../../../cli/command/context.js';
import { isPromptExit } from '../../../cli/output/describe-error.js';
import type { CorrectedDesk } from './correct-desk.js';
import { REMEDIES, remediesFor } from './options.js';
import type { Remedy } from './options.js';
import type { StepDeps } from '../../step/report-step-end.js';
import type { StepResult } from '../../step/step-result.js';

/** What the choices do that are no end by themselves; each tells whether the step is to be done again. */
export interface RecoveryActions {
  readonly keep: () => Promise<boolean>;
  /** Keeps what the agent wants to remember of the call. */
  readonly note: () => Promise<void>;
  readonly vantage: () => Promise<void>;
  /** Where the terminal is, if the agent has corrected it. */
  readonly address: () => Promise<Target | undefined>;
  /** Whose it is, if the agent has corrected that. */
  readonly desk: () => Promise<CorrectedDesk | undefined>;
}

export type Decision = 'again' | 'skip' | 'stop' | { readonly movedTo: Target } | { readonly corrected: CorrectedDesk };

interface Parts extends StepDeps {
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

async function choose(
  end: StepResult,
  actions: RecoveryActions,
  { context, talk, language }: Parts,
): Promise<Decision | undefined> {
  const isMoney = end.exit === EXIT.money;
  const remedies = talk.interactive ? remediesFor(end) : [];
  const [likeliest] = remedies;
  // Whoever stops while money is out is told of the money, and asked nothing more.
  if (likeliest === undefined || (isMoney && context.interrupt.signal.aborted)) return undefined;
  context.report({ kind: 'aside', lines: linesOf(end, context) });
  for (;;) {
    if (!isMoney) context.interrupt.signal.throwIfAborted();
    const question = {
      kind: 'choice',
      id: 'step.failed',
      message: 'What now?',
      preamble: sayOf(end, language),
      choices: remedies
        .flatMap((value): Remedy[] => (value === 'stop' ? ['note', 'stop'] : [value]))
        .map((value) => ({ value, label: REMEDIES[value] })),
      default: likeliest,
    } as const;
    const chosen = await talk.choose(question).catch((error: unknown) => {
      if (isMoney && isPromptExit(error)) return 'stop';
      throw error;
    });
    if (chosen === 'keep' && (await actions.keep())) return 'again';
    if (chosen === 'vantage') await actions.vantage();
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

/** However long the finding is, the one sentence stands directly above the choice. */
function sayOf({ diagnoses: [gravest] }: StepResult, language: Language): readonly string[] {
  return gravest?.say ? [`Say: ${inQuotes(gravest.say, language)}`] : [];
}

/** The ways to settle money are named at the end, once the terminal could not tell. */
function linesOf({ exit, diagnoses, error }: StepResult, { err, errWidth: width }: CommandContext): readonly string[] {
  const told = diagnoses.some(({ code }) => code === error?.code);
  const isMoney = exit === EXIT.money;
  const ofError = isMoney ? renderErrorInBrief : renderError;
  return [
    ...(error && !told ? ofError(error, err, width) : []),
    ...renderBeforeQuestion(diagnoses, err, width, isMoney),
  ];
}
