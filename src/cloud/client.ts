import { PATHS } from './contract.js';
import { createRecord } from './create.js';
import { findEntry } from './entered-by-hand.js';
import type { HandEntry } from './entered-by-hand.js';
import { CloudFailure } from './errors.js';
import type { Instance } from './instance.js';
import { startOperation } from './operation.js';
import type { CloudOperation } from './operation.js';
import { readPages } from './pages.js';
import {
  asSent,
  askedFor,
  ifReadable,
  listedIn,
  matchesRecord,
  readDepartment,
  readTerminal,
  readTerminalIfPossible,
  writeFields,
  writeFilter,
} from './records.js';
import type {
  Department,
  DepartmentList,
  TerminalFilter,
  TerminalInput,
  TerminalPatch,
  TerminalRecord,
} from './records.js';
import { openRoute, proxyName, proxySecrets, wayTo } from './route.js';
import type { ProxySettings } from './route.js';
import { leaveOut } from './left-out.js';
import { readRights, withRights } from './rights.js';
import { createSecrets } from './secrets.js';
import { createSend } from './session.js';
import { createTokenCache } from './token.js';
import type { Credentials } from './token.js';
import type { CloudTrace } from './trace.js';
import { updateRecord } from './update.js';
import { monotonicMs } from '../connection/net/monotonic-clock.js';

export interface CloudOptions {
  readonly instance: Instance;
  readonly credentials: Credentials;
  /** For each operation as a whole: its token, its pages, its waits, its clearing up. Milliseconds. */
  readonly deadlineMs: number;
  /** For each request by itself; without it only the operation's deadline bounds one. Milliseconds. */
  readonly exchangeMs?: number | undefined;
  /** Whether to wait until the deadline for a passing trouble to end, and not for three tries. */
  readonly patient?: boolean | undefined;
  /** Shortens own waits, for tests. */
  readonly pace?: number | undefined;
  /** Gives up: operations then throw its reason. */
  readonly signal?: AbortSignal;
  readonly trace?: (event: CloudTrace) => void;
  /** Instead of HTTP_PROXY, HTTPS_PROXY and NO_PROXY; obeyed for loopback too. */
  readonly proxies?: ProxySettings;
  /** PEM of the authorities to trust instead of Node's; NODE_EXTRA_CA_CERTS adds to those. */
  readonly ca?: string;
  /** Milliseconds; by which tokens grow old. */
  readonly now?: () => number;
}

/** Every operation throws a CloudFailure, or the signal's reason. */
export interface Cloud {
  readonly instance: Instance;
  /** Records that could not be read, and stand in nobody's way: each in a sentence. */
  readonly leftOut: ReadonlySet<string>;
  /** Gets a token, unless one is held. */
  readonly authenticate: () => Promise<void>;
  readonly departments: () => Promise<DepartmentList>;
  readonly department: (id: string) => Promise<Department>;
  readonly findTerminals: (filter: TerminalFilter) => Promise<readonly TerminalRecord[]>;
  readonly terminal: (id: string) => Promise<TerminalRecord>;
  /** Whether people have entered it, where terminals can only be read. */
  readonly enteredByHand: (wanted: Parameters<typeof findEntry>[1]) => Promise<HandEntry>;
  /** The record, created `pending`: now, or by a POST whose reply was lost. */
  readonly createTerminal: (input: TerminalInput) => Promise<TerminalRecord>;
  readonly updateTerminal: (id: string, patch: TerminalPatch) => Promise<TerminalRecord>;
}

const isMissing = (error: unknown): error is CloudFailure => error instanceof CloudFailure && error.status === 404;

