import type { Json } from '../../contract/json.js';
import type { ControlsResult, PortResult, StateResult, TargetResult } from '../../contract/look-results.js';
import type { ControlFacts, PortFacts, PosXmlFacts, VantageFacts } from '../../model/facts.js';
import { terminalState } from '../../diagnosis/terminal-state.js';
import { formatPair } from '../../model/endpoint.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import type { SeenTarget } from './seen-target.js';

/** One target in `result.targets`: what was seen of it, with null for what is not known. */
export function resultOf(seen: SeenTarget): TargetResult {
  const { facts } = seen;
  const own = posxmlOf(facts);
  return {
    target: seen.target,
    line: seen.line ?? null,
    leftOut: seen.leftOut ?? [],
    ...(seen.from !== undefined && { from: seen.from }),
    ok: seen.exit === 0,
    exitCode: seen.exit,
    posxml: portResult(facts.posxml),
    log: portResult(facts.log),
    identity: own ? identityResult(own) : null,
    state: own ? stateResult(own, facts.at) : null,
    status: own?.status ? { ...own.status } : null,
    parameters: own?.parameters ? { ...own.parameters } : null,
    vantages: vantagesResult(facts.vantages),
    controls: controlsResult(facts.controls),
  };
}

/** The state as it is read; null for what is not known. */
function stateResult(own: PosXmlFacts, at: number): StateResult | null {
  const state = terminalState(own, at);
  return state
    ? (Object.fromEntries(
        Object.entries(state).map(([name, value]: [string, Json | undefined]) => [name, value ?? null]),
      ) as unknown as StateResult)
    : null;
}

/** What each place saw, where two were looked from. */
function vantagesResult(vantages: VantageFacts | undefined): TargetResult['vantages'] {
  if (!vantages) return null;
  const { via, here, there, trouble } = vantages;
  return {
    direct: { posxml: portResult(here.posxml), log: portResult(here.log) },
    via: { proxy: via, trouble: trouble ?? null, posxml: portResult(there.posxml), log: portResult(there.log) },
  };
}

/** What was looked at elsewhere, to know whether the evidence can be trusted. */
function controlsResult(controls: ControlFacts | undefined): ControlsResult | null {
  if (!controls) return null;
  const { mustNotAnswer, mustAnswer, cloudReaches, strangerReaches } = controls;
  return {
    mustNotAnswer: mustNotAnswer ? { ...mustNotAnswer } : null,
    mustAnswer: mustAnswer ? { ...mustAnswer } : null,
    cloudReaches: cloudReaches ?? null,
    strangerReaches: strangerReaches ?? null,
  };
}

function portResult(port: PortFacts | undefined): PortResult | null {
  if (!port) return null;
  const { tcp, service } = port;
  return {
    pair: formatPair(port.pair),
    role: port.pair.role,
    open: tcp ? tcp.open : null,
    address: tcp?.open ? tcp.address : null,
    ms: tcp ? round(tcp.timing.connect ?? tcp.timing.total) : null,
    reason: tcp && !tcp.open ? tcp.failure.reason : null,
    service: service?.kind ?? null,
    version: service?.kind === 'posxml' ? (service.posxml.version ?? null) : null,
    beeped: service?.kind === 'posxml' ? (service.posxml.beeped ?? null) : null,
  };
}

function identityResult({ parameters }: PosXmlFacts): TargetResult['identity'] {
  return {
    terminalId: parameters?.TerminalID ?? null,
    ownerName: parameters?.TerminalOwnerName ?? null,
    merchantRegNo: parameters?.MerchantRegNo ?? null,
    merchantId: parameters?.MerchantID ?? null,
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
