import type { Clock } from '../../../../src/steps/dependencies.js';

/** A minute of the program is this many real milliseconds, at the terminal's side as well. */
export const SCALE = 1000;

/**
 * A clock whose sleeps are short. Only sleeping moves it, and every sleep really lasts a thousandth of what it says:
 * the terminal, whose time-outs are scaled alike, is never behind what this clock tells.
 */
export class BenchClock implements Clock {
  #now = Date.UTC(2026, 1, 14, 8);
  sleeps = 0;

  now(): number {
    return this.#now;
  }

  /** What a person, or a broken battery, does to this machine's clock between two runs. */
  set(now: number): void {
    this.#now = now;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps += 1;
    // A wait without an end would hang the test: better to fail it.
    if (this.sleeps > 2000) throw new Error('the program waits and waits');
    this.#now += ms;
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, ms / SCALE)));
  }
}
