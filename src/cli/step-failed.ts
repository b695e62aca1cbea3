import type { Conversation } from '../steps/ports.js';
import { renderError } from '../ui/error.js';
import { renderFinding } from '../ui/findings.js';
import type { Context } from './context.js';
import { REMEDIES, remediesFor } from './remedies.js';
import type { StepEnd } from './step-end.js';

/** What the choices do that are no end by themselves; each tells whether the step is to be done again. */
export interface Ways {
  readonly keep: () => Promise<boolean>;
  readonly vantage: () => Promise<void>;
  /** True if the address is another now. */
  readonly address: () => Promise<boolean>;
}

/** `moved`: the address was corrected. */
export type Decision = 'again' | 'moved' | 'skip' | 'stop';

/** Shows what is wrong and lets the agent choose. Undefined where nobody can be asked, or nothing can be done. */
export async function decide(end: StepEnd, ways: Ways, { context, talk }: { readonly context: Context; readonly talk: Conversation }): Promise<Decision | undefined> {
  const remedies = talk.interactive ? remediesFor(end) : [];
  const [likeliest] = remedies;
  if (likeliest === undefined) return undefined;
  context.report({ kind: 'aside', lines: linesOf(end, context) });
  for (;;) {
    context.interrupt.signal.throwIfAborted();
    const chosen = await talk.choose({
      kind: 'choice',
      id: 'step.failed',
      message: 'What now?',
      choices: remedies.map((value) => ({ value, label: REMEDIES[value] })),
      default: likeliest,
    });
    if (chosen === 'keep' && (await ways.keep())) return 'again';
    if (chosen === 'vantage') await ways.vantage();
    if (chosen === 'address' && (await ways.address())) return 'moved';
    if (chosen === 'again' || chosen === 'skip' || chosen === 'stop') return chosen;
  }
}

function linesOf({ diagnoses, error }: StepEnd, { err, errWidth: width }: Context): readonly string[] {
  const told = diagnoses.some(({ code }) => code === error?.code);
  return [...(error && !told ? renderError(error, err, width) : []), ...diagnoses.flatMap((finding) => renderFinding(finding, err, width))];
}
