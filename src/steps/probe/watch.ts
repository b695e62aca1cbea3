import type { PortChange, WatchReport, PortFigures, Spread } from '../../model/watch.js';
import { portLook } from '../../diagnosis/port-state.js';
import type { Facts, LookFacts, PortFacts } from '../../model/facts.js';
import type { Clock } from '../dependencies.js';

/** Known clients leave a terminal 1 to 2 s between two calls (posxml documents). */
export const LOOK_GAP_MS = 2000;

interface WatchOptions {
  /** After this long no further look begins; there is one at least. Milliseconds. */
  readonly forMs: number;
  /** From the end of a look to the beginning of the next. Milliseconds. */
  readonly gapMs: number;
  readonly clock: Clock;
  /** Ends the watch; the look that it cuts short does not count. */
  readonly signal: AbortSignal;
  /** Ends the gap before the next look. */
  readonly now?: () => AbortSignal;
}

/** One look of a watch. */
export interface WatchLook {
  /** 1 for the first. */
  readonly n: number;
  readonly facts: Facts;
  readonly changes: readonly PortChange[];
}

/** Looks at one target again and again, one look at a time. Never throws but what `onLook` throws. */
export async function watchTarget(
  look: () => Promise<Facts>,
  options: WatchOptions,
  onLook: (look: WatchLook) => Promise<void>,
): Promise<WatchReport> {
  const { clock, signal, forMs, gapMs, now } = options;
  const endAt = clock.now() + forMs;
  const histories = new Map<'posxml' | 'log', History>();
  let facts: Facts = { at: Date.now() };
  let looks = 0;
  while (!signal.aborted) {
    const seen = await look();
    if (signal.aborted as boolean) break;
    facts = seen;
    looks += 1;
    const changes = (['posxml', 'log'] as const).flatMap((role) => {
      const port = seen[role];
      const state = portLook(port, seen.looked);
      if (!port || !state) return [];
      const history = histories.get(role) ?? newHistory(port.pair);
      histories.set(role, history);
      return remember(history, port, state);
    });
    await onLook({ n: looks, facts: seen, changes });
    if (clock.now() + gapMs >= endAt) break;
    await clock.sleep(gapMs, now ? AbortSignal.any([signal, now()]) : signal);
  }
  const watched = Object.fromEntries([...histories].map(([role, { states }]) => [role, states]));
  return { looks, facts: { ...facts, watched }, figures: [...histories.values()].map(figuresOf) };
}

interface History {
  readonly pair: PortFacts['pair'];
  readonly states: LookFacts[];
  readonly connectMs: number[];
  readonly answerMs: number[];
}

function newHistory(pair: PortFacts['pair']): History {
  return { pair, states: [], connectMs: [], answerMs: [] };
}

function remember(history: History, { pair, tcp, service }: PortFacts, state: LookFacts): readonly PortChange[] {
  const from = history.states.at(-1)?.state;
  history.states.push(state);
  if (tcp?.open) history.connectMs.push(tcp.timing.connect ?? tcp.timing.total);
  if (service?.kind === 'posxml' && service.posxml.ms !== undefined) history.answerMs.push(service.posxml.ms);
  return from === state.state ? [] : [{ port: pair.port, from, to: state.state }];
}

function figuresOf({ pair, states, connectMs, answerMs }: History): PortFigures {
  const failed = states.filter(({ well }) => !well).map(({ state }) => state);
  const failures = Object.fromEntries(
    [...new Set(failed)].map((state) => [state, failed.filter((one) => one === state).length]),
  );
  return {
    pair,
    looks: states.length,
    failed: failed.length,
    failures,
    connectMs: spreadOf(connectMs),
    answerMs: spreadOf(answerMs),
  };
}

function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return { min, median: (low + high) / 2, max };
}
