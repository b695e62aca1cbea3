import type { ErrorDocument } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import type { ExitCode } from '../../contract/exit.js';
import type { SweepSummary } from '../../contract/look-results.js';
import type { SeenTarget } from './seen-target.js';

/** What counts of one target. */
export interface Counted {
  readonly exit: ExitCode;
  readonly codes: readonly string[];
  readonly error: ErrorDocument | null;
}

/** Counts targets, in whatever order they are done. */
export interface Tally {
  /** @param index of the target in the input: of several failures the first in that order is told */
  add(one: Counted, index: number): void;
  summary(): SweepSummary;
  readonly targets: number;
  readonly failed: number;
  readonly exit: ExitCode;
  /** Of the target that the exit status is from. */
  readonly error: ErrorDocument | null;
}

export function createTally(): Tally {
  const codes = new Map<string, number>();
  let [targets, failed] = [0, 0];
  let gravest: { readonly rank: number; readonly exit: ExitCode; readonly error: ErrorDocument | null } | undefined;
  return {
    add({ exit, codes: found, error }, index) {
      targets += 1;
      for (const code of found) codes.set(code, (codes.get(code) ?? 0) + 1);
      if (exit === EXIT.done) return;
      failed += 1;
      // Money comes before everything.
      const rank = exit === EXIT.money ? -1 : index;
      if (gravest === undefined || rank < gravest.rank) gravest = { rank, exit, error };
    },
    summary: () => ({
      targets,
      ok: targets - failed,
      failed,
      diagnoses: Object.fromEntries([...codes].sort(([one], [other]) => (one < other ? -1 : 1))),
      exitCode: gravest?.exit ?? EXIT.done,
    }),
    get targets() {
      return targets;
    },
    get failed() {
      return failed;
    },
    get exit() {
      return gravest?.exit ?? EXIT.done;
    },
    get error() {
      return gravest?.error ?? null;
    },
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
