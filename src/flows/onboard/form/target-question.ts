import { parseTargets } from '../../../targets/parse-targets.js';
import type { LeftOut } from '../../../targets/strangers.js';
import type { Role, Target } from '../../../model/endpoint.js';
import type { AddressProblem } from '../../../model/facts.js';
import type { Language } from '../../../contract/language.js';
import { BACK } from '../../../steps/dependencies.js';
import type { Prompter, ReportProgress } from '../../../steps/dependencies.js';
import { safeExcerpt } from '../../../text/safe-excerpt.js';
import { inQuotes } from '../../../text/quoted.js';
import { clinicSentence } from '../../../ui/sentences.js';
import { judgeFacts } from '../../../diagnosis/judge-facts.js';
import { withoutMailHeaders } from '../../../targets/mail-body.js';
import { leftOutInWords, readingInWords } from '../../look/left-out.js';
import { onlyTarget, writtenTargets } from '../../look/target-arguments.js';
import { placeOf } from '../../../model/endpoint.js';
import { askForLogPorts } from './log-port-question.js';
import { doubtfulNumbers, describeTarget, unusedInWords } from './target-text.js';

export interface TargetAsking {
  readonly talk: Prompter;
  readonly report: ReportProgress;
  readonly language: Language;
  readonly role: string | undefined;
  readonly allowPrivate: boolean;
  /** What was said before: at hand to be mended. */
  readonly former?: string;
  /** Why it is asked once more. */
  readonly preamble?: readonly string[];
  readonly back?: boolean;
}

/** The terminals of a text. */
interface SaidTargets {
  readonly targets: readonly Target[];
  /** As the clinic wrote it. */
  readonly text: string;
}

/** What the clinic said, until it is an address: any text that holds one, or several. Tells what was understood. */
export async function askForTargets(asking: TargetAsking): Promise<SaidTargets | typeof BACK> {
  const { talk, language } = asking;
  let [former, preamble] = [asking.former, asking.preamble ?? [`Say: ${clinicSentence('target', language)}`]];
  for (;;) {
    const text = await talk.text({
      kind: 'text',
      id: 'target',
      message: "Clinic's address (with ports, if given):",
      preamble,
      hint: 'You can paste a whole email. Ctrl-C: save and hang up.',
      manyLines: true,
      ignoreTypeAhead: former !== undefined,
      ...(former === undefined ? {} : { former }),
      ...(asking.back === true ? { back: true } : {}),
      check: (answer) => (answer.trim() === '' ? 'Enter a value.' : undefined),
    });
    if (text === BACK && asking.back === true) return BACK;
    const reading = read(await withoutMailHeaders([text]), asking);
    const targets = reading.targets.length === 0 ? undefined : await agreeOn(reading, text, asking);
    if (targets) return { targets: asking.role === undefined ? await askForLogPorts(targets, talk) : targets, text };
    former = text;
    preamble = [
      ...reading.problems.flatMap((problem) => inShort(problem, language)),
      ...(reading.unused.length === 0 ? [] : [unusedInWords(reading.unused)]),
    ];
  }
}

/** Several words of the command line that were wrong, told and asked again. @throws AppError, DiagnosisError where nobody can be asked */
export async function targetsOfWords(
  given: readonly string[],
  asking: TargetAsking,
  warn: (text: string) => void,
): Promise<SaidTargets> {
  const { role, allowPrivate, language, talk } = asking;
  const words = await withoutMailHeaders(given);
  const reading = writtenTargets({ words, role, allowPrivate });
  const { written } = reading;
  for (const text of readingInWords(reading)) warn(text);
  const wrong = written.find((one) => one.target === undefined);
  const text = words.join('\n');
  if (!wrong) return { targets: written.flatMap((one) => one.target ?? []), text };
  if (!talk.interactive) return { targets: [onlyTarget(written, language)], text };
  const said = await askForTargets({
    ...asking,
    former: words.join(' '),
    preamble: inShort(wrong.problem, language),
    back: false,
  });
  return said === BACK ? { targets: [], text } : said;
}

