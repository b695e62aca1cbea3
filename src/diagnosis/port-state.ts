import type { FailureReason } from '../model/failure.js';
import { BUSY_CODES, RETURN_CODE } from '../posxml/return-codes.js';
import { returnCodeOf } from './fact-queries.js';
import type { Facts, LookFacts, PortFacts, PosXmlFacts, ServiceFacts } from '../model/facts.js';

const CLOSED: Readonly<Record<FailureReason, string>> = {
  resolve: 'no address',
  refused: 'refused',
  timeout: 'no answer',
  unreachable: 'unreachable',
  reset: 'reset',
  closed: 'closed',
  'too-large': 'too much',
  unreadable: 'unreadable',
  cancelled: 'not waited for',
  local: 'not tried',
  proxy: 'proxy failed',
};

const OPEN: Readonly<Record<Exclude<ServiceFacts['kind'], 'posxml' | 'closes'>, string>> = {
  http: 'answers as a web server',
  tls: 'answers with TLS',
  ssh: 'answers as SSH',
  printer: 'answers as a printer',
  silent: 'silent',
  garbled: 'sends an unreadable answer',
  other: 'answers something else',
  'dials-out': 'is a till that waits for a terminal',
  stream: 'sends text by itself',
};

/** What happens at a terminal that is in use: a person pays, a card is in. The line has nothing to do with it. */
const IN_USE: readonly number[] = [RETURN_CODE.CARD_INSERTED, ...BUSY_CODES];

/** Failures that say nothing of the other side. */
const OUR_OWN: readonly FailureReason[] = ['cancelled', 'local', 'proxy'];

/** How a log port may be: it takes no question, so a service that answers one, or closes on it, is none. */
export function maybeLog(service: ServiceFacts): boolean {
  const { kind } = service;
  return kind === 'silent' || kind === 'stream' || (kind === 'closes' && service.asked !== true);
}

/** One port on one look, in a word or two. Undefined where it was not looked at. */
export function portLook(port: PortFacts | undefined, looked: Facts['looked']): LookFacts | undefined {
  if (!port?.tcp) return undefined;
  const { tcp, service, pair, lost } = port;
  if (!tcp.open) return { state: CLOSED[tcp.failure.reason], well: false, open: false };
  if (!service) return { state: 'open', well: looked === 'tcp' || pair.role === 'log', open: true };
  if (service.kind === 'posxml' && pair.role === 'posxml') return spoken(service.posxml, lost);
  const well = pair.role === 'log' && maybeLog(service);
  return {
    state: well && service.kind === 'silent' ? 'silent (normal for a log port)' : nameOf(service),
    well,
    open: true,
  };
}

function nameOf(service: ServiceFacts): string {
  if (service.kind === 'closes') return service.reset ? 'resets the connection' : 'closes the connection';
  return service.kind === 'posxml' ? 'answers PosXML' : OPEN[service.kind];
}

function spoken(posxml: PosXmlFacts, lost: PortFacts['lost']): LookFacts {
  if (posxml.version === undefined) return { state: 'answers PosXML of an unknown version', well: false, open: true };
  const failed = posxml.parametersFailure?.reason;
  if (failed !== undefined && !OUR_OWN.includes(failed))
    return { state: `answers PosXML, then ${lost ? CLOSED[lost.reason] : 'stalls'}`, well: false, open: true };
  const code = returnCodeOf(posxml);
  const fault = code !== undefined && !IN_USE.includes(code);
  return {
    state: fault ? `answers PosXML with the error ${String(code)}` : 'answers PosXML',
    well: !fault,
    open: true,
  };
}
