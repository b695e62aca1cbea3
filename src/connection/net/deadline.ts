/**
 * Calls `act` after so many milliseconds, when what had come by then is read. A process that stood still — a stopped job,
 * a machine that is overloaded — finds its timers due before it looks at its sockets, in which the reply may wait.
 * @returns what calls it off
 */
export function atDeadline(ms: number, act: () => void): () => void {
  let turn: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    turn = setImmediate(act);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
}
