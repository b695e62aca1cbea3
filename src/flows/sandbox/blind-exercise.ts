import { explainCode } from '../../diagnosis/advice.js';
import { BLIND, scenarioAnswer, choicesFor, pickBlind } from '../../sandbox/scenarios/blind.js';
import type { Scenario } from '../../sandbox/scenarios/scenario.js';
import type { Outside } from '../../sandbox/rules.js';
import type { PracticeResult } from '../../session/practice-results.js';
import type { SessionStore } from '../../session/store.js';
import type { Prompter } from '../../steps/dependencies.js';
import type { RiddleResult, SandboxResult } from '../../contract/program-results.js';
import type { Theme } from '../../ui/theme.js';
import { isPromptExit } from '../../cli/output/describe-error.js';
import { foundInSessions } from './found-in-sessions.js';

/** A situation that is to be found out. */
export interface BlindExercise {
  readonly scenario: Scenario;
  readonly seed: number;
  /** The code to find. */
  readonly answer: string;
}

/** How the trainee did. */
interface Verdict {
  /** Null: no session shows it, and nobody was asked. */
  readonly found: boolean | null;
  readonly by: 'session' | 'answer' | undefined;
  /** What the trainee took it for. */
  readonly said?: string;
  /** When it was found, else when it ended: epoch milliseconds. */
  readonly at: number;
}

export function createBlindExercise(seed: number): BlindExercise {
  const scenario = pickBlind(seed);
  const answer = scenarioAnswer(scenario);
  if (answer === undefined) throw new Error(`${scenario.name} has no one answer`);
  return { scenario, seed, answer };
}

/**
 * The trainee's window is another process, so there are two ways to know. The journals of this machine prove what an
 * onboarding or a test has found; the one who looked with `probe` alone, which keeps no record, is asked.
 */
export async function judgeAnswer(
  { answer, seed }: BlindExercise,
  desks: readonly Outside[],
  since: number,
  store: SessionStore,
  talk: Prompter | undefined,
): Promise<Verdict> {
  const at = foundInSessions(answer, desks, since, store);
  if (at !== undefined) return { found: true, by: 'session', at };
  if (!talk?.interactive) return { found: null, by: undefined, at: Date.now() };
  const choices = [
    ...choicesFor(answer, seed).map((code) => ({ value: code, label: meaningOf(code) })),
    { value: '', label: 'I do not know' },
  ];
  const said = await talk
    .choose({ kind: 'choice', id: 'sandbox.answer', message: 'What was it?', choices, noDefault: true })
    .catch(unanswered);
  return { found: said === answer, by: 'answer', at: Date.now(), ...(said === '' ? {} : { said }) };
}

export function verdictResult(
  played: SandboxResult,
  { scenario, seed, answer }: BlindExercise,
  { found }: Verdict,
): RiddleResult {
  return { ...played, scenario: scenario.name, shows: scenario.shows, blind: true, seed, codes: [answer], found };
}

/** As it is kept. @param since when it began: epoch milliseconds */
export function practiceOf(
  { scenario, seed, answer }: BlindExercise,
  { found, at }: Verdict,
  since: number,
): PracticeResult {
  const seconds = Math.max(0, Math.round((at - since) / 1000));
  return { at: new Date().toISOString(), scenario: scenario.name, seed, code: answer, found, seconds };
}

export function verdictText(
  { scenario, seed, answer }: BlindExercise,
  verdict: Verdict,
  score: string,
  theme: Theme,
): readonly string[] {
  return [
    `${theme.strong('It was')}: ${scenario.name} (${scenario.shows})`,
    `  ${toldOf(answer, verdict, theme)}`,
    '',
    `In full:    terminal explain ${answer}`,
    `Again:      terminal sandbox --scenario ${BLIND} --seed ${String(seed)}`,
    `So far:     ${score} All: terminal practice`,
  ];
}

function toldOf(answer: string, { found, by, said }: Verdict, theme: Theme): string {
  if (found === true)
    return `${theme.sign.pass} Found: ${answer}${by === 'session' ? ', as a session on this computer shows.' : '.'}`;
  if (found === null)
    return `${theme.sign.unknown} It is ${answer}. No session on this computer found it. You know whether you did.`;
  return `${theme.sign.fail} Not found: it is ${answer}${said === undefined ? '' : `, not ${said}`}.`;
}

/** Ctrl-C at the question is no answer, and no reason to keep the solution back. */
function unanswered(error: unknown): string {
  if (isPromptExit(error)) return '';
  throw error;
}

function meaningOf(code: string): string {
  return explainCode(code, 'en')?.meaning ?? code;
}
