import type { CloudFailureKind } from '../model/facts.js';
import { safeExcerpt } from '../text/safe-excerpt.js';
import { CloudFailure } from './errors.js';
import type { CloudReply } from './request.js';

const MAX_FIELDS = 20;
const MAX_SENTENCES = 5;
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/;

/** What is gone in a moment, most likely: the instance is being deployed, or asked too often. */
const PASSING = [408, 429, 500, 502, 503, 504];

/** What an answer refuses, or undefined if it is a success with JSON in it. */
export function cloudRefusal(reply: CloudReply, redact: (text: string) => string): CloudFailure | undefined {
  const { status, body } = reply;
  if (status >= 200 && status < 300) {
    if (body.kind === 'json') return undefined;
    // The request was done; only what came of it cannot be told.
    return new CloudFailure({
      kind: body.kind === 'page' ? 'unavailable' : 'unreadable',
      status,
      detail: detailOf(reply, redact),
      maybeDone: true,
      passing: body.kind === 'page',
    });
  }
  return new CloudFailure({
    kind: kindOf(reply),
    status,
    detail: detailOf(reply, redact),
    fields: body.kind === 'json' ? fieldsOf(body.value, redact) : {},
    retryAfterS: reply.retryAfterS,
    maybeDone: status >= 500 || status === 408,
    passing: PASSING.includes(status),
  });
}

/** The same of the token endpoint (RFC 6749, 5.2): only JSON with an error is about the client, with 200 as well. */
export function tokenRefusal(reply: CloudReply, redact: (text: string) => string): CloudFailure | undefined {
  const { status, body } = reply;
  const error = body.kind === 'json' ? oauthErrorOf(body.value) : undefined;
  const refusal = cloudRefusal(reply, redact);
  if (error !== undefined && status < 500 && status !== 429) {
    const detail = refusal?.detail ?? detailOf(reply, redact);
    const kind = status === 403 || MISSING_RIGHTS.test(error) ? 'permission' : 'unauthorized';
    return new CloudFailure({ kind, status, detail });
  }
  if (refusal?.status === 404)
    return refusal.with({ kind: 'instance', detail: 'its token address is not found (404)' });
  return refusal;
}

/** The client is known, and may not do this. */
const MISSING_RIGHTS = /^(invalid_scope|unauthorized_client|access_denied|insufficient_scope)\b/;

/** A web page in place of a refusal comes from a firewall, a filter or a sign-in page on the way. */
function kindOf({ status, body }: CloudReply): CloudFailureKind {
  if (status >= 300 && status < 400) return 'intercepted';
  if (body.kind === 'page' && [400, 401, 403, 405, 406, 451].includes(status)) return 'intercepted';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'permission';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status === 407 || status === 408 || status >= 500 || status < 400) return 'unavailable';
  return 'rejected';
}

function detailOf({ status, body, redirectTo }: CloudReply, redact: (text: string) => string): string {
  if (status >= 300 && status < 400) {
    return `the cloud answered ${status} and points to ${safeExcerpt(redirectTo ?? 'another place')}, where no credentials are sent. Check the spelling of the instance`;
  }
  if (body.kind === 'page') {
    const title = body.title === undefined ? '' : `, “${safeExcerpt(redact(body.title), TITLE_MAX)}”`;
    return `a web page came with status ${status}${title} instead of data`;
  }
  if (body.kind === 'unusable') return `the cloud answered ${status}, and sent ${body.why}`;
  const told = toldDetail(body.value) ?? toldOAuthError(body.value) ?? firstSentence(body.value);
  return told === undefined
    ? `the cloud answered ${status}`
    : `the cloud answered ${status}: “${safeExcerpt(redact(told))}”`;
}

const TITLE_MAX = 80;

function toldDetail(value: unknown): string | undefined {
  return isObject(value) && typeof value['detail'] === 'string' ? value['detail'] : undefined;
}

function oauthErrorOf(value: unknown): string | undefined {
  return isObject(value) && typeof value['error'] === 'string' ? value['error'] : undefined;
}

/** RFC 6749, 5.2. */
function toldOAuthError(value: unknown): string | undefined {
  const error = oauthErrorOf(value);
  const description = isObject(value) ? value['error_description'] : undefined;
  return error !== undefined && typeof description === 'string' ? `${error}: ${description}` : error;
}

function firstSentence(value: unknown): string | undefined {
  const [field, sentences] = Object.entries(fieldsOf(value, (text) => text))[0] ?? [];
  return field === undefined ? undefined : `${field}: ${sentences?.[0] ?? ''}`;
}

/** One list of sentences for each field. What has another shape is left out. */
function fieldsOf(value: unknown, redact: (text: string) => string): Readonly<Record<string, readonly string[]>> {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).filter(
    ([name]) => FIELD_NAME.test(name) && !['detail', 'error', 'error_description'].includes(name),
  );
  const read = entries.slice(0, MAX_FIELDS).map(([name, told]) => [name, sentencesOf(told, redact)] as const);
  return Object.fromEntries(read.filter(([, sentences]) => sentences.length > 0));
}

function sentencesOf(told: unknown, redact: (text: string) => string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(told) ? told : [told];
  return list
    .slice(0, MAX_SENTENCES)
    .filter((sentence) => typeof sentence === 'string')
    .map((sentence) => safeExcerpt(redact(sentence)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
