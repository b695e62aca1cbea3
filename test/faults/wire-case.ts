import { randomFrom } from '../../src/sandbox/terminal/random.js';
import type { Random } from '../../src/sandbox/terminal/random.js';
import { healthyVariant } from '../../src/sandbox/terminal/variant.js';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import { SCALE } from '../unit/steps/harness/clock.js';
import { describe } from './faults.js';
import type { WireFault } from './faults.js';
import type { Special } from './specials.js';

/** One run of the program against one terminal over one line that breaks at one place. */
export interface WireCase {
  /** Names it for a replay: all that is random in it follows from its name and the seed. */
  readonly name: string;
  readonly fault: WireFault | undefined;
  readonly special: Special | undefined;
  /** A terminal whose replies are of another form, and so of another length; undefined: of the plain one. */
  readonly dialect: number | undefined;
  /** A sweep that misses its byte proves nothing. */
  readonly mustStrike: boolean;
  /** Settings that the place of the fault rests on. */
  readonly settings: Partial<TerminalSettings>;
  readonly identify: boolean;
}

export function wireCase(group: string, fault: WireFault | undefined, rest: Partial<WireCase> = {}): WireCase {
  const name = `${group}: ${fault ? describe(fault) : 'no fault'}`;
  return {
    name,
    fault,
    special: undefined,
    dialect: undefined,
    mustStrike: true,
    settings: {},
    identify: false,
    ...rest,
  };
}

/** The same numbers for the same seed and name. */
export function randomOf(seed: number, name: string): Random {
  let hash = seed >>> 0;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return randomFrom(hash);
}

/** What a terminal does, and not how its replies look: any of these leaves the length of each byte's place as it is. */
const BEHAVIOUR = [
  'duplicateId',
  'pullEarlyLeaves',
  'onDisconnect',
  'onPowerLoss',
  'queryFindsBy',
  'declinedQuery',
  'sentQuery',
  'alreadyReversedCode',
  'batchSentCode',
  'whileBusy',
  'busyCode',
  'cancelReadOn',
  'cancelReplied',
  'lateCancelCode',
  'idleCancelCode',
  'restMs',
] as const satisfies readonly (keyof TerminalSettings)[];

/** The unknowns of this case's terminal; those that would move the byte under test stay plain, unless a dialect was asked for. */
export function settingsOf(one: WireCase, random: Random): Partial<TerminalSettings> {
  const variant = healthyVariant(random.below(1e9));
  const behaviour = Object.fromEntries(BEHAVIOUR.map((key) => [key, variant[key]]));
  const form = one.dialect === undefined ? {} : { ...healthyVariant(one.dialect), ...behaviourOf(one.dialect) };
  return { ...behaviour, ...form, speed: 0, timeoutScale: 1 / SCALE, ...one.special?.settings, ...one.settings };
}

/** Of a dialect only its own behaviour is used: its lengths were measured with it. */
function behaviourOf(dialect: number): Partial<TerminalSettings> {
  const variant = healthyVariant(dialect);
  return Object.fromEntries(BEHAVIOUR.map((key) => [key, variant[key]]));
}
