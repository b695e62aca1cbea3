import { createCloud } from '../cloud/client.js';
import type { Cloud } from '../cloud/client.js';
import { readInstance } from '../cloud/instance.js';
import type { Credentials } from '../cloud/token.js';
import { AppError, usageError } from '../contract/app-error.js';
import { EXIT } from '../contract/exit.js';
import type { Trace } from './trace.js';

/** The cloud's own waits (Retry-After) fit into this. Milliseconds. */
const CLOUD_DEADLINE_MS = 30_000;

export interface CloudChoice {
  readonly instance: string;
  /** Given by the sandbox for its own cloud; else from the environment. */
  readonly credentials?: Credentials;
  /** How long an operation may take, where a person waits for it. Milliseconds. */
  readonly deadlineMs?: number;
}

/** A client for an instance, with credentials that were found for it. @throws AppError */
export function connectCloud(choice: CloudChoice, signal: AbortSignal, trace: Trace | undefined): Cloud {
  const reading = readInstance(choice.instance);
  if (!reading.ok) {
    throw usageError('usage.invalid', `--instance is not valid: ${reading.reason}.`, ['Write it like https://host/id.']);
  }
  return createCloud({
    instance: reading.instance,
    credentials: choice.credentials ?? credentialsFromEnvironment(reading.instance.url),
    deadlineMs: choice.deadlineMs ?? CLOUD_DEADLINE_MS,
    signal,
    trace: (event) => {
      trace?.('cloud', JSON.stringify(event), 0);
    },
  });
}

function credentialsFromEnvironment(instance: string): Credentials {
  const clientId = process.env['TERMINAL_CLIENT_ID'] ?? '';
  const clientSecret = process.env['TERMINAL_CLIENT_SECRET'] ?? '';
  if (clientId !== '' && clientSecret !== '') return { clientId, clientSecret };
  throw new AppError({
    code: 'credentials.missing',
    category: 'credentials',
    exit: EXIT.credentials,
    message: `There are no credentials for ${instance}.`,
    actions: ['Set TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET.'],
    contact: 'the administrator of the instance',
  });
}
