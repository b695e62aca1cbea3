import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';
import { ShapeError } from './records.js';
import { cloudRefusal } from './refusal.js';
import { sendRequest } from './request.js';
import type { CloudRequest } from './request.js';
import { withRetries } from './retry.js';
import type { Secrets } from './secrets.js';
import type { TokenCache } from './token.js';

/** Sends a request with the token, and reads the answer. */
export type Send = <T>(operation: CloudOperation, request: ApiRequest, read: (value: unknown) => T) => Promise<T>;

export interface ApiRequest extends Omit<CloudRequest, 'headers' | 'body'> {
  readonly json?: unknown;
}

/**
 * A refused token is renewed once, and a GET that met a passing trouble is sent again. A PATCH is for the caller to send
 * again once it has been read back, and a POST, also after a refused token, once it has been looked up.
 */
export function createSend(tokens: TokenCache, secrets: Secrets): Send {
  async function once<T>(operation: CloudOperation, request: ApiRequest, read: (value: unknown) => T): Promise<T> {
    const token = await tokens.current(operation);
    const reply = await sendRequest(operation, authorised(request, token), secrets);
    if (reply.status === 401 && !operation.renewed) {
      operation.renewed = true;
      tokens.drop(token);
      if (request.method !== 'POST') return once(operation, request, read);
      throw new CloudFailure({ kind: 'unauthorized', status: 401, detail: 'the token was refused', passing: true });
    }
    const refusal = cloudRefusal(reply, secrets.redact);
    // What only asked has done nothing.
    if (refusal) throw request.method === 'GET' ? refusal.with({ maybeDone: false }) : refusal;
    return understand(reply.body.kind === 'json' ? reply.body.value : undefined, request, read);
  }

  return (operation, request, read) =>
    request.method === 'GET'
      ? withRetries(operation, () => once(operation, request, read))
      : once(operation, request, read);
}

function understand<T>(value: unknown, { method, url }: ApiRequest, read: (value: unknown) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new CloudFailure({
      kind: 'unreadable',
      detail: `the answer to ${method} ${url.pathname} cannot be used: ${error.message}`,
      maybeDone: method !== 'GET',
      cause: error,
    });
  }
}

function authorised({ json, ...request }: ApiRequest, token: string): CloudRequest {
  const headers = { authorization: `Bearer ${token}` };
  if (json === undefined) return { ...request, headers };
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}
