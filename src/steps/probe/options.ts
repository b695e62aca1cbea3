import type { Resolver } from '../../connection/net/resolver.js';
import type { Trace } from '../../connection/trace.js';
import type { Route } from '../../model/endpoint.js';
import type { PortFacts } from '../../model/facts.js';
import type { ReportProgress } from '../dependencies.js';

export interface ProbeOptions {
  /** For one exchange. Milliseconds. */
  readonly timeoutMs: number;
  /** How long the log port is listened to. Milliseconds. */
  readonly quietMs?: number | undefined;
  /** Whether inside, loopback and reserved addresses may be dialled. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: Trace | undefined;
  /** Look from where this proxy stands; without it, from here. */
  readonly route?: Route | undefined;
  /** Without it, each look asks the system again. */
  readonly resolver?: Resolver | undefined;
  /** Whether the log port may be sent the one request that tells a wrong rule; without it, wherever it is of use. */
  readonly mayAskLog?: ((log: PortFacts, posxml: PortFacts | undefined) => boolean) | undefined;
  /** One port after the other, and each once: slower, and a failure cannot come from our own second connection. */
  readonly oneByOne?: boolean;
  /** Is told of each port as it is seen, and when it waits for another's sale to end. */
  readonly report?: ReportProgress | undefined;
  /** Fires when the agent says next that the clinic is done: ask now. Absent where nobody can. */
  readonly saysDone?: (() => AbortSignal) | undefined;
}
