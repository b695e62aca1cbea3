import { encodeMessage } from '../posxml/encode.js';
import { READ_ONLY } from '../posxml/messages.js';
import { VERSIONS } from '../posxml/versions.js';
import type { MessageBody, RequestName } from '../posxml/messages.js';
import type { Version } from '../posxml/versions.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import { problemOfAddress } from './net/address.js';
import { answerOf } from './answer.js';
import type { ServiceAnswer } from './answer.js';
import { exchangeOnce } from './exchange.js';
import { MAX_ANSWER_BYTES } from './http/reply.js';
import { traceExchange } from './trace.js';
import type { Trace } from './trace.js';
import { createMutex } from './net/mutex.js';
import { sleepAtLeast } from './net/pause.js';
import type { FailureReason } from '../model/failure.js';
import type { Endpoint, Route } from '../model/endpoint.js';
import type { ExchangeOptions, ExchangeResult, Interjection } from './types.js';
import { monotonicMs } from './net/monotonic-clock.js';

/** A terminal serves one client at a time, and known clients leave 1 to 2 s between two calls (posxml documents). */
const BUSY_AFTER_MS = 2000;
export const BUSY_WAIT_MS = 1200;
/** How a terminal that is not ready for us yet may fail. */
export const BUSY_SIGNS: ReadonlySet<FailureReason> = new Set<FailureReason>(['refused', 'reset', 'closed']);

/** PrintReceipt of a query that must not print. */
const NO_RECEIPT = 2;

export type ReadOnlyName = Extract<
  RequestName,
  'GetTerminalStatusRequest' | 'GetParametersRequest' | 'TransactionCurrStatusRequest' | 'GetLastTransactionDataRequest'
>;

/** What is asked of any device that may be there, many at a time. All else is about money: read whatever its length. */
const SHORTLY_ANSWERED: ReadonlySet<ReadOnlyName> = new Set(['GetTerminalStatusRequest', 'GetParametersRequest']);

export interface ClientOptions {
  /** For one exchange. Milliseconds. */
  readonly timeoutMs: number;
  /** For resolving and connecting alone. Milliseconds. */
  readonly connectMs?: number | undefined;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Least time between two exchanges. Milliseconds. */
  readonly gapMs?: number | undefined;
  /** Waits for the gap; without it, by the real clock. @param ms milliseconds */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** Whether a host name may resolve to an internal address. */
  readonly allowPrivate: boolean;
  /** The version that an earlier session learned. */
  readonly version?: Version | undefined;
  readonly trace?: Trace | undefined;
  /** Dial through this proxy; without it, directly. */
  readonly route?: Route | undefined;
}

export interface AskOptions {
  readonly timeoutMs?: number | undefined;
  /** How many times the usual time-out, without one of its own; connecting has its own. */
  readonly patience?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Do not wait for the exchange that is under way: for a cancel, and a look beside it. */
  readonly alongside?: boolean | undefined;
}

export interface CommandOptions extends AskOptions {
  /** See {@link ExchangeOptions.beforeSend}. */
  readonly beforeSend?: ExchangeOptions['beforeSend'] | undefined;
  /** What else may be said on its connection while the reply is awaited. */
  readonly meanwhile?: CommandMeanwhile | undefined;
  /** See {@link ExchangeOptions.sendWithinMs}. */
  readonly sendWithinMs?: number | undefined;
}

/** See {@link Interjection}. */
export interface CommandMeanwhile {
  /** Called when the request has gone out, with what ends it on its own connection. */
  readonly begun?: (cancel: () => void) => void;
  readonly heard: Interjection['heard'];
}

type Bounds = Pick<ExchangeOptions, 'maxBytes'>;

/** What the exchange is told beside its document. */
type Sending = Bounds &
  Pick<CommandOptions, 'beforeSend' | 'sendWithinMs'> & { readonly meanwhile?: Interjection | undefined };

/** One terminal's posxml endpoint. Its requests go one after another. */
export interface TerminalClient {
  readonly endpoint: Endpoint;
  /** The version that the terminal accepted last. */
  readonly version: Version | undefined;
  /** Versions that it answered with 32770. */
  readonly refusedVersions: readonly Version[];
  /**
   * Asks what changes nothing at the terminal, in the version that it understands. Asks once more, after a pause,
   * where a terminal that has just served us was not ready for the next call.
   * @throws RangeError for a request that is not read-only, or a query that would print.
   */
  ask<N extends ReadOnlyName>(name: N, body: MessageBody<N>, options?: AskOptions): Promise<ServiceAnswer<N>>;
  /**
   * Sends any other request, exactly once, in the version already learned.
   * @throws RangeError for a read-only request, a value that does not fit, or when no version was learned.
   */
  command<N extends Exclude<RequestName, ReadOnlyName>>(
    name: N,
    body: MessageBody<N>,
    options?: CommandOptions,
  ): Promise<ServiceAnswer<N>>;
}

