import type { Target } from '../../../model/endpoint.js';
import { asciiDigits } from '../../../text/digits.js';

/** One terminal in words, as the agent repeats it: what was said, and what was added. @param said what the clinic said */
export function describeTarget(target: Target, said = ''): string {
  const { host, posxml, log } = target;
  const [isSaid, logIsSaid] = [posxml, log].map((pair) => pair !== undefined && wasSaid(pair.port, said));
  const usual = said === '' ? '' : ' (not given, using the default)';
  if (posxml && log && !isSaid && !logIsSaid && usual !== '')
    return `${host}, posxml port ${String(posxml.port)} and log port ${String(log.port)} (not given, using the defaults)`;
  return [
    host,
    posxml ? `posxml port ${String(posxml.port)}${isSaid ? '' : usual}` : 'no posxml port',
    log ? `log port ${String(log.port)}${logIsSaid ? '' : usual}` : 'no log port',
  ].join(', ');
}

/** What the clinic said beside these terminals that may be a port of theirs; empty where each has both its ports from what was said. */
export function doubtfulNumbers(
  unused: readonly string[],
  targets: readonly Target[],
  said: string,
): readonly string[] {
  const whole = targets.every(
    ({ posxml, log }) =>
      posxml !== undefined && log !== undefined && wasSaid(posxml.port, said) && wasSaid(log.port, said),
  );
  return whole ? [] : unused;
}

/** That numbers were understood as nothing, and how to say what they are. */
export function unusedInWords(unused: readonly string[]): string {
  const shown = unused.slice(0, UNUSED_SHOWN).join(', ');
  return `Not used: ${shown}${unused.length > UNUSED_SHOWN ? ` and ${String(unused.length - UNUSED_SHOWN)} more` : ''}. A port is used only if the text says what it is for, as in 84.50.12.34, posxml port 14445, log port 15551.`;
}

const UNUSED_SHOWN = 6;

/** Whether the port stands in the clinic's text; otherwise it is a usual one that the program has added. */
export function wasSaid(port: number, said: string): boolean {
  return new RegExp(`(?<!\\d)${String(port)}(?!\\d)`).test(asciiDigits(said));
}
