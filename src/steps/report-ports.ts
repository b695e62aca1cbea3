import type { Pair, Target } from '../model/endpoint.js';
import type { Facts, PortFacts } from '../model/facts.js';
import { portLook } from '../diagnosis/port-state.js';
import type { ReportProgress } from './dependencies.js';

/** Names both ports before anything is known of them. */
export function announcePorts({ posxml, log }: Target, report: ReportProgress | undefined): void {
  for (const pair of [posxml, log]) if (pair) tell(pair, undefined, report);
}

/** Tells how a port was seen; a later look at it counts. Gives it back. */
export function reportPort<T extends PortFacts | undefined>(
  port: T,
  looked: Facts['looked'],
  report: ReportProgress | undefined,
): T {
  const state = portLook(port, looked)?.state;
  if (port && state !== undefined) tell(port.pair, state, report);
  return port;
}

function tell({ role, port }: Pair, state: string | undefined, report: ReportProgress | undefined): void {
  report?.({ kind: 'port', role, port, state });
}
