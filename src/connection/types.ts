import type { Endpoint, Route } from '../model/endpoint.js';
import type { ConnectionFailure, Timing } from '../model/failure.js';
import type { Message } from '../posxml/messages.js';
import type { Forgiven } from '../posxml/xml-tree.js';

/** What came in, bounded. The bytes stay in memory for judging; what is shown or stored is `excerpt`. */
export interface Evidence {
  readonly bytes: Uint8Array;
  /** How many bytes came in all; `bytes` may hold fewer. */
  readonly received: number;
}

/** `sent` says whether a byte of the request may have left: the fact that money hangs on. */
export type ExchangeResult =
  | {
      readonly kind: 'reply';
      readonly message: Message;
      readonly httpStatus: number | undefined;
      readonly unreadable: readonly string[];
      /** What is no XML in it and was taken as text. */
      readonly forgiven: readonly Forgiven[];
      readonly sent: 'all';
      readonly timing: Timing;
      readonly evidence: Evidence;
    }
  | {
      readonly kind: 'failed';
      readonly failure: ConnectionFailure;
      readonly sent: 'nothing' | 'maybe';
      readonly httpStatus: number | undefined;
      readonly timing: Timing;
      readonly evidence: Evidence;
    };

/** What else may be said on a connection on which a reply is awaited. */
export interface Interjection {
  /** Called when the request has gone out. `say` writes another document; it does nothing once the exchange has ended. */
  readonly begun?: (say: (document: string) => void) => void;
  /** Judges each message that comes: true if it is no reply to the request, so that the reply is still awaited. */
  readonly heard: (message: Message) => boolean;
}

export interface ExchangeOptions {
  readonly endpoint: Endpoint;
  /** One PosXML document. */
  readonly document: string;
  /** One deadline for everything: resolve, connect, send and the whole reply. Milliseconds. */
  readonly deadlineMs: number;
  /** Bound for resolving and connecting alone; at most the deadline. Milliseconds. */
  readonly connectMs?: number;
  /** The most that the reply may be, its head counted; without it, what any reply can be. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Called once, after the connection stands and before the first byte is written; the journal's last chance. */
  readonly beforeSend?: () => void | Promise<void>;
  /** Without it, the first message that comes is the reply. */
  readonly meanwhile?: Interjection;
  /** Nothing is sent where so much has passed since `beforeSend` began: what it noted is not true any more. Milliseconds. */
  readonly sendWithinMs?: number;
  /** Why the address that a host leads to must not be dialled; undefined if it may. */
  readonly refuseAddress?: (ip: string) => string | undefined;
  /** Dial through this proxy; without it, directly. */
  readonly route?: Route;
}
