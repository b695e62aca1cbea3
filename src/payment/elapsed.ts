import type { LocalDateTime } from '../posxml/fields.js';
import type { Instant } from './types.js';

/** What the machine counts from its own start on, sleep included: it cannot be set. */
export interface Uptime {
  /** Tells one start of one machine from every other. */
  readonly boot: string;
  readonly ms: number;
}

/** A moment by both clocks of this machine; former versions noted the wall clock alone. */
export interface ClockReading {
  readonly at: Instant;
  readonly up?: Uptime | undefined;
}

/**
 * The beginning of a period, as the wall clock of `now` would have shown it. Where the machine has been started again
 * since then, or it is another machine, nothing proves how long ago that was: the period starts over.
 */
export function sinceThen(then: ClockReading, now: ClockReading): ClockReading {
  if (!now.up) return then;
  if (then.up?.boot !== now.up.boot) return now;
  const elapsed = Math.max(0, now.up.ms - then.up.ms);
  return { at: now.at - elapsed, up: then.up };
}

interface Span<T> {
  readonly from: T;
  readonly to: T;
}

/** The terminal's clock shows whole seconds. */
const ROUNDING_MS = 2000;

/**
 * Whether so much time has passed. A terminal whose clock has moved by less vetoes it, and where ours went backwards
 * the terminal's alone decides.
 */
export function hasPassed(ms: number, ours: Span<Instant>, theirs: Span<LocalDateTime | undefined>): boolean {
  const own = ours.to - ours.from;
  const other = elapsed(theirs);
  if (own < 0) return other !== undefined && other >= ms + ROUNDING_MS;
  // A terminal's clock that stands still, or was set back, is no witness.
  const vetoed = other !== undefined && other > 0 && other < ms - ROUNDING_MS;
  return own >= ms && !vetoed;
}

function elapsed({ from, to }: Span<LocalDateTime | undefined>): number | undefined {
  const ms = Date.parse(`${to ?? ''}Z`) - Date.parse(`${from ?? ''}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
