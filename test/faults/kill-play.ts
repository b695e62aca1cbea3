import { openPayment } from '../../src/session/reduce.js';
import { eachOf } from '../support/each-of.js';
import { countOf, deathsOf, nameOf } from './kill-steps.js';
import type { Death, Moment, Step } from './kill-steps.js';
import { expectKillLaw, expectLeftoverTold, expectTruth } from './kill-invariants.js';
import { KillWorld } from './kill-world.js';
import type { Told, Way, WorldOptions } from './kill-world.js';

/** What is killed, and at which of its steps. */
export interface Story {
  readonly name: string;
  readonly way: 'test' | 'onboard';
  readonly options?: WorldOptions;
  readonly moments: readonly Moment[];
  /** Only steps after the first one of this name: what goes before is another story's. */
  readonly after?: string;
  /** Only steps like these. */
  readonly only?: RegExp;
  /** Changes the world between the kill and the next run. */
  readonly meanwhile?: (world: KillWorld) => void;
  /** How the agent continues, in turn; otherwise in every way. */
  readonly ways?: readonly Way[];
  /** The next run cannot settle everything, and says so. */
  readonly staysOpen?: boolean;
  /** Changes the world again; a last run then settles everything. */
  readonly afterwards?: (world: KillWorld) => void;
  /** How the program ends when nobody kills it. */
  readonly cleanExit: number;
}

interface Played {
  readonly steps: readonly Step[];
  readonly cases: number;
  /** How often each end was come to. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Each with the line that plays it again. */
  readonly violations: readonly string[];
}

/** The same clean run, whose steps are what the program can be killed at. */
export async function countSteps(story: Story): Promise<readonly Step[]> {
  const world = await KillWorld.open(story.options ?? {});
  try {
    const told = await world.run(story.way);
    if (told.run.status !== story.cleanExit)
      throw new Error(
        `${story.name}: exit ${String(told.run.status)} and not ${String(story.cleanExit)}: ${told.run.stderr}`,
      );
    expectKillLaw(world);
    expectTruth(world, told);
    return told.steps;
  } finally {
    await world.close();
  }
}

/** A death that can be died again: what the agent does afterwards hangs on its place among the others. */
export interface Case {
  readonly name: string;
  readonly death: Death;
  readonly index: number;
}

/** Every case of a story. */
export function casesOf(story: Story, steps: readonly Step[]): readonly Case[] {
  const begin = story.after === undefined ? 0 : steps.findIndex(({ name }) => name === `${story.after ?? ''} #1`) + 1;
  if (begin === 0 && story.after !== undefined) throw new Error(`${story.name}: no step ${story.after}`);
  const dying = steps.slice(begin).filter(({ name }) => story.only?.test(name) ?? true);
  return deathsOf(dying, story.moments).map((death, index) => ({
    name: `${story.name}: ${nameOf(death)}`,
    death,
    index,
  }));
}

/** @param pick leaves out cases; without it all are played */
export async function playStory(
  story: Story,
  pick: (cases: readonly Case[]) => readonly Case[] = (cases) => cases,
): Promise<Played> {
  const steps = await countSteps(story);
  const cases = pick(casesOf(story, steps));
  const outcomes = new Map<string, number>();
  const violations: string[] = [];
  await eachOf(cases, AT_A_TIME, async (one) => {
    try {
      const outcome = await dieAndGoOn(story, one);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    } catch (error) {
      violations.push(
        `KILL_CASE='${one.name}' npm run test:faults -- kill\n${error instanceof Error ? error.message : String(error)}`,
      );
    }
  });
  return { steps, cases: cases.length, outcomes, violations };
}

/** More than enough for the minutes that a sale may take. */
const MOST_RUNS = 15;

/** Programs that run at the same time. */
const AT_A_TIME = 4;

/** The ways in which an agent may continue, in turn. */
const NEXT: readonly Way[] = ['test', 'resume', 'show'];

