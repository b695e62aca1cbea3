import { AppError, InterruptedError } from '../../contract/app-error.js';
import type { ErrorDocument } from '../../contract/document.js';
import type { ExitCode } from '../../contract/exit.js';
import { ERROR_ROWS } from '../../diagnosis/error-rows.js';
import type { PaymentState } from '../../payment/state.js';
import type { Salvaged } from '../../session/salvage.js';
import { StoreError } from '../../session/store-error.js';
import { LockedError, TakenError } from '../../session/locked-error.js';
import { formatEuros } from '../../text/euros.js';
import { closestMatches } from '../../text/closest-matches.js';
import { redactText } from '../../text/redact.js';
import { escapeControls } from '../../text/escape-controls.js';
import { paymentReferences } from '../../ui/payment-references.js';
import { bankContact } from '../input/bank-contacts.js';
import { InstallationError } from '../package/installation-error.js';

const MOST_CAUSES = 8;
/** Characters. */
const LONGEST_CAUSE = 2000;

export interface FailedRun {
  readonly exit: ExitCode;
  readonly error: ErrorDocument;
}

/** What a command knows of itself, for words about its errors. */
interface About {
  readonly reporting?: Reporting | undefined;
  /** The names that its flags have, for one that was mistyped. */
  readonly flags?: readonly string[];
  /** The setting of the banks' telephone numbers. */
  readonly bankLines?: string | undefined;
}

/** Every error that can reach the top, as an exit status and words. What is not known here is a bug in this program. */
export function describeError(error: unknown, about: About = {}): FailedRun {
  const { exit, error: told } = describe(error, about);
  // A message may say back what a person typed, and anything is pasted once.
  return {
    exit,
    error: {
      ...told,
      message: redactText(told.message),
      cause: told.cause === null ? null : redactText(told.cause),
      actions: told.actions.map(redactText),
    },
  };
}

function describe(error: unknown, { reporting, flags = [], bankLines }: About): FailedRun {
  if (error instanceof AppError) return fromAppError(error);
  if (error instanceof InterruptedError) return interrupted(error);
  if (isPromptExit(error))
    return interrupted(error.cause instanceof InterruptedError ? error.cause : new InterruptedError('SIGINT'));
  if (error instanceof TakenError) return taken(error);
  if (error instanceof LockedError) return locked(error);
  if (error instanceof StoreError) return store(error, bankLines);
  if (error instanceof InstallationError || isMissingModule(error))
    return fromRow('defect.installation', 'Files of terminal are missing or damaged.', causeChain(error));
  const usage = usageMessage(error);
  if (usage !== undefined) {
    const { exit, error: told } = fromRow(usage.code, usage.message, null);
    return withMeant({ exit, error: { ...told, actions: usage.actions ?? told.actions } }, unknownFlags(error), flags);
  }
  return defect(error, reporting);
}

/** What the one who mends a defect has to know. */
export interface Reporting {
  /** Of this program; undefined where not even that could be read. */
  readonly version: string | undefined;
  readonly run: { readonly runId: string };
  /** Where to report it, if the package says so. */
  readonly bugs: string | undefined;
}

function defect(error: unknown, about: Reporting | undefined): FailedRun {
  const failure = fromRow(
    'defect.unexpected',
    'Unexpected error. This is a bug in terminal. Follow the steps below and report it.',
    causeChain(error),
  );
  if (!about) return failure;
  const told = `terminal ${about.version ?? '(version unknown)'}, node ${process.version}, ${process.platform}-${process.arch}, run ${about.run.runId}`;
  return {
    ...failure,
    error: { ...failure.error, contact: `${about.bugs ?? failure.error.contact ?? ''}; include: ${told}` },
  };
}

/** npm's `bugs` of a package. */
export function bugsAddress(
  bugs: string | { readonly url?: string; readonly email?: string } | undefined,
): string | undefined {
  return typeof bugs === 'string' ? bugs : (bugs?.url ?? bugs?.email);
}

/** Where a defect and each of its causes came from; for --debug alone. Undefined for what is no defect. */
export function stackOf(error: unknown): string | undefined {
  if (describeError(error).error.code !== 'defect.unexpected') return undefined;
  const stacks = chainOf(error).flatMap((one) => (one.stack ?? one.message).split('\n'));
  return stacks.map((line) => escapeControls(redactText(line), LONGEST_CAUSE)).join('\n');
}

function fromAppError({ fields }: AppError): FailedRun {
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
  SIGTERM: 'Stopped by the system (SIGTERM).',
  SIGHUP: 'Stopped because the window was closed (SIGHUP).',
};

function interrupted({ signalName }: InterruptedError): FailedRun {
  return fromRow(signalName === 'SIGINT' ? 'interrupted.sigint' : 'interrupted.sigterm', STOPPED[signalName], null);
}

function locked(error: LockedError): FailedRun {
  return fromRow(
    'conflict.locked',
    `${error.message}.`,
    'Only one program can work on a terminal at a time. The lock ends with its process.',
  );
}

function taken({ message, takeOverInS }: TakenError): FailedRun {
  const soon = Math.ceil(takeOverInS / 60);
  const when =
    soon > 0
      ? `It can be taken over (--take-over) in ${String(soon)} min at the earliest, if they are not heard of meanwhile.`
      : 'They have not been heard of for a while: it can be taken over now (--take-over).';
  return fromRow('store.taken', `${message}.`, when);
}

