import { AppError, InterruptedError } from '../contract/app-error.js';
import type { ErrorCategory, ErrorDocument, DiagnosisDocument } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';
import { ERROR_ROWS } from '../diagnosis/error-rows.js';
import { StoreError } from '../session/journal.js';
import { LockedError } from '../session/lock.js';
import { nearest } from '../text/nearest.js';
import { redact } from '../text/redact.js';

export interface Failure {
  readonly exit: ExitCode;
  readonly error: ErrorDocument;
}

/**
 * Every error that can reach the top, as an exit status and words. What is not known here is a defect of ours.
 * @param flags the names that the command's flags have, for one that was mistyped
 */
export function describeError(error: unknown, flags: readonly string[] = []): Failure {
  if (error instanceof AppError) return fromAppError(error);
  if (error instanceof InterruptedError) return interrupted(error);
  if (isPromptExit(error)) return interrupted(error.cause instanceof InterruptedError ? error.cause : new InterruptedError('SIGINT'));
  if (error instanceof LockedError) return locked(error);
  if (error instanceof StoreError) return store(error);
  const usage = usageMessage(error);
  if (usage !== undefined) return withMeant(fromRow(usage.code, usage.message, null), unknownFlags(error), flags);
  return fromRow('defect.unexpected', 'The program met something that it was not built for.', causeChain(error));
}

function fromAppError({ fields }: AppError): Failure {
  return {
    exit: fields.exit,
    error: {
      code: fields.code,
      category: fields.category,
      message: fields.message,
      cause: fields.why ?? (fields.cause === undefined ? null : causeChain(fields.cause)),
      actions: fields.actions ?? [],
      contact: fields.contact ?? null,
      retryable: fields.retryable ?? false,
    },
  };
}

const STOPPED: Readonly<Record<InterruptedError['signalName'], string>> = {
  SIGINT: 'Stopped with Ctrl-C.',
  SIGTERM: 'Stopped from outside (SIGTERM).',
  SIGHUP: 'Stopped, since the terminal window was closed (SIGHUP).',
};

function interrupted({ signalName }: InterruptedError): Failure {
  return fromRow(signalName === 'SIGINT' ? 'interrupted.sigint' : 'interrupted.sigterm', STOPPED[signalName], null);
}

function locked(error: LockedError): Failure {
  return fromRow('conflict.locked', `${error.message}.`, 'Two programs must not work on one terminal at a time. The hold ends with its process.');
}

function store(error: StoreError): Failure {
  return fromRow(error.code, `${error.message}.`, error.cause === undefined ? null : causeChain(error.cause));
}

/** What to do and who helps stand in the table that `terminal explain` reads, too. */
function fromRow(code: string, message: string, cause: string | null): Failure {
  const row = ERROR_ROWS.find((one) => one.code === code);
  if (!row) throw new Error(`no row for the error code ${code}`);
  const { category, actions, contact, retryable, exit } = row;
  return { exit, error: { code, category, message, cause, actions, contact, retryable } };
}

/** Nothing is guessed and nothing is run: the nearest flags are named before anything else. */
function withMeant({ exit, error }: Failure, typed: readonly string[], flags: readonly string[]): Failure {
  const words = flags.map((flag) => `--${flag}`);
  const meant = typed.flatMap((flag) => nearest(flag.replace(/=.*/s, ''), words)).map((flag) => `If you meant it: ${flag}`);
  return { exit, error: { ...error, actions: [...meant, ...error.actions] } };
}

/** The flags that a command was given and does not have, as oclif names them. */
function unknownFlags(error: unknown): readonly string[] {
  return error instanceof Error && error.message.startsWith('Nonexistent flag') && 'flags' in error && Array.isArray(error.flags) ? error.flags.map(String) : [];
}

/** The exit status and error of a run that ended with findings of the diagnosis table. */
export function errorOfDiagnosis(diagnosis: DiagnosisDocument, exit: ExitCode): ErrorDocument {
  return {
    code: diagnosis.code,
    category: categoryOf(exit),
    message: diagnosis.summary,
    cause: diagnosis.causes[0] ?? null,
    actions: diagnosis.do === null ? [] : [diagnosis.do],
    contact: null,
    retryable: true,
  };
}

const CATEGORIES: Readonly<Partial<Record<ExitCode, ErrorCategory>>> = {
  [EXIT.usage]: 'usage',
  [EXIT.unreachable]: 'network',
  [EXIT.credentials]: 'credentials',
  [EXIT.notATerminal]: 'terminal',
  [EXIT.cloud]: 'cloud',
  [EXIT.conflict]: 'conflict',
  [EXIT.incomplete]: 'incomplete',
  [EXIT.notCharged]: 'payment',
  [EXIT.money]: 'money',
};

export function categoryOf(exit: ExitCode): ErrorCategory {
  return CATEGORIES[exit] ?? 'defect';
}

/** oclif's own errors of parsing: unknown flags, bad options, arguments too many. */
function usageMessage(error: unknown): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  const message = error.message.split('\n').filter((line) => !line.startsWith('See more help')).join(' ').trim();
  if (/^command .* not found$/.test(message)) return { code: 'usage.unknown-command', message: `There is no ${message.replace(/ not found$/, '').replaceAll(':', ' ')}.` };
  if (/^Missing \d+ required/.test(message)) return { code: 'usage.missing', message };
  return { code: /^Nonexistent flag/.test(message) ? 'usage.unknown-flag' : 'usage.invalid', message };
}

/** The agent left a prompt by Ctrl-C, or a signal took it away. */
export function isPromptExit(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}

/** An unexpected error keeps its cause; stacks only show with --debug. */
function causeChain(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  while (current instanceof Error && parts.length < 8) {
    parts.push(`${current.name}: ${current.message}`);
    current = current.cause;
  }
  if (parts.length === 0) parts.push(String(current));
  return redact(parts.join(' <- '));
}
