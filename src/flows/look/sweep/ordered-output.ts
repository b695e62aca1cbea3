/**
 * Hands results on in the order of their numbers, whatever order they come in. A result that is too far ahead of the
 * slowest waits, so that no more than `window` are held.
 */
export function inOrder<T>(
  window: number,
  next: (value: T, index: number) => Promise<void>,
): (value: T, index: number) => Promise<void> {
  const held = new Map<number, T>();
  let turn = 0;
  let moving: Promise<void> = Promise.resolve();
  let wake: (() => void)[] = [];
  const move = async (): Promise<void> => {
    for (let value = held.get(turn); value !== undefined; value = held.get(turn)) {
      held.delete(turn);
      await next(value, turn);
      turn += 1;
    }
    const waiting = wake;
    wake = [];
    waiting.forEach((go) => {
      go();
    });
  };
  return async (value, index) => {
    held.set(index, value);
    if (index === turn) moving = moving.then(move);
    await moving;
    while (index >= turn + window)
      await new Promise<void>((go) => {
        wake.push(go);
      });
  };
}
