import type { Facts, PortsSeen } from '../model/facts.js';
import { portLook } from '../diagnosis/port-state.js';
import type { Theme } from './theme.js';

/** What each place saw, where two were looked from. */
export function renderVantages({ vantages, looked }: Facts, theme: Theme): readonly string[] {
  if (!vantages) return [];
  const { via, here, there, trouble } = vantages;
  const sides: readonly (readonly [string, string])[] = [
    ['from here', portStates(here, looked)],
    [`from ${via}`, trouble === undefined ? portStates(there, looked) : 'no result'],
  ];
  const width = Math.max(...sides.map(([place]) => place.length));
  return sides.map(([place, seen]) => `    ${theme.dim(`${place.padEnd(width)}  ${seen}`)}`);
}

function portStates({ posxml, log }: PortsSeen, looked: Facts['looked']): string {
  const ports = [posxml, log].filter((port) => port !== undefined);
  return ports.map((port) => `${String(port.pair.port)} ${portLook(port, looked)?.state ?? 'not checked'}`).join(' · ');
}
