import type { Message } from '../posxml/messages.js';

/** What a forwarded port is for: `posxml` leads to the terminal's 4445, `log` to its 5551. */
export type Role = 'posxml' | 'log';

export interface Endpoint {
  /** A dotted quad, an IPv6 address without brackets, or a host name. */
  readonly host: string;
  readonly port: number;
}

export interface Pair extends Endpoint {
  readonly role: Role;
}

/** A host with one or two pairs: what the agent was told on the telephone. */
export interface Target {
  readonly host: string;
  readonly family: 'ipv4' | 'ipv6' | 'name';
  readonly posxml: Pair | undefined;
  readonly log: Pair | undefined;
}

/** Where an exchange was when it failed. */
export type Phase = 'resolve' | 'connect' | 'send' | 'first-byte' | 'reply';

export type FailureReason =
  | 'resolve' // the name has no address
  | 'refused' // RST to our SYN
  | 'timeout'
  | 'unreachable' // EHOSTUNREACH, ENETUNREACH: a router said so
  | 'reset' // RST on an open connection
  | 'closed' // FIN before a whole reply
  | 'too-large'
  | 'unreadable' // a whole reply that is no PosXML
  | 'cancelled' // by our own signal
  | 'local' // this machine could not: EMFILE, EACCES, EADDRNOTAVAIL
  | 'proxy'; // the proxy that was to lead there failed, so nothing was learned of the place itself

export interface Failure {
  readonly reason: FailureReason;
  readonly phase: Phase;
  /** Names address, port and milliseconds. */
  readonly message: string;
  /** The system's code such as ECONNREFUSED, where there was one. */
  readonly errno: string | undefined;
}

/** Milliseconds that each phase took; absent where it was not reached. */
export interface Timing {
  readonly resolve?: number;
  readonly connect?: number;
  readonly firstByte?: number;
  readonly reply?: number;
  readonly total: number;
}

/** A proxy to dial through, so as to see a place from where the proxy stands. */
export interface Route {
  readonly kind: 'socks5' | 'http';
  readonly proxy: Endpoint;
  /** `socks5://host:port`; holds no credentials. */
  readonly name: string;
}

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
      readonly sent: 'all';
      readonly timing: Timing;
      readonly evidence: Evidence;
    }
  | {
      readonly kind: 'failed';
      readonly failure: Failure;
      readonly sent: 'nothing' | 'maybe';
      readonly httpStatus: number | undefined;
      readonly timing: Timing;
      readonly evidence: Evidence;
    };

export interface ExchangeOptions {
  readonly endpoint: Endpoint;
  /** One PosXML document. */
  readonly document: string;
  /** One deadline for everything: resolve, connect, send and the whole reply. Milliseconds. */
  readonly deadlineMs: number;
  /** Bound for resolving and connecting alone; at most the deadline. Milliseconds. */
  readonly connectMs?: number;
  /** The most that the reply may be, its head counted; without it, what any reply can be. */
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
  /** Called once, after the connection stands and before the first byte is written; the journal's last chance. */
  readonly beforeSend?: () => void | Promise<void>;
  /** Why the address that a host leads to must not be dialled; undefined if it may. */
  readonly refuseAddress?: (ip: string) => string | undefined;
  /** Dial through this proxy; without it, directly. */
  readonly route?: Route;
}

/** What a terminal says of itself. Absent is absent: never filled from elsewhere. */
export interface Identity {
  readonly terminalId: string | undefined;
  readonly ownerName: string | undefined;
  readonly ownerAddress: string | undefined;
  readonly merchantRegNo: string | undefined;
  readonly merchantId: string | undefined;
  readonly serialNumber: string | undefined;
}
