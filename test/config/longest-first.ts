import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/**
 * Calls with a person first, which wait for most of two minutes, and what takes longest in `test:all`; then what computes,
 * while those wait; then what waits for a time to pass, and what is left. Otherwise all of them wait at the same time, and
 * the processors with them.
 */
const ORDER = [
  /e2e.(call|window|money|answers|onboarding|matrix)\.|store.(faults|walk)\./,
  /unit.payment.explorer|e2e.(secrets|picture|scripting|real-cloud)\.|fuzz.replies/,
  /test.unit/,
  /e2e.(package|scenarios|host-name|ipv6|commands.(watch|beep))|netns|fuzz|test.faults/,
  /test.store/,
  /test/,
];

/** In each group those that took longest last time, or else the largest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => ORDER.findIndex((folder) => folder.test(moduleId));
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
