import { problemOfAddress } from '../../connection/net/address.js';
import { dialEndpoint } from '../../connection/net/dial.js';
import type { Endpoint, Route } from '../../model/endpoint.js';
import { WAY_REASONS } from '../../diagnosis/rows/network.js';
import { decisiveRole } from '../../diagnosis/vantages.js';
import type { ControlFacts, Facts, PortFacts } from '../../model/facts.js';
import { hadAccepted } from '../check/reset-after-accept.js';
import { strangerReaches } from './exposure.js';

/** One address of each block that is kept for manuals, so that nobody can live there (RFC 5737). */
export const TEST_NET: readonly ControlAddress[] = [
  { host: '192.0.2.1' },
  { host: '198.51.100.1' },
  { host: '203.0.113.1' },
];

export interface ControlAddress {
  readonly host: string;
  /** Without it, the port of the terminal. */
  readonly port?: number;
}

export interface ControlSettings {
  /** Where nobody lives; none turns the check off. */
  readonly mustNotAnswer: readonly ControlAddress[];
  /** Known to be up, chosen by the operator; none turns the check off. */
  readonly mustAnswer: readonly Endpoint[];
  /** The proxy at a place that no clinic lets in; without one nobody asks whether a terminal is open to everyone. */
  readonly stranger?: Route;
}

/** What is looked at elsewhere to know whether the evidence about a terminal can be trusted. */
export interface Controls {
  /** Adds the controls that the verdict on these facts hangs on. Looks at none for an internal address. */
  withControlChecks(facts: Facts): Promise<Facts>;
  /** How many of the unused addresses accepted, from here or from a proxy; undefined if none was tried. */
  mustNotAnswer(facts: Facts, route?: Route): Promise<ControlFacts['mustNotAnswer']>;
  /** How many of the hosts that are known to be up answered; undefined if none was tried. */
  mustAnswer(): Promise<ControlFacts['mustAnswer']>;
}

/** A proxy that accepts everything is near, and quick; nothing else is worth a wait. Milliseconds. */
const NOBODY_MS = 1500;

/** Each control is looked at one time, when it is first needed, however many terminals there are. */
export function createControls(
  settings: ControlSettings,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Controls {
  const { signal, timeoutMs } = options;
  const nobody = new Map<string, Promise<number>>();
  let somebody: Promise<number> | undefined;
  const exposed = new Map<string, Promise<boolean | null>>();

  const accepting = async (places: readonly Endpoint[], deadlineMs: number, route?: Route): Promise<number> =>
    (await Promise.all(places.map((place) => accepts(place, deadlineMs, signal, route)))).filter((accepted) => accepted)
      .length;

  const mustNotAnswer: Controls['mustNotAnswer'] = async (facts, route) => {
    const port = decisiveRole(facts)?.pair.port;
    if (settings.mustNotAnswer.length === 0 || port === undefined || !isPublic(facts)) return undefined;
    const from = route?.name ?? '';
    const places = settings.mustNotAnswer.map((place) => ({ host: place.host, port: place.port ?? port }));
    const accepted = nobody.get(from) ?? accepting(places, Math.min(NOBODY_MS, timeoutMs), route);
    nobody.set(from, accepted);
    return { tried: places.length, accepted: await accepted };
  };

  const mustAnswer: Controls['mustAnswer'] = async () => {
    if (settings.mustAnswer.length === 0) return undefined;
    somebody ??= accepting(settings.mustAnswer, timeoutMs);
    return { tried: settings.mustAnswer.length, answered: await somebody };
  };

  /** Asked only of what has proven to be a terminal. */
  const stranger = (facts: Facts): Promise<boolean | null> | undefined => {
    const [route, ip] = [settings.stranger, ipOf(facts)];
    const { posxml } = facts;
    if (!route || ip === undefined || posxml?.service?.kind !== 'posxml') return undefined;
    const place = `${ip} ${String(posxml.pair.port)}`;
    const unassignedAddressAccepts = async (): Promise<number | undefined> =>
      (await mustNotAnswer(facts, route))?.accepted;
    const reaches =
      exposed.get(place) ?? strangerReaches(posxml.pair, ip, { route, unassignedAddressAccepts, timeoutMs, signal });
    exposed.set(place, reaches);
    return reaches;
  };

  const controlsOf = async (facts: Facts): Promise<Unknowing<ControlFacts>> => {
    const ports = [facts.posxml, facts.log].filter((port) => port !== undefined);
    if (hangsOnTcp(ports)) return { mustNotAnswer: await mustNotAnswer(facts) };
    return allClosed(ports) ? { mustAnswer: await mustAnswer() } : { strangerReaches: await stranger(facts) };
  };

  return {
    mustNotAnswer,
    mustAnswer,
    async withControlChecks(facts) {
      if (!isPublic(facts) || signal?.aborted) return facts;
      const known = Object.fromEntries(
        Object.entries(await controlsOf(facts)).filter(([, value]) => value !== undefined),
      ) as ControlFacts;
      return Object.keys(known).length === 0 ? facts : { ...facts, controls: { ...facts.controls, ...known } };
    },
  };
}

type Unknowing<T> = { readonly [K in keyof T]?: T[K] | undefined };

async function accepts(
  place: Endpoint,
  deadlineMs: number,
  signal: AbortSignal | undefined,
  route?: Route,
): Promise<boolean> {
  const dialled = await dialEndpoint(place, { deadlineMs, signal, route });
  if (dialled.ok) dialled.socket.destroy();
  return dialled.ok || hadAccepted(dialled.failure);
}

/** The address that was dialled. */
export function ipOf(facts: Facts): string | undefined {
  return facts.address?.resolved ?? decisiveRole(facts)?.pair.host;
}

/** It belongs to the internet: nothing is learned there of an inside one. */
export function isPublic(facts: Facts): boolean {
  const ip = ipOf(facts);
  return ip !== undefined && problemOfAddress(ip, false) === undefined;
}

/** A port is open, and nobody has proven to be a terminal: PosXML bytes would need no other proof. */
function hangsOnTcp(ports: readonly PortFacts[]): boolean {
  return ports.some((port) => port.tcp?.open) && !ports.some((port) => port.service?.kind === 'posxml');
}

/** Nothing accepts, for a reason that lies on the way. */
function allClosed(ports: readonly PortFacts[]): boolean {
  const reasons: readonly string[] = WAY_REASONS;
  return ports.length > 0 && ports.every(({ tcp }) => tcp?.open === false && reasons.includes(tcp.failure.reason));
}
