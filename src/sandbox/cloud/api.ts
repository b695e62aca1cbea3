import { costOf, listPage, NO_FILTER, TERMINAL_FILTERS } from './list.js';
import type { createLimiter } from './limits.js';
import type { TokenEndpoint } from './oauth.js';
import { checkChange, checkCreation } from './serializer.js';
import type { Writable } from './serializer.js';
import type { Store } from './store.js';
import type { SandboxAnswer, StoredDepartment, SandboxRequest } from './types.js';

export interface ApiState {
  /** `http://127.0.0.1:port/sandbox/api/0.1/` */
  readonly api: string;
  readonly tokens: TokenEndpoint;
  readonly store: Store;
  readonly departments: StoredDepartment[];
  readonly limiter: ReturnType<typeof createLimiter>;
  readonly pageSize: number;
  readonly deployment: Deployment;
  readonly permissions: readonly string[];
  readonly ignoresFilters: boolean;
  /** What people entered in the cloud's own pages. */
  readonly enteredByHand: object[];
  /** What they are about to enter. */
  readonly enteredLater: object[];
  /** How often the list of these was read. */
  entryReads: number;
}

/** A registration reads the list twice before anybody is told what to enter, and once more at that moment. */
const READS_BEFORE_ENTRY = 3;

/** What an instance has: this project's contract, the documented read-only resource alone, or neither. */
export type Deployment = 'contract' | 'read-only' | 'none';

const METHODS: Readonly<Record<SandboxRequest['resource'], readonly string[]>> = {
  token: ['POST'],
  terminals: ['GET', 'POST'],
  terminal: ['GET', 'PATCH'],
  departments: ['GET'],
  department: ['GET'],
  'entered-by-hand': ['GET'],
  permissions: ['GET'],
  none: [],
};
const LISTS: readonly SandboxRequest['resource'][] = ['terminals', 'departments', 'entered-by-hand'];
/** What each kind of instance does not have. */
const ABSENT: Readonly<Record<Deployment, readonly SandboxRequest['resource'][]>> = {
  contract: ['entered-by-hand'],
  'read-only': ['terminals', 'terminal'],
  none: ['terminals', 'terminal', 'entered-by-hand'],
};
const NOT_FOUND: SandboxAnswer = { status: 404, json: { detail: 'Not found.' } };

/** What the cloud answers, in the order of checks of Django REST framework: path, method, limits, token, body. */
export function answerRequest(state: ApiState, request: SandboxRequest): SandboxAnswer {
  const { resource, method } = request;
  if (resource === 'none' || ABSENT[state.deployment].includes(resource))
    return { status: 404, html: '<!doctype html><title>Not Found</title><h1>Not Found</h1>' };
  if (!METHODS[resource].includes(method))
    return {
      status: 405,
      headers: { allow: METHODS[resource].join(', ') },
      json: { detail: `Method "${method}" not allowed.` },
    };
  const wait = state.limiter(
    `${method} ${resource}`,
    LISTS.includes(resource) ? costOf(request.query, state.pageSize) : 1,
  );
  if (wait !== undefined) {
    return {
      status: 429,
      headers: { 'retry-after': String(wait) },
      json: { detail: `Request was throttled. Expected available in ${wait} seconds.` },
    };
  }
  if (resource === 'token') return request.body === undefined ? tooLarge() : state.tokens.issue(request);
  if (!state.tokens.accepts(request.authorization)) {
    const detail = request.authorization === '' ? 'Authentication credentials were not provided.' : 'Invalid token.';
    return { status: 401, headers: { 'www-authenticate': 'Bearer realm="api"' }, json: { detail } };
  }
  return method === 'GET' ? read(state, request) : write(state, request);
}

function read(state: ApiState, { resource, id, query }: SandboxRequest): SandboxAnswer {
  if (resource === 'terminals')
    return listPage(
      state.store.all(),
      state.ignoresFilters ? new URLSearchParams([...query].filter(([name]) => name === 'page')) : query,
      `${state.api}paymentterminal/`,
      state.pageSize,
      TERMINAL_FILTERS,
    );
  if (resource === 'entered-by-hand') return readEntered(state, query);
  if (resource === 'permissions') return { status: 200, json: state.permissions };
  if (resource === 'departments')
    return listPage(state.departments, query, `${state.api}department/`, state.pageSize, NO_FILTER);
  const object =
    resource === 'department' ? state.departments.find((department) => department.id === id) : state.store.get(id ?? 0);
  return object ? { status: 200, json: object } : NOT_FOUND;
}

function readEntered(state: ApiState, query: URLSearchParams): SandboxAnswer {
  const { api, enteredByHand, enteredLater, pageSize } = state;
  const page = listPage(enteredByHand, query, `${api}transaction_terminal/`, pageSize, NO_FILTER);
  state.entryReads += 1;
  if (state.entryReads >= READS_BEFORE_ENTRY) enteredByHand.push(...enteredLater.splice(0));
  return page;
}

function write(state: ApiState, request: SandboxRequest): SandboxAnswer {
  if (request.body === undefined) return tooLarge();
  if (request.contentType !== 'application/json') {
    return {
      status: 415,
      json: { detail: `Unsupported media type "${request.contentType.slice(0, 60)}" in request.` },
    };
  }
  const body = parseObject(request.body);
  if (!body) return { status: 400, json: { detail: 'JSON parse error - an object is expected.' } };
  return request.resource === 'terminals' ? createTerminal(state, body) : changeTerminal(state, request.id, body);
}

function createTerminal(state: ApiState, body: Readonly<Record<string, unknown>>): SandboxAnswer {
  const errors = checkCreation(body, (url) => knowsDepartment(state, url));
  if (Object.keys(errors).length > 0) return { status: 400, json: errors };
  const fields = body as unknown as Writable;
  if (state.store.occupant(fields)) return taken();
  if (state.store.full()) return { status: 503, json: { detail: 'This sandbox is full.' } };
  const record = state.store.add(fields);
  return { status: 201, headers: { location: record.url }, json: record };
}

function changeTerminal(
  state: ApiState,
  id: number | undefined,
  body: Readonly<Record<string, unknown>>,
): SandboxAnswer {
  const record = state.store.get(id ?? 0);
  if (!record) return NOT_FOUND;
  const errors = checkChange(body, record, (url) => knowsDepartment(state, url));
  if (Object.keys(errors).length > 0) return { status: 400, json: errors };
  const fields = body as Partial<Writable>;
  if (state.store.occupant({ ...record, ...fields }, record.id)) return taken();
  return { status: 200, json: state.store.change(record, fields) };
}

function knowsDepartment(state: ApiState, url: string): boolean {
  return state.departments.some((department) => department.url === url);
}

function taken(): SandboxAnswer {
  return { status: 409, json: { detail: 'A payment terminal with this host and posxml_port already exists.' } };
}

function tooLarge(): SandboxAnswer {
  return { status: 413, json: { detail: 'The request is too large.' } };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
