/** What a benchmark has found of one thing, against its baseline in the same run. */
export interface Figure {
  readonly name: string;
  /** The most that it is meant to be; undefined where it is only told. */
  readonly most: number | undefined;
  /** How many rounds; each measures the thing and its baseline, in an order drawn again. */
  readonly rounds: number;
  /** Milliseconds, the median. */
  readonly ms: number;
  /** The most memory that it had, the median, where that was measured. */
  readonly megabytes?: number;
  /** The most that megabytes, or else milliseconds, are meant to be. */
  readonly within?: number;
  /** Times the baseline's, round by round; of memory where that was measured. */
  readonly ratio: Spread;
  /** The same of processor time. */
  readonly cpu: Spread | undefined;
}

export interface Spread {
  readonly median: number;
  /** Of the middle half. */
  readonly from: number;
  readonly to: number;
}

/** One file a benchmark: its default export. */
export interface Benchmark {
  readonly about: string;
  readonly measure: () => Promise<readonly Figure[]>;
}

/** The middle of the values, and the middle half of them. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), from: at(0.25), to: at(0.75) };
}

/** Round by round, how many times the baseline's. */
export function ratioOf(values: readonly number[], baseline: readonly number[]): Spread {
  return spreadOf(values.map((value, round) => value / (baseline[round] ?? Number.NaN)));
}

/** The numbers below `length` in an order drawn again. */
export function shuffled(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => ({ index, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ index }) => index);
}
