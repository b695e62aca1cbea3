import type { Role } from '../model/endpoint.js';
import { portLook } from './port-state.js';
import type { Facts, PortFacts, PortsSeen, VantageFacts } from '../model/facts.js';

/**
 * Whether a place reached the port and found there what belongs there. A port that closes is not counted: some
 * proxies accept first and connect afterwards.
 */
export function isReached(port: PortFacts | undefined, looked: Facts['looked']): boolean {
  return portLook(port, looked)?.well === true && port?.service?.kind !== 'closes';
}

/** The port that decides: posxml, and the log only where nothing else was given. */
export function decisiveRole(ports: PortsSeen): PortFacts | undefined {
  return ports.posxml ?? ports.log;
}

/** The ports that are reached from the one place and not from the other. */
export function onlyFrom(
  one: keyof Pick<VantageFacts, 'here' | 'there'>,
  { vantages, looked }: Facts,
): readonly PortFacts[] {
  if (!vantages || vantages.trouble !== undefined) return [];
  const [mine, other] = one === 'here' ? [vantages.here, vantages.there] : [vantages.there, vantages.here];
  const roles: readonly Role[] = ['posxml', 'log'];
  return roles.flatMap((role) => {
    const port = mine[role];
    return port && isReached(port, looked) && !isReached(other[role], looked) ? [port] : [];
  });
}
