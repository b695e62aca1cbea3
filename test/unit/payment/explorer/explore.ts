import { keyOf, start, steps } from './node.js';
import type { Node } from './node.js';
import { looker } from './looker.js';

/** Which stories are lived. */
export interface Scope {
  /** What may go wrong in one story beside what the terminal leaves open: a lost reply, a kill, a stale reply, another sale… */
  readonly faults: number;
  /** In how many places at the most a terminal departs from the usual. */
  readonly departures: number;
}

interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** The longest of the shortest ways to a state. */
  readonly depth: number;
  /** How often each stage was a story's end. */
  readonly ends: Readonly<Record<string, number>>;
}

interface Seen {
  readonly node: Node;
  readonly from: Seen | undefined;
  readonly choice: number;
  readonly depth: number;
}

/** A broken law, with the way to it, and the line that goes that way again. */
class Violation extends Error {
  constructor(law: string, { faults, departures }: Scope, choices: readonly number[], names: readonly string[]) {
    super(
      `${law}\n  ${names.join('\n  ')}\nagain: EXPLORE=${String(faults)}:${String(departures)}:${choices.join(',')} npx vitest run --config test/config/vitest.config.ts test/unit/payment/explorer/replay.test.ts`,
    );
  }
}

/** Every story of that scope, each state once, the shortest way first. @throws Violation */
export async function explore(scope: Scope): Promise<Explored> {
  const look = looker(scope.departures);
  const first: Seen = { node: start(scope.faults), from: undefined, choice: 0, depth: 0 };
  const keys = new Set([keyOf(first.node)]);
  const ends: Record<string, number> = {};
  let wave = [first];
  let transitions = 0;
  let depth = 0;
  while (wave.length > 0) {
    const next: Seen[] = [];
    for (const seen of wave) {
      const found = await steps(seen.node, look).catch(async (cause: unknown) => {
        throw await violation(cause, seen, scope);
      });
      if (seen.node.program === 'over') ends[seen.node.state.stage] = (ends[seen.node.state.stage] ?? 0) + 1;
      transitions += found.length;
      found.forEach(({ node }, choice) => {
        const key = keyOf(node);
        if (keys.has(key)) return;
        keys.add(key);
        next.push({ node, from: seen, choice, depth: seen.depth + 1 });
      });
    }
    wave = next;
    if (wave.length > 0) depth += 1;
  }
  return { states: keys.size, transitions, depth, ends };
}

/** An event that the state machine refuses in the middle of a story is a violation, too. */
async function violation(cause: unknown, seen: Seen, scope: Scope): Promise<Violation> {
  const choices: number[] = [];
  for (let at = seen; at.from; at = at.from) choices.unshift(at.choice);
  return new Violation(
    cause instanceof Error ? cause.message : String(cause),
    scope,
    choices,
    await replay(scope, choices),
  );
}

/** Lives through a story again; gives what happened, each with the stage after it, and the broken law at its end. */
export async function replay({ faults, departures }: Scope, choices: readonly number[]): Promise<readonly string[]> {
  const look = looker(departures);
  const told: string[] = [];
  let node = start(faults);
  for (const choice of choices) {
    const step = (await steps(node, look))[choice];
    if (!step) throw new RangeError(`there is no choice ${String(choice)} after: ${told.join(', ')}`);
    node = step.node;
    told.push(`${step.name} → ${node.state.stage}${node.state.doubt === undefined ? '' : ` (${node.state.doubt})`}`);
  }
  const end = await steps(node, look).then(
    () => 'no law is broken',
    (cause: unknown) => `BROKEN: ${cause instanceof Error ? cause.message : String(cause)}`,
  );
  return [...told, end];
}
