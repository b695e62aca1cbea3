import type { Target } from '../../../model/endpoint.js';
import { formatTarget, placeOf } from '../../../model/endpoint.js';
import { sleepAtLeast } from '../../../connection/net/pause.js';
import type { Check } from '../../../contract/document.js';
import type { SweepResult } from '../../../contract/look-results.js';
import type { Facts } from '../../../model/facts.js';
import type { Language } from '../../../contract/language.js';
import { judgeFacts } from '../../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../../diagnosis/judge-facts.js';
import type { Outcome } from '../../../cli/output/outcome.js';
import { EMPTY } from '../../../cli/output/outcome.js';
import type { Written } from '../target-arguments.js';
import { createGate } from './start-gate.js';
import { ownSignals } from './abort-fanout.js';
import { createKeyedMutex } from './keyed-mutex.js';
import { createTally } from './tally.js';
import type { Tally } from './tally.js';

/** One target, looked at and judged. */
export interface SeenTarget extends JudgedFacts {
  readonly target: string;
  readonly line: number | undefined;
  readonly facts: Facts;
  readonly checks: readonly Check[];
}

/** A target to look at, and its number in the whole input, from 0. */
export interface Numbered {
  readonly written: Written;
  readonly index: number;
}

export interface SweepOptions {
  readonly command: 'check' | 'probe';
  readonly concurrency: number;
  /** Before a look, so that not all of them begin at once. Milliseconds. */
  readonly jitterMs: number;
  readonly language: Language;
  readonly look: (target: Target, bounds: { readonly signal: AbortSignal }) => Promise<Facts>;
  readonly checksOf: (facts: Facts) => readonly Check[];
  /** Stops the sweep; what was not seen by then is left out. */
  readonly signal: AbortSignal;
  /** Called for each target as it is done, in the order of being done. @param turn its place among those looked at */
  readonly onSeen: (seen: SeenTarget, turn: number, index: number) => Promise<void>;
}

/** Rest between two looks at one terminal that is written more than once. Milliseconds. */
const REST = { least: 300, spread: 200 } as const;

/** Looks that begin before anything else is heard. */
const AT_ONE_BLOW = 16;

/** Looks at targets as they come in, a bounded number at a time, and never twice at one place at a time. @throws what the input throws */
export async function sweepTargets(input: AsyncIterator<Numbered, undefined>, options: SweepOptions): Promise<void> {
  const { signal, concurrency, jitterMs, onSeen } = options;
  const terminals = createKeyedMutex(signal);
  const signals = ownSignals(signal);
  const begin = createGate(AT_ONE_BLOW);
  const stopped = (): boolean => signal.aborted;
  let turn = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      // Whoever waits holds nothing yet.
      await sleepAtLeast(Math.random() * jitterMs, undefined);
      await begin();
      const next = await input.next();
      if (next.done || stopped()) return;
      const { written, index } = next.value;
      const own = turn;
      turn += 1;
      const look = (): Promise<SeenTarget> => signals.during((until) => lookAt(written, until, options));
      const seen = await (written.target
        ? terminals.at(placeOf(written.target), look, () =>
            sleepAtLeast(REST.least + Math.random() * REST.spread, signal),
          )
        : look());
      if (stopped()) return;
      await onSeen(seen, own, index);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, worker));
  signals.close();
  const failed = ended.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function lookAt(one: Written, signal: AbortSignal, options: SweepOptions): Promise<SeenTarget> {
  const input = one.target ? formatTarget(one.target) : one.problem.input;
  const address = { input: one.problem?.input ?? input, problem: one.problem };
  const looked: Facts = one.target ? await options.look(one.target, { signal }) : { at: Date.now() };
  const facts: Facts = { ...looked, address: { ...looked.address, ...address } };
  return {
    ...judgeFacts(facts, options.language, options.command),
    target: input,
    line: one.line,
    facts,
    checks: options.checksOf(facts),
  };
}

/** All targets as one outcome. @param seen those that are told one by one, in the order of the input */
export function outcomeOfSweep(
  seen: readonly SeenTarget[],
  { exit, error }: Pick<Tally, 'exit' | 'error'>,
  result: SweepResult,
  text: readonly string[],
): Outcome {
  return {
    ...EMPTY,
    exit,
    result,
    checks: seen.flatMap((one) => one.checks),
    diagnoses: seen.flatMap((one) => one.diagnoses),
    error,
    text,
  };
}

export function countInTally(tally: Tally, seen: SeenTarget, index: number): void {
  tally.add({ exit: seen.exit, codes: seen.diagnoses.map(({ code }) => code), error: seen.error }, index);
}

export function tallyOf(seen: readonly SeenTarget[]): Tally {
  const tally = createTally();
  seen.forEach((one, index) => {
    countInTally(tally, one, index);
  });
  return tally;
}
