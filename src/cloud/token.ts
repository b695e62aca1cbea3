import * as v from 'valibot';
import { PATHS, TOKEN_REQUEST } from './contract.js';
import { CloudFailure } from './errors.js';
import type { CloudOperation } from './operation.js';
import { tokenRefusal } from './refusal.js';
import { sendRequest } from './request.js';
import { withRetries } from './retry.js';
import { formEncode } from './secrets.js';
import type { Secrets } from './secrets.js';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenCache {
  /** A token that has time left; fetched if there is none. */
  readonly current: (operation: CloudOperation) => Promise<string>;
  /** Forgets a token that the cloud does not accept any more. */
  readonly drop: (token: string) => void;
}

interface Held {
  readonly token: string;
  /** By `now`. Milliseconds. */
  readonly until: number;
}

/** So that a token does not run out on its way; a tenth of a short life. */
const MARGIN_S = 60;

/** Of a token that does not say how long it lives; one that dies sooner is renewed at the 401. */
const USUAL_LIFE_S = 600;

/** What fits into a header, and nothing that could end it. */
const TOKEN = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/)),
  token_type: v.nullish(v.pipe(v.string(), v.regex(/^bearer$/i))),
  expires_in: v.fallback(
    v.pipe(
      v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/))]),
      v.transform(Number),
      v.minValue(0),
      v.maxValue(1e9),
    ),
    USUAL_LIFE_S,
  ),
});

/** Keeps the access token in memory, and nowhere else. */
export function createTokenCache(
  base: string,
  credentials: Credentials,
  secrets: Secrets,
  now: () => number,
): TokenCache {
  let held: Held | undefined;
  let fetching: Promise<string> | undefined;
  let dropped = false;
  // The published practice credentials are one word for both: to blot it out would only garble messages.
  if (credentials.clientSecret !== credentials.clientId) secrets.add(credentials.clientSecret);
  const basic = Buffer.from(`${formEncode(credentials.clientId)}:${formEncode(credentials.clientSecret)}`).toString(
    'base64',
  );
  secrets.add(basic);

  async function fetchToken(operation: CloudOperation): Promise<string> {
    const { token, expiresInS } = await withRetries(operation, () => requestToken(operation, base, basic, secrets));
    secrets.add(token);
    held = { token, until: now() + (expiresInS - Math.min(MARGIN_S, expiresInS / 10)) * 1000 };
    operation.trace({ kind: 'token', renewed: dropped, expiresInS });
    return token;
  }

  return {
    async current(operation) {
      if (held && held.until > now()) return held.token;
      fetching ??= fetchToken(operation).finally(() => (fetching = undefined));
      return fetching;
    },
    drop(token) {
      if (held?.token !== token) return;
      held = undefined;
      dropped = true;
    },
  };
}

async function requestToken(operation: CloudOperation, base: string, basic: string, secrets: Secrets) {
  const reply = await sendRequest(
    operation,
    {
      method: 'POST',
      url: new URL(PATHS.token, base),
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(TOKEN_REQUEST).toString(),
    },
    secrets,
  );
  const refusal = tokenRefusal(reply, secrets.redact);
  if (refusal) throw refusal;
  const body = v.safeParse(TOKEN, reply.body.kind === 'json' ? reply.body.value : undefined);
  if (!body.success)
    throw new CloudFailure({
      kind: 'unreadable',
      status: reply.status,
      detail: "the cloud's answer to the token request is not a token",
    });
  return { token: body.output.access_token, expiresInS: body.output.expires_in };
}
