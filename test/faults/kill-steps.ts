import { readFileSync } from 'node:fs';

/**
 * How a program dies at a step: right before it, right after, in the middle of what it writes, or after it with all
 * unsynced data lost. With `full` it lives on, and the disk takes nothing more; with `gone` and `changed` another
 * has taken its journal away, or written to it.
 */
export type Moment = 'before' | 'after' | 'torn' | 'power' | 'full' | 'gone' | 'changed';

/** A step that the preload counted: what was done, and the how-manieth of its kind it is. */
export interface Step {
  readonly name: string;
  /** It writes, so it can be done by half. */
  readonly tearable: boolean;
  /** After it the disk does not hold all that was written. */
  readonly unsynced: boolean;
}

export interface Death {
  readonly step: string;
  readonly moment: Moment;
}

/** Reads what the preload wrote to its log. */
export function readSteps(log: string): readonly Step[] {
  const lines = readFileSync(log, 'utf8').split('\n');
  const [torn, power] = ['torn ', 'power '].map(
    (mark) => new Set(lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length))),
  );
  return lines
    .filter((line) => line.startsWith('step '))
    .map((line) => line.slice(5))
    .map((name) => ({ name, tearable: torn?.has(name) === true, unsynced: power?.has(name) === true }));
}

/** Every death that a program with these steps can die. */
export function deathsOf(steps: readonly Step[], moments: readonly Moment[]): readonly Death[] {
  return steps.flatMap((step) =>
    moments.filter((moment) => isPossible(step, moment)).map((moment) => ({ step: step.name, moment })),
  );
}

function isPossible(step: Step, moment: Moment): boolean {
  if (moment === 'torn') return step.tearable;
  if (moment === 'full') return /^(write|sync|create|make)/.test(step.name);
  if (moment === 'gone' || moment === 'changed') return step.name.startsWith('write');
  return moment === 'power' ? step.unsynced : true;
}

/** As the preload reads it, and as a failure names it. */
export const nameOf = ({ step, moment }: Death): string => `${step}, ${moment}`;

/** How often each kind of step was taken, in a line. */
export function countOf(steps: readonly Step[]): string {
  const kinds = steps.map(({ name }) => name.split(' ')[0] ?? '');
  return [...new Set(kinds)].map((kind) => `${String(kinds.filter((one) => one === kind).length)} ${kind}`).join(', ');
}
