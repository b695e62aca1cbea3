import { randomBytes } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from './types.js';

/** The published practice credentials: they open nothing but a sandbox. */
export const PRACTICE_CREDENTIALS: ClientCredentials = { clientId: 'sandbox', clientSecret: 'sandbox' };

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const MOST_TOKENS = 1000;

export interface TokenEndpoint {
  readonly issue: (request: SandboxRequest) => SandboxAnswer;
  readonly accepts: (authorization: string) => boolean;
  readonly expireAll: () => void;
  /** How many were ever issued. */
  readonly issued: () => number;
}

/** The token endpoint: client credentials only (RFC 6749, 4.4). */
export function createTokenEndpoint(lifetimeS: number, client: ClientCredentials): TokenEndpoint {
  const until = new Map<string, number>();
  let issued = 0;
  return {
    issue(request) {
      const refusal = refuse(request, client);
      if (refusal) return refusal;
      const token = randomBytes(24).toString('base64url');
      if (until.size >= MOST_TOKENS) until.clear();
      until.set(token, Date.now() + lifetimeS * 1000);
      issued += 1;
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        json: { access_token: token, token_type: 'Bearer', expires_in: lifetimeS, scope: 'restapi' },
      };
    },
    accepts(authorization) {
      const [, token = ''] = /^Bearer (\S+)$/.exec(authorization) ?? [];
      return (until.get(token) ?? 0) > Date.now();
    },
    expireAll: () => {
      until.clear();
    },
    issued: () => issued,
  };
}

function refuse(request: SandboxRequest, client: ClientCredentials): SandboxAnswer | undefined {
  if (request.contentType !== 'application/x-www-form-urlencoded') return error(400, 'invalid_request');
  const form = new URLSearchParams(request.body);
  if (!isClient(request.authorization, client)) {
    const refused = error(401, 'invalid_client');
    return { ...refused, headers: { 'www-authenticate': 'Basic realm="oauth2"' } };
  }
  if (form.get('grant_type') !== 'client_credentials') return error(400, 'unsupported_grant_type');
  if (form.get('scope') !== 'restapi') return error(400, 'invalid_scope');
  return [...form.keys()].length === 2 ? undefined : error(400, 'invalid_request');
}

function isClient(authorization: string, { clientId, clientSecret }: ClientCredentials): boolean {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization) ?? [];
  return Buffer.from(encoded, 'base64').toString() === `${clientId}:${clientSecret}`;
}

function error(status: number, name: string): SandboxAnswer {
  return { status, json: { error: name } };
}
