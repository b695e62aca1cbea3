import limiter from 'p-limit';
import { sleepAtLeast } from '../../../connection/net/pause.js';
import type { FailureReason } from '../../../model/failure.js';
import type { Facts, PortFacts } from '../../../model/facts.js';
import type { LookAt } from '../create-look.js';

/** With fewer looks at a time than this, nothing of ours gets in the way: TCP itself sends a lost SYN again. */
const CROWD = 32;
/** What our own haste can look like: packets dropped on our side, or no socket left. A refusal comes from the other side. */
const DOUBTED: ReadonlySet<FailureReason> = new Set<FailureReason>(['timeout', 'unreachable', 'local']);
/** Milliseconds. */
const BACK_OFF = { least: 200, spread: 300 } as const;

/**
 * Looks again, later and among fewer, before it is said of a terminal in a crowd that it does not answer.
 * @param firstMs what the first look may take: the second has all the time there is
 */
export function withSecondLook(look: LookAt, concurrency: number, firstMs: number | undefined): LookAt {
  if (concurrency < CROWD) return look;
  const lane = limiter(Math.ceil(concurrency / 2));
  return async (target, bounds = {}) => {
    const { signal } = bounds;
    const facts = await look(target, firstMs === undefined ? bounds : { ...bounds, timeoutMs: firstMs });
    if (!isDoubtful(facts) || signal?.aborted) return facts;
    return lane(async () => {
      await sleepAtLeast(BACK_OFF.least + Math.random() * BACK_OFF.spread, signal);
      return signal?.aborted ? facts : look(target, bounds);
    });
  };
}

function isDoubtful({ posxml, log }: Facts): boolean {
  const doubted = (port: PortFacts | undefined): boolean =>
    port?.tcp?.open === false && DOUBTED.has(port.tcp.failure.reason);
  return doubted(posxml) || doubted(log);
}
