import { isLocalDateTime } from '../posxml/datetime.js';
import { isDstRuleKnown, isSummer } from './summer-time.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LAST_INSTANT = 8.64e15; // ECMAScript: the range of Date

/** Below this a clock counts as right. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE;

export const TERMINAL_ZONE = 'Europe/Tallinn';

interface ClockError {
  /** Whole minutes, at least 5. */
  readonly minutes: number;
  readonly direction: 'ahead of' | 'behind';
  /** An hour off, to within the tolerance: it has not followed summer time, or the zone is a neighbour's. */
  readonly anHour: boolean;
}

/** How far a terminal's wall clock is off at an instant, or undefined where it is right enough or unreadable. */
export function clockError(shown: string, at: number, zone: string = TERMINAL_ZONE): ClockError | undefined {
  const off = clockOffset(shown, at, zone);
  if (off === undefined || Math.abs(off) < CLOCK_TOLERANCE_MS) return undefined;
  return {
    minutes: Math.round(Math.abs(off) / MINUTE),
    direction: off > 0 ? 'ahead of' : 'behind',
    anHour: Math.abs(Math.abs(off) - HOUR) < CLOCK_TOLERANCE_MS,
  };
}

/**
 * Milliseconds by which a terminal's wall clock is ahead of the zone's (behind: less than 0), or undefined where it
 * cannot be read. `shown` is `YYYY-MM-DDTHH:MM:SS`, `at` epoch milliseconds. Either what it shows or the instant that
 * it means counts, whichever is nearer: 03:58 shown two minutes after the clocks went back from 04:00 is four minutes
 * slow.
 */
export function clockOffset(shown: string, at: number, zone: string = TERMINAL_ZONE): number | undefined {
  if (!isLocalDateTime(shown) || !(Math.abs(at) < LAST_INSTANT - 2 * DAY)) return undefined;
  const face = Date.parse(`${shown}Z`);
  const now = Math.floor(at / SECOND) * SECOND; // a terminal shows whole seconds
  return [face - wall(now, zone), ...instantsOf(face, zone).map((instant) => instant - now)].reduce(nearest);
}

const nearest = (one: number, other: number): number => (Math.abs(other) < Math.abs(one) ? other : one);

/** The instants at which the zone's clocks show this: none in the hour that spring skips, two in the one that autumn repeats. */
function instantsOf(face: number, zone: string): readonly number[] {
  const offsets = new Set([face - DAY, face + DAY].map((instant) => wall(instant, zone) - instant));
  return [...offsets].map((offset) => face - offset).filter((instant) => wall(instant, zone) === face);
}

/** What the zone's clocks show at an instant, written as if it were UTC. Epoch milliseconds, whole seconds. */
function wall(instant: number, zone: string): number {
  return zone === TERMINAL_ZONE && isDstRuleKnown(instant)
    ? instant + (isSummer(instant) ? 3 : 2) * HOUR
    : wallOf(instant, zone);
}
/** The same for any zone and time, which costs 25 ms the first time: the language's own knowledge of zones has to be loaded. */
function wallOf(instant: number, zone: string): number {
  const { year, month, day, hour, minute, second } = clockParts(instant, zone);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

type ClockPart = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/**
 * What the zone's clocks show at an instant, part by part, as text; two digits but for the year.
 * @param instant epoch milliseconds @throws RangeError for one that is no time, and for an unknown zone
 */
export function clockParts(instant: number, zone: string = TERMINAL_ZONE): Readonly<Record<ClockPart, string>> {
  const parts = formatOf(zone).formatToParts(instant);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<ClockPart, string>;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: each judgement asks for several. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(zone, format);
  return format;
}
