import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/**
 * Projects whose files wait for most of their time begin first, and what computes long, by one process, while they do; the many short
 * files of `unit` fill what is left at the end.
 */
const ORDER = ['netns', 'some-faults', 'store', 'models', 'e2e', 'fuzz', 'architecture', 'cases', 'mocking', 'unit'];

/** Files of a project stay together, since they share processes. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification): number => ORDER.indexOf(project.name);
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
