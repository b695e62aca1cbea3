import { createMutex } from '../../../connection/net/mutex.js';
import type { Turns } from '../../../connection/net/mutex.js';

/** Lets what is done at one place happen one after another, and what is done at different places side by side. */
interface KeyedMutex {
  /** @param rest the next in line, if there is one, waits for it */
  at<T>(place: string, work: () => Promise<T>, rest: () => Promise<void>): Promise<T>;
}

/** Remembers only the places where something is done. */
export function createKeyedMutex(signal: AbortSignal): KeyedMutex {
  const busy = new Map<string, { readonly turns: Turns; users: number }>();
  return {
    async at(place, work, rest) {
      const here = busy.get(place) ?? { turns: createMutex(), users: 0 };
      busy.set(place, here);
      here.users += 1;
      try {
        return await here.turns.take(async () => {
          try {
            return await work();
          } finally {
            if (here.users > 1) await rest();
          }
        }, signal);
      } finally {
        here.users -= 1;
        if (here.users === 0) busy.delete(place);
      }
    },
  };
}