function store(error: StoreError, bankLines: string | undefined): FailedRun {
  const cause = error.cause === undefined ? null : causeChain(error.cause);
  const { salvaged, path } = error;
  if (!salvaged || path === undefined) return fromRow(error.code, `${error.message}.`, cause);
  if (salvaged.inDoubt.length > 0)
    return doubtedMoney(error.code === 'store.copy' ? COPIED : DAMAGED, error, salvaged, cause, bankLines);
  const failure = fromRow(error.code, `${error.message}.`, cause);
  if (error.code !== 'store.unreadable') return failure;
  // It was read: the rights to it are not what is wrong.
  return {
    ...failure,
    error: {
      ...failure.error,
      actions: [KEEP_A_COPY, `When its payments are resolved, move it to another folder: ${path}`],
    },
  };
}

const KEEP_A_COPY = 'Keep a copy of the file as it is, and send it to the developers with this message.';

const DAMAGED = { code: 'money.damaged-record', tells: 'Its readable lines show money that may be open' };
const COPIED = { code: 'money.copied-record', tells: 'Only this file shows money that may be open' };

/** A journal that cannot be relied on names money: that comes first, with all that a bank finds it by. */
function doubtedMoney(
  { code, tells }: typeof DAMAGED,
  { message, path = '' }: StoreError,
  { inDoubt, bank }: Salvaged,
  cause: string | null,
  bankLines: string | undefined,
): FailedRun {
  const failure = fromRow(code, `${message}. ${tells}: ${inDoubt.map(doubtWords).join('; ')}.`, cause);
  const actions = [
    ...failure.error.actions,
    KEEP_A_COPY,
    `When nothing of it is owed any more, move the file to another folder: ${path}`,
  ];
  return { ...failure, error: { ...failure.error, actions, contact: bankContact(bank, bankLines) } };
}

function doubtWords(payment: PaymentState): string {
  return `test payment ${payment.sale?.transactionId ?? ''} of ${formatEuros(payment.sale?.amount ?? 0)} EUR (${paymentReferences(payment)})`;
}

/** What to do and who helps stand in the table that `terminal explain` reads, too. */
function fromRow(code: string, message: string, cause: string | null): FailedRun {
  const row = ERROR_ROWS.find((one) => one.code === code);
  if (!row) throw new Error(`no row for the error code ${code}`);
  const { category, actions, contact, retryable, exit } = row;
  return { exit, error: { code, category, message, cause, actions, contact, retryable } };
}

/** Nothing is guessed and nothing is run: the nearest flags are named before anything else. */
function withMeant({ exit, error }: FailedRun, typed: readonly string[], flags: readonly string[]): FailedRun {
  const words = flags.map((flag) => `--${flag}`);
  const meant = typed
    .flatMap((flag) => closestMatches(flag.replace(/=.*/s, ''), words))
    .map((flag) => `Did you mean: ${flag}`);
  return { exit, error: { ...error, actions: [...meant, ...error.actions] } };
}

/** The flags that a command was given and does not have, as oclif names them. */
function unknownFlags(error: unknown): readonly string[] {
  return error instanceof Error &&
    error.message.startsWith('Nonexistent flag') &&
    'flags' in error &&
    Array.isArray(error.flags)
    ? error.flags.map(String)
    : [];
}

/** A file of the program that was to be loaded is not there; some such errors look to oclif like those of usage. */
function isMissingModule(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(String(error.code))
  );
}

/** oclif's own errors of parsing: unknown flags, bad options, arguments too many. */
function usageMessage(
  error: unknown,
): { readonly code: string; readonly message: string; readonly actions?: readonly string[] } | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  const message = error.message
    .split('\n')
    .filter((line) => !line.startsWith('See more help'))
    .join(' ')
    .trim();
  if (/^command .* not found$/.test(message))
    return {
      code: 'usage.unknown-command',
      message: `There is no ${message.replace(/ not found$/, '').replaceAll(':', ' ')}.`,
    };
  const missing = missingArgs(error);
  if (missing.length > 0)
    return { code: 'usage.missing', message: `Missing: ${missing.join(', ')}.`, actions: [SEE_HELP] };
  if (/^Missing \d+ required/.test(message)) return { code: 'usage.missing', message };
  return { code: /^Nonexistent flag/.test(message) ? 'usage.unknown-flag' : 'usage.invalid', message };
}

const SEE_HELP = 'Add it to the command. The same command with --help shows how.';

/** The arguments that a command needs and was not given, as oclif names them: `id (the session ID)`. */
function missingArgs(error: Error): readonly string[] {
  if (!error.message.startsWith('Missing ') || !('args' in error) || !Array.isArray(error.args)) return [];
  return (error.args as readonly { readonly name?: unknown; readonly description?: unknown }[]).map(
    ({ name, description }) => `${String(name)} (${String(description)})`,
  );
}

/** The agent left a prompt by Ctrl-C, or a signal took it away. */
export function isPromptExit(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}

/** An unexpected error keeps its cause; stacks only show with --debug. */
function causeChain(error: unknown): string {
  const parts = chainOf(error).map(({ name, message }) => `${name}: ${message}`);
  return escapeControls(redactText(parts.length === 0 ? String(error) : parts.join(' <- ')), LONGEST_CAUSE);
}

/** An error and what caused it. */
function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let current = error; current instanceof Error && chain.length < MOST_CAUSES; current = current.cause)
    chain.push(current);
  return chain;
}
