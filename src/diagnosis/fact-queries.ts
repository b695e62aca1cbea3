import type { CheckId } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { FailureReason } from '../model/failure.js';
import { describeReturnCode, RETURN_CODE } from '../posxml/return-codes.js';
import type { Facts, PortFacts, PosXmlFacts, ServiceFacts, TcpFacts } from '../model/facts.js';
import type { Finding, Params } from './row.js';
import { formatEuros } from '../text/euros.js';
import { DEFAULT_PORTS, formatPair } from '../model/endpoint.js';
import { joinWithAnd, quotedOrNothing, excerptOf } from './text.js';

type ClosedPort = PortFacts & { readonly tcp: Extract<TcpFacts, { open: false }> };
type Service<K extends ServiceFacts['kind']> = Extract<ServiceFacts, { kind: K }>;
type PosXmlCheck = Extract<CheckId, `posxml.${string}` | 'identity'>;

/** Values that any text may use: the external ports as they were given, else the usual ones. */
export function commonParams(facts: Facts): Params {
  return {
    posxmlPort: facts.posxml?.pair.port ?? DEFAULT_PORTS.posxml,
    logPort: facts.log?.pair.port ?? DEFAULT_PORTS.log,
  };
}

/** The given ports, the posxml port first. */
export function portsSeen(facts: Facts): readonly PortFacts[] {
  return [facts.posxml, facts.log].filter((port) => port !== undefined);
}

/** The ports that took no connection, for one of these reasons. */
export function closedFor(facts: Facts, reasons: readonly FailureReason[]): readonly ClosedPort[] {
  return portsSeen(facts).filter(
    (port): port is ClosedPort => port.tcp?.open === false && reasons.includes(port.tcp.failure.reason),
  );
}

export function isPortOpen(port: PortFacts | undefined): boolean {
  return port?.tcp?.open === true;
}

/** What answered on this port, if it is of this kind. */
export function serviceOf<K extends ServiceFacts['kind']>(
  port: PortFacts | undefined,
  kind: K,
): Service<K> | undefined {
  return port?.service?.kind === kind ? (port.service as Service<K>) : undefined;
}

export function tcpCheck(port: PortFacts): CheckId {
  return `tcp.${port.pair.role}`;
}

export function serviceCheck(port: PortFacts): CheckId {
  return `service.${port.pair.role}`;
}

/** `target` and `places` for a finding about these ports. */
export function portAt(found: readonly PortFacts[]): { target?: string; params: Params } {
  const places = found.map(({ pair }) => formatPair(pair));
  return places[0] === undefined ? { params: {} } : { target: places[0], params: { places: joinWithAnd(places) } };
}

/** The terminal that spoke PosXML. */
export interface Speaker {
  readonly port: PortFacts;
  readonly posxml: PosXmlFacts;
  /** The checks to name: the posxml port has checks of its own, behind the log port it is the service alone. */
  readonly because: (check: PosXmlCheck) => readonly CheckId[];
}

/** The terminal behind the posxml port, else the one that a wrong rule put behind the log port. */
export function respondingTerminal(facts: Facts): Speaker | undefined {
  for (const port of portsSeen(facts)) {
    const posxml = serviceOf(port, 'posxml')?.posxml;
    if (posxml) return { port, posxml, because: (check) => (port === facts.posxml ? [check] : ['service.log']) };
  }
  return undefined;
}

/** A finding about the terminal that spoke, from one of its checks. */
export function ofTerminal(spoke: Speaker, check: PosXmlCheck, params: Params = {}): Finding {
  const { target, params: where } = portAt([spoke.port]);
  return {
    because: spoke.because(check),
    ...(target === undefined ? {} : { target }),
    params: { ...where, ...params },
  };
}

/** The first ReturnCode that is neither 0 nor a mere refusal of a version. */
export function returnCodeOf({ returnCode, status, parameters }: PosXmlFacts): number | undefined {
  return [returnCode, status?.ReturnCode, parameters?.ReturnCode].find(
    (code) => code !== undefined && code !== RETURN_CODE.SUCCEEDED && code !== RETURN_CODE.WRONG_VERSION,
  );
}

/** The ReturnCode that kept the test transaction from ending as it should. */
function paymentCodeOf({ payment }: Facts): number | undefined {
  return payment === undefined || payment.end === 'returned' ? undefined : payment.returnCode;
}

/** Finds one of these ReturnCodes, in what the terminal answered to a probe or in the test transaction. */
export function findReturnCode(facts: Facts, codes: readonly number[]): Finding | undefined {
  return findProbed(facts, (code) => codes.includes(code)) ?? findPaid(facts, (code) => codes.includes(code));
}

export function findProbed(facts: Facts, wanted: (code: number) => boolean): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const code = spoke && returnCodeOf(spoke.posxml);
  return spoke && code !== undefined && wanted(code)
    ? ofTerminal(spoke, 'posxml.status', statedBy(code, spoke.posxml.reason))
    : undefined;
}

/** Met in the middle of a payment, a terminal's fault ends it with nothing owed. */
export function findPaid(facts: Facts, wanted: (code: number) => boolean): Finding | undefined {
  const code = paymentCodeOf(facts);
  if (code === undefined || !wanted(code)) return undefined;
  return { ...inPayment(facts, statedBy(code, facts.payment?.reason)), exit: EXIT.notCharged };
}

/** A ReturnCode, what it means, and the terminal's own words for it. */
export function statedBy(code: number, reason: string | undefined): Params {
  const { meaning } = describeReturnCode(code);
  // The sentence that quotes it has an end of its own.
  const words = reason?.trim() === meaning ? '' : quotedOrNothing(reason?.replace(/(?<!\.)\.\s*$/, ''));
  return { returnCode: code, meaning: `${meaning}${words === '' ? '' : `; its words:${words}`}` };
}

export function inPayment(facts: Facts, params: Params): Finding {
  const { target } = facts.posxml ? portAt([facts.posxml]) : {};
  const places = target ?? 'hand';
  return { because: ['test.sale'], ...(target === undefined ? {} : { target }), params: { places, ...params } };
}

export function paymentParams(facts: Facts): Params {
  const { payment } = facts;
  if (!payment) return {};
  const amount = formatEuros(payment.amount);
  return {
    amount,
    amountComma: amount.replace('.', ','),
    stan: payment.stan ?? 'unknown',
    authorizationNo: shownOr(payment.authorizationNo, 'unknown'),
    terminalId: shownOr(payment.terminalId, 'unknown'),
    transactionId: payment.transactionId,
  };
}

function shownOr(text: string | undefined, otherwise: string): string {
  return excerptOf(text ?? '') || otherwise;
}