interface Reading {
  readonly targets: readonly Target[];
  /** Of what was left out, and of names. */
  readonly problems: readonly AddressProblem[];
  /** Numbers that may be ports and were understood as nothing. */
  readonly unused: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly doubt?: string;
}

function read(texts: readonly string[], { role, allowPrivate }: TargetAsking): Reading {
  const { targets, problems, unused, leftOut, doubt } = parseTargets(texts, {
    allowPrivate,
    ...(role === undefined ? {} : { role: role as Role }),
  });
  const useful = targets.filter(({ posxml }) => posxml !== undefined);
  if (targets.length > 0 && useful.length === 0)
    return {
      targets: [],
      problems: [
        {
          code: 'address.invalid',
          input: safeExcerpt(texts.join(' '), 80),
          reason: 'only the log port was given, and the posxml port is needed',
        },
      ],
      unused,
      leftOut: [],
    };
  return { targets: useful, problems, unused, leftOut, ...(doubt !== undefined && { doubt }) };
}

/** Told in words; asked only where something is doubtful. Undefined if it was not meant so. */
async function agreeOn(
  { targets, problems, unused, leftOut, doubt }: Reading,
  text: string,
  { talk, report, language }: TargetAsking,
): Promise<readonly Target[] | undefined> {
  for (const target of targets) report({ kind: 'note', text: `Understood: ${describeTarget(target, text)}.` });
  const doubtful = doubtfulNumbers(unused, targets, text);
  if (unused.length > 0 && doubtful.length === 0) report({ kind: 'note', text: `Not used: ${unused.join(', ')}.` });
  const preamble = problems.flatMap((problem) =>
    problem.code === 'address.hostname'
      ? inShort(problem, language)
      : [`Left out: ${problem.input} (${problem.reason}).`],
  );
  preamble.push(...leftOut.map(leftOutInWords));
  if (doubtful.length > 0) preamble.push(unusedInWords(doubtful));
  else if (doubt !== undefined) preamble.push(`In doubt: ${safeExcerpt(doubt, 120)}.`);
  if (targets.length > 1) return choose(targets, preamble, talk);
  if (preamble.length === 0) return targets;
  // An Enter too many must not leave a port out.
  const agreed = await talk.confirm({
    kind: 'confirm',
    id: 'understood',
    message: 'Continue with this?',
    back: true,
    preamble,
    default: doubtful.length === 0,
  });
  return agreed ? targets : undefined;
}

async function choose(
  targets: readonly Target[],
  preamble: readonly string[],
  talk: Prompter,
): Promise<readonly Target[] | undefined> {
  const all = {
    value: 'all',
    label: targets.length === 2 ? 'Both, one after the other' : `All ${String(targets.length)}, one after the other`,
  };
  const each = targets.map((target, index) => ({ value: String(index), label: `Only ${placeOf(target)}` }));
  const chosen = await talk.choose({
    kind: 'choice',
    id: 'understood',
    message: `Found ${String(targets.length)} terminals. Which ones?`,
    preamble,
    choices: [all, ...each],
    back: true,
  });
  if (chosen === BACK) return undefined;
  return chosen === 'all' ? targets : targets.filter((_, index) => String(index) === chosen);
}

/** What is wrong, and what to say to the clinic. */
function inShort(problem: AddressProblem, language: Language): readonly string[] {
  const [row] = judgeFacts({ at: Date.now(), address: { input: problem.input, problem } }, language).diagnoses;
  // Where a name leads to is not looked up before the agent agrees to it.
  const summary =
    problem.code === 'address.hostname'
      ? `${problem.input} is a name, not a fixed address.`
      : (row?.summary ?? `${problem.input}: ${problem.reason}.`);
  return [summary, ...(row?.say ? [`Say: ${inQuotes(row.say, language)}`] : [])];
}
