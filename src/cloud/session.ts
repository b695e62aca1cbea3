import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';
import { comesBack, withRetryAfter } from './retry-after.js';
import { ShapeError } from './records.js';
import { cloudRefusal } from './refusal.js';
import { sendRequest } from './request.js';
import type { CloudRequest } from './request.js';
import type { Secrets } from './secrets.js';
import type { TokenCache } from './token.js';

/** Sends a request with the token, and reads the answer. */
export type Send = <T>(operation: CloudOperation, request: ApiRequest, read: (value: unknown) => T) => Promise<T>;

export interface ApiRequest extends Omit<CloudRequest, 'headers' | 'body'> {
  readonly json?: unknown;
}

/**
 * A refused token is renewed once. 429 and 503 are waited for as the cloud asks, but a POST that met a 503 may
 * have been carried out: that one is for the caller to clear up.
 */
export function createSend(tokens: TokenCache, secrets: Secrets): Send {
  async function once(operation: CloudOperation, request: ApiRequest): Promise<unknown> {
    const token = await tokens.current(operation);
    const reply = await sendRequest(operation, authorised(request, token), secrets);
    if (reply.status === 401 && !operation.renewed) {
      operation.renewed = true;
      tokens.drop(token);
      return once(operation, request);
    }
    const refusal = cloudRefusal(reply, secrets.redact);
    if (refusal) throw refusal;
    return reply.body.kind === 'json' ? reply.body.value : undefined;
  }

  return async (operation, request, read) => {
    const mayRepeat = (failure: CloudFailure) =>
      comesBack(failure) && !(request.method === 'POST' && failure.maybeDone);
    const value = await withRetryAfter(operation, () => once(operation, request), mayRepeat);
    return understand(value, read);
  };
}

function understand<T>(value: unknown, read: (value: unknown) => T): T {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new CloudFailure({
      kind: 'unavailable',
      detail: `the cloud's answer cannot be used: ${error.message}`,
      maybeDone: true,
      cause: error,
    });
  }
}

function authorised({ json, ...request }: ApiRequest, token: string): CloudRequest {
  const headers = { authorization: `Bearer ${token}` };
  if (json === undefined) return { ...request, headers };
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) };
}
