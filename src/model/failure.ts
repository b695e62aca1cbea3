/** Where an exchange was when it failed. */
export type ExchangePhase = 'resolve' | 'connect' | 'send' | 'first-byte' | 'reply';

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
  | 'proxy';

// the proxy that was to lead there failed, so nothing was learned of the place itself

export interface ConnectionFailure {
  readonly reason: FailureReason;
  readonly phase: ExchangePhase;
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
