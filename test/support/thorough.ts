import { seeded } from './seeded.js';

/** With `TEST_THOROUGH` set, as it is once in every run of CI, all that is costly is tried; else a sample, another each time. */
export const isThorough = (process.env['TEST_THOROUGH'] ?? '') !== '';

export function howMany(all: number, sample: number): number {
  return isThorough ? all : sample;
}

/** All of them, or as many as the sample takes. */
export function someOf<T>(name: string, all: readonly T[], sample: number): readonly T[] {
  if (isThorough || all.length <= sample) return all;
  const random = seeded(name);
  return all
    .map((one) => [random.random(), one] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, sample)
    .map(([, one]) => one);
}
