import { formatTarget } from '../../../model/endpoint.js';
import { parseTargets } from '../../../targets/parse-targets.js';
import type { LeftOut } from '../../../targets/strangers.js';
import type { Target } from '../../../model/endpoint.js';
import type { Language } from '../../../contract/language.js';
import type { Prompter, ReportProgress } from '../../../steps/dependencies.js';
import { leftOutInWords } from '../../look/left-out.js';
import { askForLogPorts } from '../form/log-port-question.js';
import { safeExcerpt } from '../../../text/safe-excerpt.js';
import { clinicSentence } from '../../../ui/sentences.js';
import { describeTarget, doubtfulNumbers, unusedInWords, wasSaid } from '../form/target-text.js';

/**
 * Asks for the address once more, until it is the address of one terminal; undefined where the agent goes back. What
 * the answer holds beside it is told, and a log port that was not said is asked for, as when the call began.
 * `say`: the sentence of what was found wrong with it, if that is why.
 */
export async function askForAddress(
  current: Target,
  talk: Prompter,
  report: ReportProgress,
  settings: { readonly language: Language; readonly allowPrivate: boolean; readonly say: string | null | undefined },
): Promise<Target | undefined> {
  const read = (text: string): Understood | string => {
    const { targets, problems, unused, leftOut, doubt } = parseTargets([text], { allowPrivate: settings.allowPrivate });
    const problem = problems.find(({ code }) => code !== 'address.hostname');
    if (problem) return `${problem.input}: ${problem.reason}.`;
    const [target, ...others] = targets;
    if (!target?.posxml) return 'It contains no address like 84.50.12.34 or 84.50.12.34:4445.';
    if (others.length > 0) return 'It contains more than one terminal. Give one.';
    const doubtful = doubtfulNumbers(unused, targets, text);
    if (doubtful.length > 0) return unusedInWords(doubtful);
    return doubt === undefined ? { target, leftOut } : `${safeExcerpt(doubt, 120)}: write it like that if it is right.`;
  };
  const answer = await talk.text({
    kind: 'text',
    id: 'target',
    message: 'Correct address (the ports stay, unless you give others):',
    preamble: [`Say: ${settings.say ?? clinicSentence('target', settings.language)}`],
    former: formatTarget(current),
    back: true,
    ignoreTypeAhead: true,
    check: (text) => {
      const understood = read(text);
      return typeof understood === 'string' ? understood : undefined;
    },
  });
  const understood = read(answer);
  // The question takes no other answer but the one that goes back.
  if (typeof understood === 'string') return undefined;
  for (const one of understood.leftOut) report({ kind: 'note', text: leftOutInWords(one) });
  const named = withFormerPorts(understood.target, current, answer);
  if (named !== understood.target) report({ kind: 'note', text: `Understood: ${describeTarget(named)}.` });
  const [target] = await askForLogPorts([named], talk);
  return target;
}

/** Where the address alone was given, the clinic's ports are what they were. */
function withFormerPorts(target: Target, { posxml, log }: Target, answer: string): Target {
  const { host } = target;
  if ([target.posxml, target.log].some((pair) => pair !== undefined && wasSaid(pair.port, answer))) return target;
  return { ...target, posxml: posxml && { ...posxml, host }, log: log && { ...log, host } };
}

interface Understood {
  readonly target: Target;
  readonly leftOut: readonly LeftOut[];
}
