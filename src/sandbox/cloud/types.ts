import type { components } from '../../cloud/api-types.js';

export type StoredTerminal = components['schemas']['PaymentTerminal'];
export type StoredDepartment = components['schemas']['Department'];

/** What a request is about; faults and rate limits go by it. */
export type Resource =
  'token' | 'terminals' | 'terminal' | 'departments' | 'department' | 'entered-by-hand' | 'permissions' | 'none';

export interface SandboxRequest {
  readonly method: string;
  readonly resource: Resource;
  /** The object's id, where the path names one. */
  readonly id: number | undefined;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string;
  /** Undefined if it is over the bound. */
  readonly body: string | undefined;
}

export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, as a web page. */
  readonly html?: string;
}

/** One request and its answer, for looking at afterwards. Holds no header and no token. */
export interface Exchange {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** From the root of the server. */
  readonly path: string;
  readonly query: string;
  readonly resource: Resource;
  readonly contentType: string;
  readonly body: string | undefined;
  readonly status: number;
  readonly answer: SandboxAnswer;
  /** The fault that shaped the answer. */
  readonly fault: string | undefined;
}
