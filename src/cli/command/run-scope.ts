import { LockedError } from '../../session/locked-error.js';
import type { Outcome } from '../output/outcome.js';

/** Work that is under way: what has to be said of it, should the run end before it does. */
export interface UnfinishedWork {
  /** How to resume it, and what it leaves open: part of the outcome of a failure or a stop. */
  readonly resume?: () => Partial<Outcome>;
  /** Puts open payments first, whatever the run came to. @throws StoreError */
  readonly openPayments?: (outcome: Outcome) => Outcome;
}

/** Turns whatever happens to work into one outcome. The innermost work that is under way speaks for the run. */
export class RunScope {
  readonly #underWay: UnfinishedWork[] = [];
  /** Outcomes of failures: work around the one that failed must not judge them again. */
  readonly #judged = new WeakSet<Outcome>();
  readonly #describe: (error: unknown) => Outcome;

  /** @param describe an error as the outcome of a command */
  constructor(describe: (error: unknown) => Outcome) {
    this.#describe = describe;
  }

  /** Runs `work`, and never throws. */
  async run(unfinished: UnfinishedWork, work: () => Promise<Outcome>): Promise<Outcome> {
    this.#underWay.push(unfinished);
    try {
      const outcome = await work();
      return this.#judged.has(outcome) ? outcome : (unfinished.openPayments?.(outcome) ?? outcome);
    } catch (error) {
      return this.#fail(error);
    } finally {
      this.#underWay.splice(this.#underWay.indexOf(unfinished), 1);
    }
  }

  /** The outcome of a run that is left on the spot, for a second signal or an error that came from outside of the work: money first. */
  left(error: unknown): Outcome {
    return this.#withOpenPayments(this.#stopped(error));
  }

  #stopped(error: unknown): Outcome {
    return { ...this.#describe(error), ...this.#underWay.at(-1)?.resume?.() };
  }

  #fail(error: unknown): Outcome {
    const failed = this.#stopped(error);
    // A stop stays a stop, with the open record beside it; and a terminal's payments are in the hands of the one who has locked it.
    const asItIs = failed.error?.category === 'interrupted' || error instanceof LockedError;
    const outcome = asItIs ? failed : this.#withOpenPayments(failed);
    this.#judged.add(outcome);
    return outcome;
  }

  /** A disk that takes nothing more can usually be read still, and what it holds may be money. */
  #withOpenPayments(failed: Outcome): Outcome {
    try {
      return this.#underWay.at(-1)?.openPayments?.(failed) ?? failed;
    } catch {
      return failed;
    }
  }
}
