import { formatPair } from '../../connection/target.js';
import type { Target } from '../../connection/types.js';

/** One terminal in words, as the agent repeats it: what was said, and what was added. @param said what the clinic said */
export function targetInWords(target: Target, said = ''): string {
  const { host, posxml, log } = target;
  const [isSaid, logIsSaid] = [posxml, log].map((pair) => pair !== undefined && wasSaid(pair.port, said));
  const usual = said === '' ? '' : ' (not said, the usual)';
  if (posxml && log && !isSaid && !logIsSaid && usual !== '') return `${host}, posxml port ${String(posxml.port)} and log port ${String(log.port)} (not said, the usual ones)`;
  return [
    host,
    posxml ? `posxml port ${String(posxml.port)}${isSaid ? '' : usual}` : 'no posxml port',
    log ? `log port ${String(log.port)}${logIsSaid ? '' : usual}` : 'no log port',
  ].join(', ');
}

function wasSaid(port: number, said: string): boolean {
  return new RegExp(`(?<!\\d)${String(port)}(?!\\d)`).test(said);
}

/** Where a terminal is, in short. */
export function placeOf({ host, posxml, log }: Target): string {
  const pair = posxml ?? log;
  return pair ? formatPair(pair) : host;
}
