import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { ProbeOptions } from './options.js';
import { probeTarget } from './probe.js';

/**
 * For looking at one terminal again and again: its ports one after the other, and its log port is not asked each time
 * what it does not answer. Once beside a posxml port that speaks PosXML is enough; while that port does not, a wrong rule
 * may be set at any moment, and asking tells.
 */
export function createRepeatedProbe(
  target: Target,
  options: ProbeOptions,
): (signal?: AbortSignal, saysDone?: ProbeOptions['saysDone']) => Promise<Facts> {
  let askedInVain = false;
  const mayAskLog: ProbeOptions['mayAskLog'] = (_log, posxml) => posxml?.service?.kind !== 'posxml' || !askedInVain;
  return async (signal = options.signal, saysDone = options.saysDone) => {
    const facts = await probeTarget(target, { ...options, signal, saysDone, oneByOne: true, mayAskLog });
    const { posxml, log } = facts;
    const quiet = log?.service?.kind === 'silent' || log?.service?.kind === 'stream';
    if (quiet && posxml?.service?.kind === 'posxml') askedInVain = true;
    return facts;
  };
}
