const cleanups: (() => unknown)[] = [];

/** Registers what ends something that a test began; tests run at the same time, so it happens after all of a file: setup.ts. */
export function cleanUp(end: () => unknown): void {
  cleanups.push(end);
}

/** Ends what was begun last first, and all of it, whatever fails on the way. @throws AggregateError of what failed */
export async function cleanUpAll(): Promise<void> {
  const failures: unknown[] = [];
  for (const end of cleanups.splice(0).reverse()) {
    try {
      await end();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, failures.join('\n'));
}
