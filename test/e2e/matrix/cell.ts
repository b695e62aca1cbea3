import type { Running, RunOptions } from '../../support/run.js';

/** How a result is asked for. */
export type Form = 'text' | 'json' | 'jsonl';

/** What is run. */
export interface Line {
  readonly args: readonly string[];
  readonly options?: RunOptions;
}

/** One way of one command to end. */
export interface Ending {
  /** As it is typed: `sessions list`. */
  readonly command: string;
  /** Among the command's endings there is one of this name. */
  readonly what: string;
  readonly status: number;
  /** The error's code; null where there is none. */
  readonly code: string | null;
  readonly begin: () => Line | Promise<Line>;
}

/** A stage in which a command waits. */
export interface Stage {
  readonly command: string;
  readonly what: string;
  readonly begin: () => Promise<Waiting>;
}

export interface Waiting extends Line {
  /** Resolves once the program is at this stage. Told what it writes to stdin, if the stage is there. */
  readonly until: (running: Running) => Promise<unknown>;
}
