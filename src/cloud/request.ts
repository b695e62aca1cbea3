import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { boundedBy } from './deadline-signal.js';
import { lookAtCertificate } from './certificate.js';
import { isCertificateFault, noReply } from './no-reply.js';
import type { CloudOperation } from './operation.js';
import type { Secrets } from './secrets.js';
import { monotonicMs } from '../connection/net/monotonic-clock.js';

/** No answer of the contract comes near this. */
const MAX_BODY_BYTES = 1024 * 1024;

export interface CloudRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bounds this request alone, within the operation's deadline. Milliseconds. */
  readonly atMostMs?: number;
}

/** An answer, whatever its status. */
export interface CloudReply {
  readonly status: number;
  /** Seconds, from Retry-After. */
  readonly retryAfterS: number | undefined;
  readonly body: RequestBody;
  /** Origin that a redirect names; redirects are never followed. */
  readonly redirectTo: string | undefined;
  /** The cloud's own clock, from Date: epoch milliseconds, at a whole second. */
  readonly date: number | undefined;
}

export type RequestBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** A web page, where data was expected; of its title only what a page says of itself. */
  | { readonly kind: 'page'; readonly title: string | undefined }
  /** `why` continues after "it sent". */
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * One request and its answer. Follows no redirect, so credentials go to no other origin than the instance's.
 * @throws CloudFailure when no answer came, and the caller's reason when it gave up.
 */
export async function sendRequest(
  operation: CloudOperation,
  request: CloudRequest,
  secrets: Secrets,
): Promise<CloudReply> {
  const { method, url } = request;
  const label = { method, path: url.pathname + url.search };
  operation.throwIfCancelled();
  operation.trace({ kind: 'request', ...label });
  const started = monotonicMs();
  const passed = (): number => Math.round(monotonicMs() - started);
  try {
    const reply = await ask(operation, request);
    operation.trace({ kind: 'reply', ...label, status: reply.status, ms: passed() });
    return reply;
  } catch (error) {
    operation.throwIfCancelled();
    const waitedMs = passed();
    const seen = isCertificateFault(error) ? await lookAtCertificate(url, operation.way, operation.signal) : undefined;
    const failure = noReply(error, {
      url,
      way: operation.way,
      seen,
      waitedMs,
      timedOut: isTimeout(error),
      redact: secrets.redact,
    });
    operation.trace({ kind: 'no-reply', ...label, detail: failure.detail, ms: passed() });
    throw failure;
  }
}

/** From the first byte sent to the last one of the answer, whatever keeps it from coming. */
async function ask(operation: CloudOperation, request: CloudRequest): Promise<CloudReply> {
  const { atMostMs = Infinity } = request;
  const { signal, release } = boundedBy(
    Math.min(atMostMs, operation.exchangeMs ?? Infinity, operation.remainingMs()),
    operation.signal,
  );
  try {
    const answered = send(operation, request, signal).then((response) => readReply(response, request.url));
    return await Promise.race([answered, whenAborted(signal)]);
  } finally {
    release();
  }
}

async function send(
  operation: CloudOperation,
  { method, url, headers, body }: CloudRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { request } = await import('undici');
  return request(url, {
    method,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'terminal', ...headers },
    ...(body === undefined ? {} : { body }),
    dispatcher: operation.dispatcher,
    signal,
  });
}

/** undici hears of a signal only once it is connected: a silent proxy would be waited for without end. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

async function readReply(response: Dispatcher.ResponseData, asked: URL): Promise<CloudReply> {
  const { statusCode: status, headers } = response;
  return {
    status,
    retryAfterS: readRetryAfter(headerOf(headers, 'retry-after'), headerOf(headers, 'date')),
    body: await readBody(headers, await collect(response.body)),
    redirectTo: status >= 300 && status < 400 ? originOf(headerOf(headers, 'location'), asked) : undefined,
    date: readDate(headerOf(headers, 'date')),
  };
}

/** RFC 9110, 6.6.1. */
function readDate(value: string | undefined): number | undefined {
  const date = /^[A-Z][a-z]{2}, /.test(value ?? '') ? Date.parse(value ?? '') : NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** The whole body, or nothing if it is larger than any honest answer. */
async function collect(body: Dispatcher.ResponseData['body']): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and the connection with it.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readBody(headers: Dispatcher.ResponseData['headers'], raw: Buffer | undefined): Promise<RequestBody> {
  const bytes = raw && (await unpack(raw, headerOf(headers, 'content-encoding') ?? ''));
  if (!bytes)
    return { kind: 'unusable', why: `more than ${MAX_BODY_BYTES} bytes, or something that cannot be unpacked` };
  const type = (headerOf(headers, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^(text\/html|application\/xhtml\+xml)$/.test(type)) return { kind: 'page', title: titleOf(bytes) };
  if (!/^application\/([\w.-]+\+)?json$/.test(type)) return { kind: 'unusable', why: 'text that is not JSON' };
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: 'unusable', why: 'JSON that cannot be read' };
  }
}

const UNPACKERS: Readonly<Record<string, typeof gunzip>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: brotliDecompress,
};

/** Compression is not asked for, and some middleware compresses all the same. Bounded: a small answer can unpack to gigabytes. */
async function unpack(bytes: Buffer, encoding: string): Promise<Buffer | undefined> {
  const name = encoding.trim().toLowerCase();
  if (['', 'identity'].includes(name)) return bytes;
  const unpacker = Object.hasOwn(UNPACKERS, name) ? UNPACKERS[name] : undefined;
  if (!unpacker) return undefined;
  return new Promise((resolve) => {
    unpacker(bytes, { maxOutputLength: MAX_BODY_BYTES }, (error, unpacked) => {
      resolve(error === null ? unpacked : undefined);
    });
  });
}

/** Where a page is looked into for its title. */
const HEAD_BYTES = 16 * 1024;

function titleOf(bytes: Buffer): string | undefined {
  const title = /<title[^<>]{0,200}>([^<]{1,500})/i.exec(bytes.toString('utf8', 0, HEAD_BYTES))?.[1];
  return title?.replace(/\s+/g, ' ').trim() || undefined;
}

/** Seconds or a date (RFC 9110, 10.2.3); a date is measured by the cloud's own clock where it tells it. */
export function readRetryAfter(value: string | undefined, date: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  // Date.parse reads `-5` as a day in May; the dates of HTTP begin with the name of a day.
  const until = /^[A-Z][a-z]{2,8},? /.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return undefined;
  const now = Date.parse(date ?? '');
  return Math.max(0, Math.ceil((until - (Number.isNaN(now) ? Date.now() : now)) / 1000));
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function originOf(location: string | undefined, base: URL): string | undefined {
  return location !== undefined && URL.canParse(location, base.href) ? new URL(location, base).origin : undefined;
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
