import { BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import type { Route } from '../../model/endpoint.js';
import type { Facts, PortFacts, PortsSeen } from '../../model/facts.js';
import { decisiveRole, isReached } from '../../diagnosis/vantages.js';
import { ipOf, isPublic } from './controls.js';
import type { Controls } from './controls.js';

/** One look at a target: from here, or through a proxy. */
export type VantageLook = (route?: Route) => Promise<Facts>;

interface VantageOptions {
  readonly route: Route;
  readonly controls: Controls;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks from here and from where the proxy stands, one after the other, since a terminal serves one at a time. Where
 * the two differ, the place that did not get through looks once more before it is believed. Never throws.
 */
export async function lookFromBoth(look: VantageLook, options: VantageOptions): Promise<Facts> {
  const { route, signal } = options;
  let here = await look();
  if (!decisiveRole(here)?.tcp || signal?.aborted) return here;
  await rest(here, signal);
  let there = await look(route);
  if (gotThrough(here) !== gotThrough(there) && !proxyFailure(there) && !signal?.aborted) {
    await sleepAtLeast(BUSY_WAIT_MS, signal);
    if (gotThrough(here)) there = await look(route);
    else here = await look();
  }
  if (signal?.aborted) return here;
  return judged(here, there, options);
}

function rest(facts: Facts, signal: AbortSignal | undefined): Promise<void> {
  return decisiveRole(facts)?.tcp?.open ? sleepAtLeast(BUSY_WAIT_MS, signal) : Promise.resolve();
}

/**
 * The cloud's side counts. What was seen from here counts where nothing was learned from there, and where only this
 * place gets through: then it is known which terminal it is, and that the way from there is barred.
 */
async function judged(here: Facts, there: Facts, { route, controls }: VantageOptions): Promise<Facts> {
  const seen = { via: route.name, here: portsOf(here), there: portsOf(there) };
  const trouble = proxyFailure(there) ?? (await disbelief(there, route, controls));
  if (trouble !== undefined) return { ...(await controls.withControlChecks(here)), vantages: { ...seen, trouble } };
  // What the clinic's own network sees of itself says nothing of the outside.
  if (isOwnNetwork(here, route))
    return { ...(await controls.withControlChecks(here)), vantages: { ...seen, ownNetwork: true } };
  const known = here.posxml ? { controls: { cloudReaches: gotThrough(there) } } : {};
  const checked =
    gotThrough(here) && !gotThrough(there) ? await controls.withControlChecks({ ...here, ...known }) : undefined;
  if (checked && !checked.controls?.mustNotAnswer?.accepted) return { ...checked, vantages: seen };
  const { log } = there.log?.tcp?.open === false && there.log.tcp.failure.reason === 'proxy' ? here : there;
  return {
    ...there,
    ...(log && { log }),
    ...known,
    ...(checked?.controls && { controls: checked.controls }),
    vantages: seen,
  };
}

/** The proxy stands at the very address that was dialled. */
function isOwnNetwork(facts: Facts, { proxy }: Route): boolean {
  return isPublic(facts) && [ipOf(facts), decisiveRole(facts)?.pair.host].includes(proxy.host);
}

function gotThrough(facts: Facts): boolean {
  return isReached(decisiveRole(facts), facts.looked);
}

function portsOf({ posxml, log }: Facts): PortsSeen {
  return { ...(posxml && { posxml }), ...(log && { log }) };
}

/** A proxy that failed tells nothing of the place behind it. */
function proxyFailure(there: Facts): string | undefined {
  const tcp = decisiveRole(there)?.tcp;
  return tcp?.open === false && tcp.failure.reason === 'proxy' ? tcp.failure.message : undefined;
}

const SILENT_KINDS: readonly unknown[] = [undefined, 'silent', 'closes'];

/** An open port from which no byte came, seen only through the proxy, is worth what the proxy's word is worth. */
async function disbelief(there: Facts, route: Route, controls: Controls): Promise<string | undefined> {
  const port: PortFacts | undefined = decisiveRole(there);
  const hangsOnProxy = port?.tcp?.open === true && SILENT_KINDS.includes(port.service?.kind);
  if (!hangsOnProxy) return undefined;
  const { tried, accepted } = (await controls.mustNotAnswer(there, route)) ?? { tried: 0, accepted: 0 };
  return accepted > 0
    ? `it accepts connections to ${String(accepted)} of ${String(tried)} unused addresses, so its open ports prove nothing`
    : undefined;
}
