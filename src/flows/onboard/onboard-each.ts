import type { Language } from '../../contract/language.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { sentenceAbout } from '../../ui/sentences.js';
import { wrapText } from '../../ui/wrap.js';
import { EXIT, gravestExit } from '../../contract/exit.js';
import type { ExitCode } from '../../contract/exit.js';
import type { OnboardResult } from '../../contract/call-results.js';
import type { NoResult } from '../../contract/results.js';
import type { Prompter } from '../../steps/dependencies.js';
import type { Theme } from '../../ui/theme.js';
import type { AllAnswers, OnboardAnswers } from './form/ask-for-answers.js';
import { placeOf } from '../../model/endpoint.js';
import type { CommandContext } from '../../cli/command/context.js';
import { describeError, isPromptExit } from '../../cli/output/describe-error.js';
import type { FailedRun } from '../../cli/output/describe-error.js';
import { tellAside } from '../../cli/output/print-outcome.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { writeAll } from '../../cli/process/streams.js';

/** How the onboarding of one of several terminals ended. */
interface TerminalOutcome {
  /** As the agent would write it. */
  readonly target: string;
  readonly outcome: Outcome;
}

interface EachDeps {
  readonly context: CommandContext;
  readonly run: RunInfo;
  readonly talk: Prompter;
  /** Of the clinic. */
  readonly language: Language;
  /** Ends in an outcome, whatever happens. */
  onboard(answers: OnboardAnswers): Promise<Outcome>;
  /** Asks for one more terminal of the same clinic. */
  more(last: OnboardAnswers): Promise<AllAnswers>;
}

interface End extends TerminalOutcome {
  /** It stands on the agent's screen already. */
  told: boolean;
}

/** One terminal after the other; that one fails is no reason to lose the others. */
export async function onboardEach({ terminals, asked }: AllAnswers, deps: EachDeps): Promise<Outcome> {
  const ends: End[] = [];
  const waiting = [...terminals];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const target = placeOf(next.target);
    if (ends.length + waiting.length > 0)
      announce(next, { at: ends.length + 1, of: ends.length + 1 + waiting.length }, deps);
    const outcome = await deps.onboard(next);
    const end = { target, outcome, told: false };
    ends.push(end);
    if (isStopped(outcome) || deps.context.interrupt.signal.aborted) break;
    if (waiting.length > 0) {
      const decision = await goesOn(end, waiting.length, deps);
      if (typeof decision !== 'boolean') return stoppedBy(decision, ends, deps);
      if (!decision) break;
    }
    if (waiting.length === 0 && asked && outcome.exit === EXIT.done)
      waiting.push(...(await moreAfter(next, end, deps)));
  }
  return concluded(ends, deps);
}

/** Which one is next, by the desk's name, and the sentence that sends the person there. */
function announce(
  { target, registering }: OnboardAnswers,
  { at, of }: { readonly at: number; readonly of: number },
  { context: { report, err, errWidth }, language }: EachDeps,
): void {
  const name = registering?.name ?? '';
  const which = `Terminal ${String(at)} of ${String(of)}: ${name === '' ? '' : `${name}, `}${placeOf(target)}`;
  report({ kind: 'aside', lines: ['', ...wrapText(err.strong(which), errWidth)] });
  if (name !== '') report({ kind: 'say', text: sentenceAbout('desk', safeExcerpt(name), language) });
}

/** Gives how the question was left, if it was not answered. */
async function goesOn(end: End, left: number, deps: EachDeps): Promise<boolean | FailedRun> {
  await tell(end, deps);
  if (end.outcome.exit === EXIT.done || !deps.talk.interactive) return true;
  try {
    return await deps.talk.confirm({
      kind: 'confirm',
      id: 'next',
      message: `Continue with the next terminal (${String(left)} left)?`,
      default: true,
    });
  } catch (error) {
    if (isPromptExit(error)) return describeError(error);
    throw error;
  }
}

