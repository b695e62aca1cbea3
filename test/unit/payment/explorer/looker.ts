import { lookAtTerminal } from '../../../../src/steps/test-payment/query-terminal.js';
import type { SnapshotRequest } from '../../../../src/steps/test-payment/query-terminal.js';
import type { TerminalSnapshot } from '../../../../src/payment/types.js';
import { askingClient } from './client.js';
import { isSeeable, mannersOf } from './manners.js';
import { answerTo, happenings } from './terminal.js';
import type { Manner, World } from './terminal.js';

/** One way in which a look can go, and what the terminal was at its end. */
export interface SeenLook {
  readonly name: string;
  readonly look: TerminalSnapshot;
  readonly world: World;
  readonly faults: number;
}

export type Looker = (world: World, what: SnapshotRequest, faults: number) => Promise<readonly SeenLook[]>;

const QUESTIONS = [
  'GetTerminalStatusRequest',
  'GetParametersRequest',
  'GetLastTransactionDataRequest',
  'TransactionCurrStatusRequest',
] as const;
/** Something may happen at the terminal between two questions of one look: before one of these. */
const SEAMS = ['GetLastTransactionDataRequest', 'TransactionCurrStatusRequest'] as const;

/**
 * The program's own look at the model, in every manner of the terminal: undisturbed, with one reply lost, or with
 * something happening in the middle of it.
 * @param departures of {@link mannersOf}
 */
export function looker(departures: number): Looker {
  const known = new Map<string, readonly SeenLook[]>();
  return async (world, what, faults) => {
    // The time is in no answer of the model, and a deadline neither.
    const key = JSON.stringify([{ ...world, t: 0, saleBy: 0, reversalBy: 0 }, what.stan, faults > 0]);
    const made = known.get(key) ?? (await allWays(world, what, { departures, mayFail: faults > 0 }));
    known.set(key, made);
    return made.map((seen) => ({
      ...seen,
      world: { ...seen.world, t: world.t, saleBy: world.saleBy, reversalBy: world.reversalBy },
    }));
  };
}

async function allWays(
  world: World,
  what: SnapshotRequest,
  { departures, mayFail }: { readonly departures: number; readonly mayFail: boolean },
): Promise<readonly SeenLook[]> {
  const ways = new Map<string, SeenLook>();
  for (const disturbance of disturbances(world, mayFail)) {
    // In the middle of a look it may change from one to the other, and has the ways of both.
    const after = disturbance.after ?? world;
    const manners = new Set([...mannersOf(world, departures), ...mannersOf(after, departures)]);
    for (const manner of [...manners].filter((one) => isSeeable(one, after))) {
      const seen = await one(world, manner, what, disturbance);
      // Manners that do not show are one.
      const key = JSON.stringify([seen.look, seen.world, seen.faults]);
      if (!ways.has(key)) ways.set(key, seen);
    }
  }
  return [...ways.values()];
}

interface Disturbance {
  readonly name: string;
  readonly fault: boolean;
  readonly losing?: string;
  readonly seam?: string;
  readonly after?: World;
}

function disturbances(world: World, mayFail: boolean): readonly Disturbance[] {
  const between = SEAMS.flatMap((seam) =>
    happenings(world).map(({ name, world: after, fault }) => ({
      name: `; before ${seam}: ${name}`,
      fault,
      seam,
      after,
    })),
  );
  const losses = QUESTIONS.map((losing) => ({ name: `, without ${losing}`, fault: true, losing }));
  return [{ name: '', fault: false }, ...between, ...losses].filter(({ fault }) => mayFail || !fault);
}

async function one(
  world: World,
  manner: Manner,
  what: SnapshotRequest,
  { name, fault, losing, seam, after }: Disturbance,
): Promise<SeenLook> {
  let now = world;
  const client = askingClient((question, body) => {
    if (question === seam && after) now = after;
    return question === losing ? 'lost' : answerTo(question, body, now, manner);
  });
  const look = await lookAtTerminal(client, what);
  return { name: `${name} [${Object.values(manner).join(' ')}]`, look, world: now, faults: Number(fault) };
}