export function terminalClient(endpoint: Endpoint, settings: ClientOptions): TerminalClient {
  const queue = createMutex();
  const refused = new Set<Version>();
  let learned = settings.version;
  /** The question that it was learned by: no other one unlearns it, for a terminal need not know every message. */
  let learnedBy: ReadOnlyName | undefined;
  const understood = new Map<ReadOnlyName, Version>();
  let lastEnded = -Infinity;

  const once = async (document: string, options: AskOptions & Sending): Promise<ExchangeResult> => {
    const traced = traceExchange(settings.trace, document);
    const result = await exchangeOnce(exchangeOptions(endpoint, document, settings, options));
    lastEnded = monotonicMs();
    traced(result);
    return result;
  };

  const inTurn = <T>(options: AskOptions, work: () => Promise<T>): Promise<T> =>
    queue.take(work, signalOf(settings, options));

  const waitForGap = (options: AskOptions): Promise<void> =>
    (settings.sleep ?? sleepAtLeast)(
      Math.max(0, lastEnded + (settings.gapMs ?? 0) - monotonicMs()),
      signalOf(settings, options),
    );

  const askPatiently = async (document: string, options: AskOptions & Bounds): Promise<ExchangeResult> => {
    await waitForGap(options);
    const justServed = monotonicMs() - lastEnded < BUSY_AFTER_MS;
    const result = await once(document, options);
    if (!justServed || result.kind !== 'failed' || !BUSY_SIGNS.has(result.failure.reason)) return result;
    const signal = signalOf(settings, options);
    await sleepAtLeast(BUSY_WAIT_MS, signal);
    return signal?.aborted ? result : once(document, options);
  };

  const negotiateVersion = async <N extends ReadOnlyName>(
    name: N,
    body: MessageBody<N>,
    options: AskOptions,
  ): Promise<ServiceAnswer<N>> => {
    let answer: ServiceAnswer<N> | undefined;
    const teaches = learnedBy === undefined || learnedBy === name;
    for (const version of versionsToTry(understood.get(name) ?? learned, refused)) {
      answer = answerOf(name, await askPatiently(documentOf(name, version, body), { ...options, ...boundsOf(name) }));
      if (!isWrongVersion(answer)) {
        const isUnderstood = answer.kind === 'answer' || answer.kind === 'error';
        if (isUnderstood) understood.set(name, version);
        if (isUnderstood && teaches) [learned, learnedBy] = [version, name];
        refused.delete(version);
        return answer;
      }
      if (!teaches) continue;
      refused.add(version);
      if (learned === version) learned = undefined;
    }
    return answer as ServiceAnswer<N>;
  };

  return {
    endpoint,
    get version() {
      return learned;
    },
    get refusedVersions() {
      return [...refused];
    },
    async ask(name, body, options = {}) {
      refuseUnlessHarmless(name, body);
      const work = (): Promise<ServiceAnswer<typeof name>> => negotiateVersion(name, body, options);
      return options.alongside ? work() : inTurn(options, work);
    },
    async command(name, body, options = {}) {
      if (READ_ONLY.has(name)) throw new RangeError(`${name} is read-only and is asked, not commanded`);
      if (learned === undefined) throw new RangeError(`${name} needs the terminal's version, and none was learned`);
      const document = documentOf(name, learned, body);
      const work = async (): Promise<ServiceAnswer<typeof name>> => {
        if (!options.alongside) await waitForGap(options);
        const meanwhile = options.meanwhile && alongOf(options.meanwhile, learned ?? VERSIONS[0]);
        return answerOf(name, await once(document, { ...options, meanwhile }));
      };
      return options.alongside ? work() : inTurn(options, work);
    },
  };
}

/** The version that worked, then those not yet refused, then the others: a terminal may have been set up again. */
function versionsToTry(learned: Version | undefined, refused: ReadonlySet<Version>): readonly Version[] {
  const rank = (version: Version): number => (version === learned ? 0 : refused.has(version) ? 2 : 1);
  return [...VERSIONS].sort((one, other) => rank(one) - rank(other));
}

function alongOf({ begun, heard }: CommandMeanwhile, version: Version): Interjection {
  return {
    heard,
    ...(begun && {
      begun: (say) => {
        begun(() => {
          say(documentOf('CancelAllOperationsRequest', version, {}));
        });
      },
    }),
  };
}

function isWrongVersion(answer: ServiceAnswer<ReadOnlyName>): boolean {
  return (answer.kind === 'error' || answer.kind === 'answer') && answer.returnCode === RETURN_CODE.WRONG_VERSION;
}

function refuseUnlessHarmless(name: RequestName, body: object): void {
  if (!READ_ONLY.has(name)) throw new RangeError(`${name} is not read-only and must be commanded`);
  const prints =
    name === 'GetLastTransactionDataRequest' &&
    (body as MessageBody<'GetLastTransactionDataRequest'>).PrintReceipt !== NO_RECEIPT;
  if (prints) throw new RangeError(`${name} prints unless PrintReceipt is ${String(NO_RECEIPT)}`);
}

function documentOf<N extends RequestName>(name: N, version: Version, body: MessageBody<N>): string {
  return encodeMessage({ name, version, body });
}

function exchangeOptions(
  endpoint: Endpoint,
  document: string,
  settings: ClientOptions,
  options: AskOptions & Sending,
): ExchangeOptions {
  const signal = signalOf(settings, options);
  return {
    endpoint,
    document,
    deadlineMs: options.timeoutMs ?? settings.timeoutMs * (options.patience ?? 1),
    refuseAddress: (ip) => problemOfAddress(ip, settings.allowPrivate)?.reason,
    ...(settings.connectMs !== undefined && { connectMs: settings.connectMs }),
    ...(signal && { signal }),
    ...(settings.route && { route: settings.route }),
    ...(options.maxBytes !== undefined && { maxBytes: options.maxBytes }),
    ...(options.beforeSend && { beforeSend: options.beforeSend }),
    ...(options.meanwhile && { meanwhile: options.meanwhile }),
    ...(options.sendWithinMs !== undefined && { sendWithinMs: options.sendWithinMs }),
  };
}

function boundsOf(name: ReadOnlyName): Bounds {
  return SHORTLY_ANSWERED.has(name) ? { maxBytes: MAX_ANSWER_BYTES } : {};
}

function signalOf(settings: ClientOptions, options: AskOptions): AbortSignal | undefined {
  if (settings.signal && options.signal) return AbortSignal.any([settings.signal, options.signal]);
  return options.signal ?? settings.signal;
}