export function createCloud(options: CloudOptions): Cloud {
  const { instance, credentials, deadlineMs, exchangeMs, patient, pace, ca, now = monotonicMs } = options;
  const base = `${instance.url}/`;
  const secrets = createSecrets();
  proxySecrets(wayTo(instance, options.proxies, process.env)).forEach(secrets.add);
  const tokens = createTokenCache(base, credentials, secrets, now);
  const send = createSend(tokens, secrets);
  const leftOut = new Set<string>();
  const at = (path: string) => new URL(path, base);
  const departmentUrl = (id: string) => at(PATHS.department(id)).href;

  async function run<T>(work: (operation: CloudOperation) => Promise<T>): Promise<T> {
    options.signal?.throwIfAborted();
    const way = wayTo(instance, options.proxies, process.env);
    const dispatcher = await openRoute(way, ca, deadlineMs);
    const trace = options.trace ?? (() => undefined);
    const proxy = proxyName(way);
    trace({ kind: 'route', proxies: proxy === undefined ? [] : [proxy] });
    const operation = startOperation({
      ...{ dispatcher, way, deadlineMs, exchangeMs, patient, pace, trace },
      signal: options.signal,
    });
    try {
      return await work(operation);
    } catch (error) {
      throw await withRights(error, () => send(operation, { method: 'GET', url: at(PATHS.permissions) }, readRights));
    } finally {
      operation.end();
      await dispatcher.destroy();
    }
  }

  const get = (operation: CloudOperation, id: string) =>
    send(operation, { method: 'GET', url: at(PATHS.terminal(id)) }, askedFor(id, readTerminal));

  async function find(operation: CloudOperation, filter: TerminalFilter): Promise<readonly TerminalRecord[]> {
    const url = at(PATHS.terminals);
    url.search = writeFilter(filter).toString();
    const read = await readPages(operation, send, url, readTerminalIfPossible).catch(async (error: unknown) => {
      throw await orWithoutTerminals(operation, error);
    });
    for (const record of read) if ('why' in record) leftOut.add(leaveOut(record, filter));
    return read
      .filter((record): record is TerminalRecord => !('why' in record))
      .filter((record) => matchesRecord(record, filter));
  }

  const readByHand = (operation: CloudOperation): Promise<readonly unknown[]> =>
    readPages(operation, send, at(PATHS.enteredByHand), (value) => value);

  /** A list that is not there tells which kind of instance it is. */
  async function orWithoutTerminals(operation: CloudOperation, error: unknown): Promise<unknown> {
    if (!isMissing(error)) return error;
    try {
      await readByHand(operation);
      return error.with({ kind: 'enter-by-hand', detail: 'its terminals are read-only' });
    } catch (other) {
      if (!isMissing(other)) return other;
      return error.with({ kind: 'no-terminals', detail: 'it has none' });
    }
  }

  return {
    instance,
    leftOut,
    enteredByHand: (wanted) => run(async (operation) => findEntry(await readByHand(operation), wanted)),
    authenticate: () =>
      run(async (operation) => {
        await tokens.current(operation);
      }),
    departments: () =>
      run(async (operation) =>
        listedIn(await readPages(operation, send, at(PATHS.departments), ifReadable(readDepartment))),
      ),
    department: (id) =>
      run((operation) =>
        send(operation, { method: 'GET', url: at(PATHS.department(id)) }, askedFor(id, readDepartment)),
      ),
    findTerminals: (filter) => run((operation) => find(operation, filter)),
    terminal: (id) => run((operation) => get(operation, id)),
    updateTerminal: (id, patch) =>
      run((operation) =>
        updateRecord(operation, {
          patch,
          send: (atMostMs) =>
            send(
              operation,
              { method: 'PATCH', url: at(PATHS.terminal(id)), json: writeFields(patch, departmentUrl), atMostMs },
              asSent(patch, askedFor(id, readTerminal)),
            ),
          read: () => get(operation, id),
        }),
      ),
    createTerminal: (input) =>
      run((operation) =>
        createRecord(operation, {
          input,
          post: (atMostMs) =>
            send(
              operation,
              {
                method: 'POST',
                url: at(PATHS.terminals),
                json: writeFields({ ...input, status: 'pending' }, departmentUrl),
                atMostMs,
              },
              asSent(input, readTerminal),
            ),
          find: (filter) => find(operation, filter),
        }),
      ),
  };
}
