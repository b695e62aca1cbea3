/** What a forwarded port is for: `posxml` forwards to the terminal's 4445, `log` to its 5551. */
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

/** A proxy to dial through, so as to see a place from where the proxy stands. */
export interface Route {
  readonly kind: 'socks5' | 'http';
  readonly proxy: Endpoint;
  /** `socks5://host:port`; holds no credentials. */
  readonly name: string;
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

/** The ports that a terminal listens on (posxml documents; the setup guide asks for the same two outside). */
export const DEFAULT_PORTS = { posxml: 4445, log: 5551 } as const satisfies Record<Role, number>;

/** Raw printing (IANA pdl-datastream, and the second and third printer of a print server): what comes is printed. */
const PRINTER_PORTS: ReadonlySet<number> = new Set([9100, 9101, 9102]);

/** Whether a port is known as a printer's, and must not be sent anything. */
export function isPrinterPort(port: number): boolean {
  return PRINTER_PORTS.has(port);
}

export function formatPair(pair: Endpoint): string {
  return `${formatHost(pair.host)}:${String(pair.port)}`;
}

/** The shortest spelling that `readTargets` reads back as the same target. */
export function formatTarget(target: Target): string {
  const { posxml, log } = target;
  if (posxml && log) {
    if (posxml.port === DEFAULT_PORTS.posxml && log.port === DEFAULT_PORTS.log) return formatHost(target.host);
    return `${formatPair(posxml)},${String(log.port)}`;
  }
  const only = posxml ?? log;
  return only ? formatPair(only) : formatHost(target.host);
}

/** The pairs of a target, `posxml` first. */
export function pairsOf(target: Target): readonly Pair[] {
  return [target.posxml, target.log].filter((pair) => pair !== undefined);
}

/** A host as a URL or a pair has it: an IPv6 address in brackets. */
export function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** Where a terminal is, in short. */
export function placeOf({ host, posxml, log }: Target): string {
  const pair = posxml ?? log;
  return pair ? formatPair(pair) : host;
}
