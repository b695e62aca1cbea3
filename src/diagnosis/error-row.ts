import type { ErrorCategory } from '../contract/document.js';
import type { ExitCode } from '../contract/exit.js';

/** An error of the program or its use, as opposed to something found out about a terminal. */
export interface ErrorRow {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly exit: ExitCode;
  readonly meaning: string;
  /** What to do, one step an entry. */
  readonly actions: readonly string[];
  /** Who can help. */
  readonly contact: string;
  /** Whether the same command may succeed if it is simply run again. */
  readonly retryable: boolean;
}