/** The agent who hangs up here has everything done. */
async function moreAfter(last: OnboardAnswers, end: End, deps: EachDeps): Promise<readonly OnboardAnswers[]> {
  await tell(end, deps);
  try {
    const wanted = await deps.talk.confirm({
      kind: 'confirm',
      id: 'more',
      message: 'Add another terminal for this clinic?',
      back: true,
      default: false,
    });
    return wanted ? (await deps.more(last)).terminals : [];
  } catch (error) {
    if (isPromptExit(error)) return [];
    throw error;
  }
}

/** As it happens, since the next one takes its time; a document has all of them at the end. */
async function tell(end: End, { context, run }: EachDeps): Promise<void> {
  if (run.json) return;
  end.told = true;
  context.endProgress();
  await writeAll(process.stdout, end.outcome.text.map((line) => `${context.out.plain(line)}\n`).join(''));
  await tellAside(end.outcome, run);
}

/** What is told already is not told again. */
function concluded(ends: readonly End[], { run, context }: EachDeps): Outcome {
  const last = ends.at(-1);
  if (!last) throw new Error('there was no terminal');
  const all = ends.length > 1 ? outcomeOfSeveral(ends, context.out) : last.outcome;
  if (run.json) return all;
  const summary = ends.length > 1 ? all.text : [];
  const { text, warnings, error, resume } = last.told ? NOTHING : last.outcome;
  return { ...all, text: [...text, ...summary], warnings, error, resume };
}

/** What is done by then is told all the same. */
function stoppedBy({ exit, error }: FailedRun, ends: readonly End[], deps: EachDeps): Outcome {
  const done = concluded(ends, deps);
  return done.exit === EXIT.money ? done : { ...done, exit, error };
}

const NOTHING = { text: [], warnings: [], error: null, resume: null };

function isStopped({ error }: Outcome): boolean {
  return error?.category === 'interrupted';
}

/** What `result` holds of a single terminal; empty where there are several, and `terminals` has one of each. */
const NO_SINGLE = {
  session: null,
  terminalId: null,
  ownerName: null,
  version: null,
  steps: {},
  registration: null,
  payment: null,
};

/** One outcome of several: the gravest status, everything that was seen, and a line for each on screen. */
function outcomeOfSeveral(ends: readonly TerminalOutcome[], theme: Theme): Outcome {
  const outcomes = ends.map(({ outcome }) => outcome);
  const exit = exitOf(outcomes);
  const grave = outcomes.find((outcome) => outcome.exit === exit);
  return {
    exit,
    result: {
      ...NO_SINGLE,
      terminals: ends.map(({ target, outcome }) => ({
        target,
        exitCode: outcome.exit,
        errorCode: outcome.error?.code ?? null,
        resume: outcome.resume?.command ?? null,
        ...NO_SINGLE,
        ...(outcome.result as OnboardResult | NoResult),
      })),
    },
    checks: outcomes.flatMap((outcome) => outcome.checks),
    diagnoses: outcomes.flatMap((outcome) => outcome.diagnoses),
    warnings: outcomes.flatMap((outcome) => outcome.warnings),
    error: grave?.error ?? null,
    resume: grave?.resume ?? null,
    text: ends.map(({ target, outcome }) => summaryLine(target, outcome, theme)),
  };
}

/** A stop is told as a stop, unless there is money. */
function exitOf(outcomes: readonly Outcome[]): ExitCode {
  const exit = gravestExit(outcomes.map((outcome) => outcome.exit));
  return exit === EXIT.money ? exit : (outcomes.find(isStopped)?.exit ?? exit);
}

function summaryLine(target: string, { exit, error }: Outcome, theme: Theme): string {
  return exit === 0
    ? `${theme.sign.pass} ${target}  ${theme.good('done')}`
    : `${theme.sign.fail} ${target}  ${error?.message ?? `exit ${String(exit)}`}`;
}
