import type { IrrevocableAct } from '../../session/store.js';

/** What "sending" says must be true within a second, and the way to the store and back is a part of it. Milliseconds. */
const PASS_MS = 900;

/** Between what is recorded and what is sent: nobody else may be at work, and all must know what is about to happen. */
interface Barrier {
  /** Before anything is recorded of the act. @throws StoreError */
  reach(): Promise<void>;
  /** With "sending" on disk, right before the first byte. @throws StoreError */
  pass(): Promise<void>;
  /** Once it is recorded that nothing was sent. @throws what kept it from being sent */
  tell(): void;
}

export function createBarrier(
  confirm: ((act: IrrevocableAct) => Promise<void>) | undefined,
  act: IrrevocableAct,
): Barrier {
  let closed: { readonly why: unknown } | undefined;
  return {
    reach: async () => {
      await confirm?.(act);
    },
    pass: async () => {
      try {
        await confirm?.({ ...act, withinMs: PASS_MS });
      } catch (why) {
        closed = { why };
        throw why;
      }
    },
    tell: () => {
      if (closed) throw closed.why;
    },
  };
}
