import type { SandboxAnswer, SandboxRequest, Resource } from './types.js';

/**
 * What goes wrong. `lost-reply` and `gateway` do what was asked and lose the answer; `taken-away` answers, and then a person
 * disables or removes every record.
 */
export type FaultEffect =
  | { readonly kind: 'token-expired' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number | string }
  | { readonly kind: 'unavailable'; readonly retryAfter?: number | string }
  | { readonly kind: 'gateway'; readonly status: 500 | 502 | 503 | 504; readonly retryAfter?: number | string }
  /** Tells 504 immediately, and does it `ms` later. */
  | { readonly kind: 'late'; readonly ms: number }
  | { readonly kind: 'lost-request' }
  | { readonly kind: 'lost-reply' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'field-error'; readonly fields: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'wrong-content-type' }
  | { readonly kind: 'taken-away'; readonly how: 'disabled' | 'removed' }
  | { readonly kind: 'truncated' };

/** A fault waits for the first request that it is meant for, and strikes as often as `times` says (once). */
export type CloudFault = FaultEffect & {
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly resource?: Resource;
  readonly times?: number;
};

/** Takes the fault that strikes now out of the list, or counts it down. */
export function takeFault(
  faults: CloudFault[],
  request: Pick<SandboxRequest, 'method' | 'resource'>,
): CloudFault | undefined {
  const index = faults.findIndex(
    ({ method, resource }) =>
      (method ?? request.method) === request.method && (resource ?? request.resource) === request.resource,
  );
  const fault = faults[index];
  if (!fault) return undefined;
  const left = (fault.times ?? 1) - 1;
  if (left > 0) faults[index] = { ...fault, times: left };
  else faults.splice(index, 1);
  return fault;
}

/** The answer that a fault gives instead of doing what was asked; undefined if it lets it be done. */
export function answerInstead(fault: FaultEffect): SandboxAnswer | undefined {
  switch (fault.kind) {
    case 'unauthorized':
      return { status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' }, json: { detail: 'Invalid token.' } };
    case 'forbidden':
      return { status: 403, json: { detail: 'You do not have permission to perform this action.' } };
    case 'rate-limited':
      return { status: 429, headers: retryAfter(fault.retryAfter), json: { detail: 'Request was throttled.' } };
    case 'unavailable':
      return {
        status: 503,
        headers: retryAfter(fault.retryAfter),
        json: { detail: 'Service temporarily unavailable, try again later.' },
      };
    case 'html':
      return { status: fault.status, html: '<!doctype html><title>Sign in</title><h1>Sign in</h1>' };
    case 'field-error':
      return { status: 400, json: fault.fields };
    case 'redirect':
      return { status: 302, headers: { location: fault.location }, html: '' };
    case 'token-expired':
    case 'gateway':
    case 'late':
    case 'lost-request':
    case 'lost-reply':
    case 'slow':
    case 'wrong-content-type':
    case 'taken-away':
    case 'truncated':
      return undefined;
  }
}

/** The answer that leaves after what was asked has been done. */
export function answerAfter(fault: FaultEffect | undefined, answer: SandboxAnswer): SandboxAnswer {
  if (fault?.kind === 'gateway')
    return { status: fault.status, headers: retryAfter(fault.retryAfter), html: '<title>Bad gateway</title>' };
  if (fault?.kind === 'wrong-content-type')
    return { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } };
  return answer;
}

function retryAfter(value: number | string | undefined): Record<string, string> {
  return value === undefined ? {} : { 'retry-after': String(value) };
}
