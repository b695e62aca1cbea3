import type { CloudFailureKind } from '../model/facts.js';
import { safeExcerpt } from '../text/safe-excerpt.js';
import { CloudFailure } from './errors.js';
import type { CloudReply } from './request.js';

const MAX_FIELDS = 20;
const MAX_SENTENCES = 5;
const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/;

/** What an answer refuses, or undefined if it is a success with JSON in it. */
export function cloudRefusal(reply: CloudReply, redact: (text: string) => string): CloudFailure | undefined {
  const { status, body } = reply;
  if (status >= 200 && status < 300) {
    if (body.kind === 'json') return undefined;
    // The request was done; only what came of it cannot be told.
    return new CloudFailure({
      kind: 'unavailable',
      status,
      detail: `the cloud answered ${status} with ${body.why}`,
      maybeDone: true,
    });
  }
  return new CloudFailure({
    kind: kindOf(status),
    status,
    detail: detailOf(reply, redact),
    fields: body.kind === 'json' ? fieldsOf(body.value, redact) : {},
    retryAfterS: reply.retryAfterS,
    maybeDone: status >= 500 || status === 408,
  });
}

function kindOf(status: number): CloudFailureKind {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status === 407 || status === 408 || status >= 500 || status < 400) return 'unavailable';
  return 'rejected';
}

function detailOf({ status, body, redirectTo }: CloudReply, redact: (text: string) => string): string {
  if (status >= 300 && status < 400) {
    return `the cloud answered ${status} and points to ${safeExcerpt(redirectTo ?? 'another place')}, where no credentials are sent; is the instance written right?`;
  }
  if (body.kind === 'unusable') return `the cloud answered ${status} with ${body.why}`;
  const told = toldDetail(body.value) ?? toldOAuthError(body.value) ?? firstSentence(body.value);
  return told === undefined
    ? `the cloud answered ${status}`
    : `the cloud answered ${status}: ${safeExcerpt(redact(told))}`;
}

function toldDetail(value: unknown): string | undefined {
  return isObject(value) && typeof value['detail'] === 'string' ? value['detail'] : undefined;
}

/** RFC 6749, 5.2. */
function toldOAuthError(value: unknown): string | undefined {
  if (!isObject(value) || typeof value['error'] !== 'string') return undefined;
  const description = value['error_description'];
  return typeof description === 'string' ? `${value['error']}: ${description}` : value['error'];
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
