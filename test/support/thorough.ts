import { seeded } from './seeded.js';

/** With `TEST_THOROUGH` set, as it is once in every run of CI, all that is costly is tried; else a sample, another each time. */
export const isThorough = (process.env['TEST_THOROUGH'] ?? '') !== '';

export function howMany(all: number, sample: number): number {
  return isThorough ? all : sample;
}

/** All of them, or as many as the sample takes. */
export function someOf<T>(name: string, all: readonly T[], sample: number): readonly T[] {
  return isThorough ? all : anyOf(name, all, sample);
}

/** All of them, or with `TEST_SHARE=4` a quarter, another each time. @throws RangeError where it is no share */
export function shareOf<T>(name: string, all: readonly T[]): readonly T[] {
  const share = Number(process.env['TEST_SHARE'] ?? '1');
  if (!(share >= 1)) throw new RangeError(`TEST_SHARE must be 1 or more, not ${String(process.env['TEST_SHARE'])}`);
  return anyOf(name, all, Math.ceil(all.length / share));
}

function anyOf<T>(name: string, all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  const random = seeded(name);
  return all
    .map((one) => [random.random(), one] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, one]) => one);
}
