import { identityOf } from '../connection/identity.js';
import { maybeLog } from '../diagnosis/port-state.js';
import { formatPair } from '../model/endpoint.js';
import type { Timing } from '../model/failure.js';
import type { Json } from '../contract/json.js';
import type { Check, CheckId, CheckStatus } from '../contract/document.js';
import type { AddressFacts, Facts, PortFacts, PosXmlFacts, ServiceFacts } from '../model/facts.js';

type Evidence = Check['evidence'];

/** The checks of the contract that the facts tell about, in its order. A pair that was not given has none. */
export function checksOf(facts: Facts): Check[] {
  const { address, posxml, log, looked } = facts;
  const reach = [
    ...(address ? [addressCheck(address)] : []),
    ...(posxml ? [tcpCheck(posxml)] : []),
    ...(log ? [tcpCheck(log)] : []),
  ];
  if (looked === 'tcp') return reach;
  return [
    ...reach,
    ...(posxml ? [serviceCheck(posxml)] : []),
    ...(log ? [serviceCheck(log)] : []),
    ...(posxml ? terminalChecks(posxml) : []),
  ];
}

function addressCheck({ input, problem, resolved }: AddressFacts): Check {
  const status: CheckStatus = problem === undefined ? 'pass' : problem.code === 'address.hostname' ? 'warn' : 'fail';
  return check('address', status, null, null, {
    input,
    ...(resolved !== undefined && { resolved }),
    ...(problem && { code: problem.code, reason: problem.reason }),
  });
}

function tcpCheck({ pair, tcp, lost }: PortFacts): Check {
  const id: CheckId = `tcp.${pair.role}`;
  const target = formatPair(pair);
  if (!tcp) return check(id, 'skip', target, null, {});
  if (tcp.open)
    return check(id, lost ? 'warn' : 'pass', target, tcp.timing.connect ?? tcp.timing.total, {
      address: tcp.address,
      timing: timingOf(tcp.timing),
      ...(lost && { next: { ...lost } }),
    });
  const { reason, phase, message, errno } = tcp.failure;
  const evidence = { reason, phase, message, errno: errno ?? null, timing: timingOf(tcp.timing) };
  return check(id, reason === 'cancelled' ? 'unknown' : 'fail', target, tcp.timing.total, evidence);
}

function serviceCheck(port: PortFacts): Check {
  const { pair, service } = port;
  const id: CheckId = `service.${pair.role}`;
  const target = formatPair(pair);
  if (!service) return check(id, port.tcp?.open ? 'unknown' : 'skip', target, null, {});
  const status = pair.role === 'posxml' ? posxmlPortStatus(service) : logPortStatus(service, port.lost);
  const ms = service.kind === 'posxml' ? (service.posxml.ms ?? null) : null;
  return check(id, status, target, ms, serviceEvidence(service));
}

function posxmlPortStatus(service: ServiceFacts): CheckStatus {
  return service.kind === 'posxml' ? 'pass' : 'fail';
}

/** Silence and text are how a log port behaves; what answers a question, or closes on it, is something else. */
function logPortStatus(service: ServiceFacts, lost: PortFacts['lost']): CheckStatus {
  if (!maybeLog(service)) return 'fail';
  // It could not be asked, so that PosXML may lie behind its silence.
  return lost || service.kind === 'closes' ? 'unknown' : 'pass';
}

function serviceEvidence(service: ServiceFacts): Evidence {
  if (service.kind !== 'posxml') return defined({ ...service });
  const { version, parameters, returnCode } = service.posxml;
  return defined({ kind: 'posxml', version, returnCode, terminalId: identityOf(parameters).terminalId });
}

/** What is behind the posxml port, once it has answered PosXML. */
function terminalChecks({ pair, service }: PortFacts): Check[] {
  const target = formatPair(pair);
  const ids = ['posxml.version', 'posxml.status', 'posxml.parameters', 'identity'] as const;
  if (service?.kind !== 'posxml') return ids.map((id) => check(id, 'skip', target, null, {}));
  const facts = service.posxml;
  return [
    versionCheck(facts, target),
    statusCheck(facts, target),
    parametersCheck(facts, target),
    ...forgivenCheck(facts, target),
    identityCheck(facts, target),
  ];
}

function versionCheck({ version, refusedVersions, returnCode }: PosXmlFacts, target: string): Check {
  const status = version !== undefined ? 'pass' : refusedVersions.length > 0 ? 'fail' : 'unknown';
  return check('posxml.version', status, target, null, defined({ version, refused: refusedVersions, returnCode }));
}

function statusCheck(facts: PosXmlFacts, target: string): Check {
  const { status, ms, returnCode, reason } = facts;
  if (facts.version === undefined) return check('posxml.status', 'skip', target, null, {});
  const answered = status !== undefined && (status.ReturnCode ?? 0) === 0;
  return check(
    'posxml.status',
    answered ? 'pass' : 'fail',
    target,
    ms ?? null,
    defined({ ...status, returnCode, reason }),
  );
}

/** The parameters that a person on the telephone may need; not the whole of a terminal's setup. */
const OF_INTEREST = [
  'TerminalVersion',
  'CurrencyNameStr',
  'IPAddressMode',
  'LocalIPAddress',
  'GatewayIPAddress',
  'SubnetMask',
  'XMLMode',
  'XMLIPPort',
  'MinCustomerAmount',
  'WaitCardTimeout',
  'SupportedLanguages',
] as const;

function parametersCheck(facts: PosXmlFacts, target: string): Check {
  const { version, parameters, returnCode, reason, parametersFailure } = facts;
  if (version === undefined) return check('posxml.parameters', 'skip', target, null, {});
  if (!parameters) {
    const failure = parametersFailure && { ...parametersFailure };
    return check('posxml.parameters', 'fail', target, null, defined({ returnCode, reason, failure }));
  }
  const answered = (parameters.ReturnCode ?? 0) === 0;
  const evidence = Object.fromEntries(OF_INTEREST.map((name) => [name, parameters[name]]));
  return check(
    'posxml.parameters',
    answered ? 'pass' : 'fail',
    target,
    null,
    defined({ ReturnCode: parameters.ReturnCode, ...evidence }),
  );
}

/** Only where something was forgiven: what is XML needs none. */
function forgivenCheck({ forgiven = [] }: PosXmlFacts, target: string): Check[] {
  if (forgiven.length === 0) return [];
  return [check('posxml.forgiven', 'warn', target, null, { places: forgiven.map((place) => ({ ...place })) })];
}

function identityCheck({ parameters }: PosXmlFacts, target: string): Check {
  if (!parameters) return check('identity', 'skip', target, null, {});
  const identity = identityOf(parameters);
  return check(
    'identity',
    identity.terminalId === undefined ? 'unknown' : 'pass',
    target,
    null,
    defined({ ...identity }),
  );
}

function check(id: CheckId, status: CheckStatus, target: string | null, ms: number | null, evidence: Evidence): Check {
  return { id, status, target, ms: ms === null ? null : Math.round(ms), evidence };
}

function timingOf(timing: Timing): Evidence {
  return Object.fromEntries(
    Object.entries(timing).map(([phase, ms]: [string, number]) => [phase, Math.round(ms * 10) / 10]),
  );
}

/** What is not known is left out. */
function defined(values: Readonly<Record<string, Json | undefined>>): Evidence {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
