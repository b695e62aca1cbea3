import { EXIT } from '../contract/exit.js';
import type { StepName } from '../contract/step-name.js';
import type { Entry } from '../session/events.js';
import { withCapital, cleanText } from './words.js';

/** A step that ended, as often as it ended in the same way in a row. */
export interface Attempt {
  readonly step: StepName;
  readonly result: 'passed' | 'failed' | 'stopped';
  readonly codes: readonly string[];
  readonly summary: string;
  readonly at: string;
  readonly until: string;
  readonly times: number;
}

/** What ended a step without anything being found: the agent, or work that is left for later. */
const STOPPED: readonly number[] = [EXIT.incomplete, EXIT.sigint, EXIT.sigterm];

export function attemptsOf(entries: readonly Entry[]): readonly Attempt[] {
  return entries.reduce<readonly Attempt[]>((attempts, { at, event }) => {
    if (event.type !== 'step.ended') return attempts;
    const result = event.exitCode === EXIT.done ? 'passed' : STOPPED.includes(event.exitCode) ? 'stopped' : 'failed';
    const next: Attempt = {
      step: event.step,
      result,
      codes: event.codes.map(cleanText),
      summary: withCapital(cleanText(event.summary)),
      at,
      until: at,
      times: 1,
    };
    const last = attempts.at(-1);
    return last && isSame(last, next)
      ? [...attempts.slice(0, -1), { ...last, until: at, times: last.times + 1 }]
      : [...attempts, next];
  }, []);
}

function isSame(one: Attempt, other: Attempt): boolean {
  return (
    one.result !== 'passed' &&
    one.step === other.step &&
    one.result === other.result &&
    one.summary === other.summary &&
    one.codes.join() === other.codes.join()
  );
}
