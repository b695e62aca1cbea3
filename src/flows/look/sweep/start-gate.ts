/**
 * Lets no more than `width` through in one round of the event loop. What has arrived meanwhile is heard before anybody
 * else begins, so that a look's milliseconds are the network's, and no more is held in memory than the network keeps
 * waiting.
 */
export function createGate(width: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const round = (): void => {
    waiting.splice(0, width).forEach((go) => {
      go();
    });
    if (waiting.length > 0) setImmediate(round);
  };
  return () =>
    new Promise((go) => {
      if (waiting.push(go) === 1) setImmediate(round);
    });
}