/** One death, and what the agent does then: what was left open is told and settled before anything is sold, and then stays settled. */
async function dieAndGoOn(story: Story, { death, index }: Case): Promise<string> {
  const world = await KillWorld.open(story.options ?? {});
  try {
    const killed = await world.run(story.way, { death });
    if (killed.run.signal !== 'SIGKILL')
      throw new Error(`it was not killed: exit ${String(killed.run.status)}, ${killed.run.stderr}`);
    await world.rest();
    expectKillLaw(world);
    story.meanwhile?.(world);
    const [session] = world.sessions;
    const stage = session?.payments.at(-1)?.stage ?? 'no sale';
    const ways = story.ways ?? NEXT;
    const next = session ? (ways[index % ways.length] ?? 'test') : 'test';
    const json = Math.floor(index / ways.length) % 2 === 0;
    const ends = [await goOn(world, next, json)];
    if (next === 'show') ends.push(await goOn(world, 'test', !json));
    expectSettled(world, ends.at(-1), story.staysOpen === true);
    if (story.afterwards) {
      story.afterwards(world);
      expectSettled(world, await untilSettled(world), false);
    }
    await expectNothingAdded(world, index);
    return `${stage} → ${
      world.sessions
        .find(({ id }) => id === session?.id)
        ?.payments.map((payment) => payment.stage)
        .join('+') ?? ''
    }`;
  } finally {
    await world.close();
  }
}

async function goOn(world: KillWorld, way: Way, json: boolean): Promise<Told> {
  const leftOpen = world.open.map((session) => openPayment(session)?.sale?.transactionId ?? '');
  const told = await world.run(way, { session: world.sessions[0]?.id, json });
  await world.rest();
  expectTruth(world, told);
  expectKillLaw(world);
  if (way !== 'show') expectLeftoverTold(told, leftOpen);
  return told;
}

/** A sale that was never sent is proven absent only once its time is over: until then each run says that it is open. */
async function untilSettled(world: KillWorld): Promise<Told> {
  for (let runs = 1; ; runs += 1) {
    const told = await goOn(world, 'test', runs % 2 === 0);
    if (world.open.length === 0 || runs === MOST_RUNS) return told;
  }
}

/** A call that is resumed stops at another terminal than the one that it worked on. */
const OTHER_TERMINAL = 5;

/** At a terminal that is well nothing stays open, and the run that settled it could make its own test. */
function expectSettled({ open }: KillWorld, last: Told | undefined, mayStayOpen: boolean): void {
  if (open.length > 0 && !mayStayOpen) throw new Error('money stays open');
  const stopped = mayStayOpen && last?.way === 'resume' && last.run.status === OTHER_TERMINAL;
  if (open.length === 0 && last?.run.status !== 0 && !stopped)
    throw new Error(
      `exit ${String(last?.run.status)} after ${last?.way ?? ''}: ${last?.run.stderr ?? ''} ${last?.run.stdout ?? ''}`,
    );
}

/** Anyone who looks again finds the same, and a new test leaves the old journals as they are. */
async function expectNothingAdded(world: KillWorld, index: number): Promise<void> {
  const former = world.sessions.map(({ id }) => id);
  const before = former.map((id) => JSON.stringify(world.entriesOf(id)));
  const wire = world.terminal.wire.length;
  const id = former.at(-1);
  if (id === undefined) return;
  if (index % 5 !== 0) return;
  const told = await world.run(index % 2 === 0 ? 'test' : 'show', { session: id, json: index % 4 < 2 });
  expectTruth(world, told);
  expectKillLaw(world);
  if (told.way === 'show' && world.terminal.wire.length !== wire) throw new Error('to be shown it asked the terminal');
  if (
    world.open.length === 0 &&
    JSON.stringify(former.map((one) => JSON.stringify(world.entriesOf(one)))) !== JSON.stringify(before)
  )
    throw new Error('a further run changed a session that was settled');
}

/** Steps, cases, outcomes and violations, in lines. */
export function summaryOf(story: Story, { steps, cases, outcomes, violations }: Played): string {
  const ends = [...outcomes]
    .sort(([, one], [, other]) => other - one)
    .map(([end, count]) => `  ${String(count).padStart(4)}  ${end}`);
  return [
    `${story.name}: ${String(steps.length)} steps (${countOf(steps)}), ${String(cases)} deaths, ${String(violations.length)} violations`,
    ...ends,
  ].join('\n');
}
