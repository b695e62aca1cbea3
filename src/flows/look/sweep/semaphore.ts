/** Does work at most `width` at a time; the others wait, the first come first. */
export function createLane(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = width;
  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else
      await new Promise<void>((go) => {
        waiting.push(go);
      });
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
