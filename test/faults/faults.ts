/** What a broken line does at one byte: ends with FIN, with RST, holds back, continues byte by byte, or swallows. */
export const KINDS = ['cut', 'reset', 'stall', 'drip', 'blackhole'] as const;
export type Kind = (typeof KINDS)[number];

/** `up`: the program's request; `down`: the terminal's reply. */
export type Way = 'up' | 'down';

/** Strikes when so many bytes of a named request, or of its reply, have passed. */
export interface ByteFault {
  readonly at: 'byte';
  readonly request: string;
  /** 1 is the first of that name. */
  readonly occurrence: number;
  readonly way: Way;
  readonly byte: number;
  readonly kind: Kind;
  /** No connection gets anything through afterwards, until the line is healed. */
  readonly thenDead?: boolean;
}

export const CONNECT_KINDS = ['refuse', 'hang', 'accept-and-close', 'accept-and-reset'] as const;
export type ConnectKind = (typeof CONNECT_KINDS)[number];

/** Strikes the K-th connection of a run. */
export interface ConnectFault {
  readonly at: 'connect';
  /** 1 is the first. */
  readonly connection: number;
  readonly kind: ConnectKind;
}

export type WireFault = ByteFault | ConnectFault;

/** One request as the program put it on the wire, whatever became of it. */
export interface Sent {
  readonly connection: number;
  readonly request: string;
  readonly document: string;
  /** In the order of all requests of this line. */
  readonly began: number;
  /** Bytes as they came into the line, before any fault. */
  up: number;
  down: number;
  /** Where the reply's head ends. */
  downHead: number;
  readonly upHead: number;
  /** When the program sent it, by its own clock. */
  at: number;
  /** What the program was given of the reply. */
  reply: string;
}

export function describe(fault: WireFault): string {
  if (fault.at === 'connect') return `connection ${String(fault.connection)} ${fault.kind}`;
  const { request, occurrence, way, byte, kind, thenDead } = fault;
  return `${request.replace(/Request$/, '')}#${String(occurrence)} ${way} ${String(byte)} ${kind}${thenDead ? ' dead' : ''}`;
}
