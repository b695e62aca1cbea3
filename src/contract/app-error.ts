import type { ErrorCategory } from './document.js';
import { EXIT } from './exit.js';
import type { ExitCode } from './exit.js';

interface AppErrorFields {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly exit: ExitCode;
  /** What happened. */
  readonly message: string;
  /** Why, where it is known. */
  readonly why?: string;
  /** What to do, one thing each. */
  readonly actions?: readonly string[];
  /** Who can help. */
  readonly contact?: string;
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** An error that a person can act on. Everything else that is thrown is a defect. */
export class AppError extends Error {
  readonly fields: AppErrorFields;
  constructor(fields: AppErrorFields) {
    super(fields.message, { cause: fields.cause });
    this.fields = fields;
  }
}

/** Wrong or missing input; found before anything is sent. */
export function usageError(
  code: 'usage.invalid' | 'usage.missing' | 'usage.unknown-command',
  message: string,
  actions: readonly string[] = [],
): AppError {
  return new AppError({ code, category: 'usage', exit: EXIT.usage, message, actions });
}

/** Stopped by a signal of the agent or the system. */
export class InterruptedError extends Error {
  readonly signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP';
  constructor(signalName: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`stopped by ${signalName}`);
    this.signalName = signalName;
  }
}
