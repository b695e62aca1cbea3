/** Does the work for all of them, so many at a time, in order. */
export async function eachOf<T>(items: readonly T[], atATime: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
