import { createCloud } from '../../cloud/client.js';
import type { Cloud } from '../../cloud/client.js';
import { readInstance } from '../../cloud/instance.js';
import type { Instance } from '../../cloud/instance.js';
import type { Credentials } from '../../cloud/token.js';
import { usageError } from '../../contract/app-error.js';
import type { FindCredentials } from './find-credentials.js';
import { isTyped } from '../../cli/args/typed-flag.js';
import type { ParsedFlags } from '../../cli/args/typed-flag.js';
import type { Settings } from '../../cli/args/settings.js';
import { RANGES, readDuration } from '../../cli/input/flag-values.js';
import type { TraceWriter } from '../../cli/output/trace.js';

/** The cloud's own waits (Retry-After) fit into this. Milliseconds. */
const CLOUD_DEADLINE_MS = 30_000;

/** Once money has moved, the cloud is told even if it is being deployed. Milliseconds. */
const LASTING_DEADLINE_MS = 60_000;

export interface CloudChoice {
  readonly instance: string;
  /** Those of the sandbox for its own cloud, or how to find some. */
  readonly credentials: Credentials | FindCredentials;
  /** How long an operation may take, where a person waits for it. Milliseconds. */
  readonly deadlineMs?: number;
  /** How long one request may take, as {@link exchangeBound} tells. Milliseconds. */
  readonly exchangeMs?: number | undefined;
  /** Tries until the deadline, and not three times. */
  readonly patient?: boolean;
}

/** `--timeout` bounds an exchange with the cloud, too, where a person has set it; else a slow cloud has the operation's whole time. */
export function exchangeBound(
  parsed: ParsedFlags<{ readonly timeout: string }>,
  { configured }: Settings,
): number | undefined {
  return isTyped(parsed, 'timeout') || configured.has('timeout')
    ? readDuration(parsed.flags.timeout, '--timeout', RANGES.timeout)
    : undefined;
}

/** An operation has at least the time that a person has set for one exchange of it: `--timeout 60s` is for a slow cloud. Milliseconds. */
export function operationBound(usualMs: number, exchangeMs: number | undefined): number {
  return Math.max(usualMs, exchangeMs ?? 0);
}

/** A client for an instance, with credentials that were found for it. @throws AppError */
export async function connectCloud(
  choice: CloudChoice,
  signal: AbortSignal,
  trace: TraceWriter | undefined,
): Promise<Cloud> {
  const instance = instanceOf(choice.instance);
  const { credentials } = choice;
  return createCloud({
    instance,
    credentials: typeof credentials === 'function' ? await credentials(instance.url) : credentials,
    deadlineMs: operationBound(choice.deadlineMs ?? CLOUD_DEADLINE_MS, choice.exchangeMs),
    exchangeMs: choice.exchangeMs,
    patient: choice.patient,
    signal,
    trace: (event) => {
      trace?.('cloud', JSON.stringify(event), 0);
    },
  });
}

/** Clients that no signal stops: the cloud hears how a test stands, whatever key is pressed. @throws AppError */
export async function connectLasting(
  choice: CloudChoice,
  trace: TraceWriter | undefined,
): Promise<{ readonly before: Cloud; readonly after: Cloud }> {
  const never = new AbortController().signal;
  return {
    before: await connectCloud(choice, never, trace),
    after: await connectCloud({ ...choice, deadlineMs: LASTING_DEADLINE_MS, patient: true }, never, trace),
  };
}

/** @throws AppError usage.invalid */
export function instanceOf(text: string): Instance {
  const reading = readInstance(text);
  if (reading.ok) return reading.instance;
  throw usageError('usage.invalid', `--instance is not valid: ${reading.reason}.`, ['Write it like https://host/id.']);
}
