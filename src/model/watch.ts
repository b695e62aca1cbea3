import type { Facts, PortFacts } from './facts.js';

/** A port that is not as it was on the look before; `from` is undefined on the first look. */
export interface PortChange {
  readonly port: number;
  readonly from: string | undefined;
  readonly to: string;
}

export interface WatchReport {
  readonly looks: number;
  /** The last look, with what was seen on all of them. */
  readonly facts: Facts;
  readonly figures: readonly PortFigures[];
}

/** Loss and latency of one port. */
export interface PortFigures {
  readonly pair: PortFacts['pair'];
  readonly looks: number;
  readonly failed: number;
  /** How often it was how, where it was not well. */
  readonly failures: Readonly<Record<string, number>>;
  /** Until a connection stood. */
  readonly connectMs: Spread | undefined;
  /** The round trip of one PosXML request. */
  readonly answerMs: Spread | undefined;
}

/** Milliseconds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}
