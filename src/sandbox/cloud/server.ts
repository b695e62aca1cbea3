import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequest } from './api.js';
import type { ApiState, Deployment } from './api.js';
import { answerAfter, answerInstead, takeFault } from './faults.js';
import type { CloudFault } from './faults.js';
import { createLimiter } from './limits.js';
import type { RateLimit } from './limits.js';
import { createTokenEndpoint, PRACTICE_CREDENTIALS } from './oauth.js';
import type { ClientCredentials } from './oauth.js';
import { readRequest } from './request.js';
import type { Writable } from './serializer.js';
import { createStore } from './store.js';
import type { Store } from './store.js';
import type { SandboxAnswer, StoredDepartment, Exchange, StoredTerminal } from './types.js';

export interface SandboxCloudOptions {
  /** A loopback address; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The last part of its URL. */
  readonly id?: string;
  /** Records on a page. */
  readonly pageSize?: number;
  /** The only client that gets a token; the practice credentials by default. */
  readonly credentials?: ClientCredentials;
  readonly tokenLifetimeS?: number;
  readonly rateLimit?: RateLimit;
  /** Names of the departments, whose ids are 1, 2, 3 and so on. */
  readonly departments?: readonly string[];
  readonly faults?: readonly CloudFault[];
  /** `contract` by default. */
  readonly deployment?: Deployment;
  readonly permissions?: readonly string[];
  /** It does not know the filters of terminals, and leaves them out without a word. */
  readonly ignoresFilters?: boolean;
  /** Records of the read-only resource, with whatever fields. */
  readonly enteredByHand?: readonly object[];
}

export interface SandboxCloud {
  /** The instance's URL. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly records: readonly StoredTerminal[];
  /** What was asked and answered, oldest first, without headers and tokens; the last 1,000. */
  readonly requests: readonly Exchange[];
  readonly departments: readonly StoredDepartment[];
  /** Push a fault to have it strike. */
  readonly faults: CloudFault[];
  readonly tokensIssued: number;
  /** Push a record to have it entered. */
  readonly enteredByHand: object[];
  /** Push a record to have it entered once the list was read some times. */
  readonly enteredLater: object[];
  /** Puts a record in past the API, whatever is in it. */
  readonly put: (fields: Partial<Writable>) => StoredTerminal;
  readonly close: () => Promise<void>;
}

/** By which practice is known: see `isSandboxCloud`. */
const PRACTICE_ID = 'sandbox';
const TOO_LATE: SandboxAnswer = { status: 504, html: '<title>Gateway Time-out</title>' };
const MOST_EXCHANGES = 1000;
const DEPARTMENTS = ['Kesklinna loomakliinik', 'Pirita loomakliinik', 'Tartu loomakliinik'];

/** A cloud to practise on and to test with, on loopback only. Behaves as docs/cloud-api.yaml says. */
export async function startSandboxCloud(options: SandboxCloudOptions = {}): Promise<SandboxCloud> {
  const { host = '127.0.0.1', id = PRACTICE_ID } = options;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  server.maxConnections = 200;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}/${id}`;
  const client = options.credentials ?? PRACTICE_CREDENTIALS;
  const state = createState(`${url}/api/0.1/`, client, options);
  const faults = [...(options.faults ?? [])];
  const requests: Exchange[] = [];
  const closing = new AbortController();
  server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
    handle(state, id, faults, requests, incoming, response, closing.signal).catch(() => response.destroy());
  });
  return {
    url,
    ...client,
    get records() {
      return state.store.all();
    },
    requests,
    departments: state.departments,
    faults,
    get tokensIssued() {
      return state.tokens.issued();
    },
    enteredByHand: state.enteredByHand,
    enteredLater: state.enteredLater,
    put: state.store.add,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function createState(api: string, client: ClientCredentials, options: SandboxCloudOptions): ApiState {
  const names = options.departments ?? DEPARTMENTS;
  return {
    api,
    tokens: createTokenEndpoint(options.tokenLifetimeS ?? 36_000, client),
    store: createStore(api),
    departments: names.map((name, index) => ({ id: index + 1, url: `${api}department/${index + 1}/`, name })),
    limiter: createLimiter(options.rateLimit),
    pageSize: options.pageSize ?? 25,
    deployment: options.deployment ?? 'contract',
    ignoresFilters: options.ignoresFilters ?? false,
    permissions: options.permissions ?? ['Settings: Integration settings', 'Settings: Departments'],
    enteredByHand: [...(options.enteredByHand ?? [])],
    enteredLater: [],
    entryReads: 0,
  };
}

async function handle(
  state: ApiState,
  id: string,
  faults: CloudFault[],
  requests: Exchange[],
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const { pathname, search, request } = await readRequest(incoming, id);
  const fault = takeFault(faults, request);
  if (fault?.kind === 'lost-request') {
    response.destroy();
    return;
  }
  if (fault?.kind === 'token-expired') state.tokens.expireAll();
  if (fault?.kind === 'late')
    sleep(fault.ms, undefined, { signal: closing })
      .then(() => answerRequest(state, request))
      .catch(() => undefined);
  const given =
    (fault && answerInstead(fault)) ??
    answerAfter(fault, fault?.kind === 'late' ? TOO_LATE : answerRequest(state, request));
  if (fault?.kind === 'taken-away') takeAway(state.store, fault.how);
  if (requests.length >= MOST_EXCHANGES) requests.shift();
  requests.push({
    at: Date.now(),
    method: request.method,
    path: pathname,
    query: search,
    resource: request.resource,
    contentType: request.contentType,
    body: request.body,
    status: given.status,
    answer: maskToken(given),
    fault: fault?.kind,
  });
  if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { signal: closing });
  if (fault?.kind === 'lost-reply') response.destroy();
  else send(response, given, fault?.kind === 'truncated');
}

function takeAway(store: Store, how: 'disabled' | 'removed'): void {
  for (const record of store.all()) {
    if (how === 'disabled') store.change(record, { status: 'disabled' });
    else store.remove(record.id);
  }
}

function send(response: ServerResponse, { status, headers, json, html }: SandboxAnswer, truncated: boolean): void {
  const body = html ?? JSON.stringify(json);
  const type = html === undefined ? 'application/json' : 'text/html; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers });
  if (!truncated) response.end(body);
  else response.write(body.slice(0, body.length / 2), () => response.destroy());
}

function maskToken(given: SandboxAnswer): SandboxAnswer {
  const { json } = given;
  if (typeof json !== 'object' || json === null || !('access_token' in json)) return given;
  return { ...given, json: { ...json, access_token: '***' } };
}
