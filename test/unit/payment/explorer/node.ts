import type { Uptime } from '../../../../src/payment/elapsed.js';
import type { PaymentEvent } from '../../../../src/payment/events.js';
import { advanceState } from '../../../../src/payment/machine.js';
import { isFinal } from '../../../../src/payment/state.js';
import type { PaymentState } from '../../../../src/payment/state.js';
import { nextAction } from '../../../../src/payment/next-action.js';
import type { PaymentAction, Run } from '../../../../src/payment/next-action.js';
import { BASELINE, SALE, stateIn } from '../support.js';
import type { Looker, SeenLook } from './looker.js';
import { reversalReplies, saleReplies, viewOfReply } from './replies.js';
import { demand, expectLaw, expectReversible, tells } from './explorer-invariants.js';
import {
  afterRefusal,
  afterRefusedReversal,
  happenings,
  horizon,
  isBusyWithOurs,
  PERIOD_S,
  START,
  STRANGER,
} from './terminal.js';
import type { World } from './terminal.js';

/**
 * One moment of a story: the terminal and the program, and what the network holds. The program's half mirrors the
 * loops of `steps/sell` and `steps/settle`: the state machine, the decisions and the look are the program's own.
 */
export interface Node {
  readonly world: World;
  readonly state: PaymentState;
  /** `down`: killed, with nothing but its events kept. `over`: it has ended by itself. */
  readonly program: 'selling' | 'settling' | 'reversing' | 'down' | 'over';
  /** Whether the bytes of the request under way have left. */
  readonly onWire: boolean;
  readonly run: Run;
  /** What may still go wrong. */
  readonly faults: number;
  readonly saleRequests: number;
  readonly reversalRequests: number;
  /** See {@link ClockReading}. */
  readonly told: boolean;
  readonly forgot: boolean;
  /** This machine: how often it was started, and how far its clock is ahead. Seconds. */
  readonly machine: { readonly boot: number; readonly ahead: number };
}

interface Step {
  readonly name: string;
  readonly node: Node;
}

/** Between two looks. Seconds: long, so that few looks fill the law's periods. */
const LOOK_EVERY_S = 100;
/** A story goes no further than this; what comes after a refusal is the same again. */
const MAX_REVERSAL_REQUESTS = 2;
/** Of a reversal, by one run of the program; those that found no connection count, too. */
const MAX_TRIES = 6;
/** How long the terminal waits for a card at a reversal. Seconds. */
const WAIT_S = 60;

const at = ({ world, machine }: Pick<Node, 'world' | 'machine'>): number => (world.t + machine.ahead) * 1000;
const up = ({ world, machine }: Node): { readonly up: Uptime } => ({
  up: { boot: String(machine.boot), ms: world.t * 1000 },
});
const freshRun = (node: Pick<Node, 'world' | 'machine'>): Run => ({
  since: at(node),
  looks: 0,
  reversals: 0,
  escalated: false,
});
const THIS_MACHINE = { boot: 1, ahead: 0 };

const intended = (): PaymentState =>
  advanceState(stateIn('idle'), { type: 'sale.intended', at: 0, sale: SALE, baseline: BASELINE });

export function start(faults: number): Node {
  return {
    world: START,
    state: intended(),
    program: 'selling',
    onWire: false,
    run: freshRun({ world: START, machine: THIS_MACHINE }),
    machine: THIS_MACHINE,
    faults,
    saleRequests: 0,
    reversalRequests: 0,
    told: false,
    forgot: false,
  };
}

/** All that can happen next. @throws Broken where the program does what it must not */
export async function steps(node: Node, look: Looker): Promise<readonly Step[]> {
  expectLaw({
    state: node.state,
    world: node.world,
    saleRequests: node.saleRequests,
    inFlight: node.program === 'selling' && node.onWire,
    told: node.told,
    forgot: node.forgot,
  });
  demand(node.run.reversals <= MAX_TRIES, 'one run tries a reversal again and again');
  const next: Step[] = [];
  const { world, faults } = node;
  // What happens at the terminal before the first byte, or after the end, is only of interest where it can matter.
  if (node.onWire || node.program === 'settling' || node.program === 'down') {
    for (const { name, world: after, fault } of happenings(world))
      if (!fault || faults > 0) next.push({ name, node: { ...node, world: after, faults: faults - Number(fault) } });
  }
  // The rule may lead elsewhere at the very moment of a request, and back.
  else if (node.state.stage === 'sending' || node.state.stage === 'reversing') {
    for (const { name, world: after, fault } of happenings(world))
      if (after.who !== world.who && (!fault || faults > 0))
        next.push({ name, node: { ...node, world: after, faults: faults - Number(fault) } });
  }
  next.push(...(await programSteps(node, look)));
  if (faults > 0 && node.program !== 'down' && !isFinal(node.state))
    next.push({ name: 'killed', node: { ...node, program: 'down', onWire: false, faults: faults - 1 } });
  if (faults > 0 && node.program !== 'down') next.push(...diskLied(node));
  return next;
}

/**
 * The power failed, and the disk has kept nothing after the intent; or a backup of then was put back. Before the program
 * runs again the terminal has ended what it was at.
 */
function diskLied(node: Node): readonly Step[] {
  if (node.state.stage === 'intended' || node.onWire || isBusyWithOurs(node.world)) return [];
  const lost: Node = {
    ...node,
    state: intended(),
    program: 'down',
    faults: node.faults - 1,
    told: false,
    forgot: true,
  };
  return [{ name: 'killed, and the disk kept the intent alone', node: lost }];
}

function programSteps(node: Node, look: Looker): Promise<readonly Step[]> | readonly Step[] {
  switch (node.program) {
    case 'selling':
      return node.onWire ? awaitSale(node) : sendSale(node);
    case 'reversing':
      return node.onWire ? awaitReversal(node) : sendReversal(node);
    case 'settling':
      return settle(node, look);
    case 'down':
      return comeBack(node);
    case 'over':
      return [];
  }
}

function record(node: Node, event: PaymentEvent, change: Partial<Node> = {}): Node {
  return { ...node, state: advanceState(node.state, event), told: node.told || tells(event), ...change };
}

function sendSale(node: Node): readonly Step[] {
  const now = at(node);
  if (node.state.stage === 'intended') {
    return [
      { name: 'the sale is on disk as sent', node: record(node, { type: 'sale.sending', at: now, ...up(node) }) },
      {
        name: 'no connection for the sale',
        node: settling(record(node, { type: 'sale.aborted', at: now, why: 'refused' })),
      },
    ];
  }
  const world: World = {
    ...node.world,
    saleAt: node.world.who,
    sale: 'travelling',
    saleBy: node.world.t + PERIOD_S - 1,
  };
  return [
    { name: 'the sale leaves', node: { ...node, world, onWire: true, saleRequests: node.saleRequests + 1 } },
    {
      name: 'the connection fails before the first byte',
      node: settling(record(node, { type: 'sale.aborted', at: now, why: 'reset' })),
    },
  ];
}

function settling(node: Node): Node {
  return { ...node, program: isFinal(node.state) ? 'over' : 'settling', onWire: false, run: freshRun(node) };
}

function refusedNode(node: Node): Node {
  return node.state.stage === 'refused' ? { ...node, world: afterRefusal(node.world) } : node;
}

function awaitSale(node: Node): readonly Step[] {
  const { world, faults } = node;
  const now = at(node);
  const next: Step[] = saleReplies(world)
    .filter(({ fault }) => !fault || faults > 0)
    .map((reply) => ({
      name: `reply: ${reply.name}`,
      node: settling(
        refusedNode(
          record(
            { ...node, faults: faults - Number(reply.fault) },
            { type: 'sale.replied', at: now, view: viewOfReply(reply) },
          ),
        ),
      ),
    }));
  if (faults > 0)
    next.push({
      name: 'the reply is lost',
      node: settling(record({ ...node, faults: faults - 1 }, { type: 'sale.lost', at: now, why: 'reset' })),
    });
  if (horizon(world) === Infinity && faults > 0) {
    const late = { ...node, faults: faults - 1, world: { ...world, t: world.t + PERIOD_S } };
    next.push({
      name: 'no reply in time',
      node: settling(record(late, { type: 'sale.lost', at: at(late), why: 'timeout' })),
    });
  }
  if (!node.state.cancelSent) next.push(...cancelled(record(node, { type: 'cancel.sending', at: now })));
  return next;
}

/** A cancel may stop the sale, or come too late, or not at all. */
function cancelled(node: Node): readonly Step[] {
  const next: Step[] = [{ name: 'a cancel that changes nothing', node }];
  if (node.world.sale === 'running' && node.world.who === node.world.saleAt)
    next.push({ name: 'a cancel', node: { ...node, world: { ...node.world, sale: 'failed' } } });
  return next;
}

async function settle(node: Node, look: Looker): Promise<readonly Step[]> {
  const action = nextAction(node.state, at(node), node.run);
  switch (action.do) {
    case 'end':
      demand(isFinal(node.state) || node.state.stage === 'escalated', `it ends in stage ${node.state.stage}`);
      return [{ name: 'the end', node: { ...node, program: 'over' } }];
    case 'look':
      return lookSteps(node, look);
    case 'reverse':
      return reverseSteps(node, action);
    default: {
      const told = record(node, eventOf(action, at(node)));
      return [{ name: action.do, node: { ...told, run: { ...node.run, escalated: action.do === 'escalate' } } }];
    }
  }
}

function eventOf(action: Exclude<PaymentAction, { do: 'look' | 'reverse' | 'end' }>, now: number): PaymentEvent {
  switch (action.do) {
    case 'abort-sale':
      return { type: 'sale.aborted', at: now, why: 'stopped' };
    case 'abort-reversal':
      return { type: 'reversal.aborted', at: now, why: 'stopped' };
    case 'confirm-reversal':
      return { type: 'reversal.confirmed', at: now };
    case 'escalate':
      return { type: 'escalated', at: now, doubt: action.doubt };
  }
}

async function lookSteps(node: Node, look: Looker): Promise<readonly Step[]> {
  const t = node.world.t + (node.run.looks > 0 ? LOOK_EVERY_S : 0);
  // What must have ended by then comes first.
  if (t >= horizon(node.world)) return [];
  const world = { ...node.world, t };
  const seen = await look(
    world,
    { transactionId: SALE.transactionId, amount: SALE.amount, stan: node.state.proof?.stan, baseline: BASELINE },
    node.faults,
  );
  return seen.map((one) => ({ name: `look${one.name}`, node: afterLook(node, t, one) }));
}

function afterLook(node: Node, t: number, { look, world, faults }: SeenLook): Node {
  const seen: Node = {
    ...node,
    world: { ...world, t },
    faults: node.faults - faults,
    run: { ...node.run, looks: node.run.looks + 1 },
  };
  return record(seen, { type: 'looked', at: at(seen), ...up(seen), look });
}

function reverseSteps(node: Node, action: Extract<PaymentAction, { do: 'reverse' }>): readonly Step[] {
  const now = at(node);
  const begun = record(
    node,
    { type: 'reversal.intended', at: now, by: action.by, withAmount: action.withAmount, waitS: WAIT_S },
    { program: 'reversing', onWire: false },
  );
  const next: Step[] =
    node.reversalRequests >= MAX_REVERSAL_REQUESTS
      ? []
      : [{ name: `reverse by ${action.by}${action.withAmount ? ' with the amount' : ''}`, node: begun }];
  if (action.again)
    next.push({
      name: 'the agent wants no other reversal',
      node: afterReversal(record(node, { type: 'escalated', at: now, doubt: 'reversal-refused' })),
    });
  return next;
}

function afterReversal(node: Node): Node {
  const run = {
    since: at(node),
    looks: 0,
    reversals: node.run.reversals + 1,
    reversingSince: node.run.reversingSince ?? at(node),
    escalated: node.state.stage === 'escalated',
  };
  return { ...node, program: 'settling', onWire: false, run };
}

function sendReversal(node: Node): readonly Step[] {
  const now = at(node);
  if (node.state.stage === 'reverse-intended') {
    return [
      {
        name: 'the reversal is on disk as sent',
        node: record(node, { type: 'reversal.sending', at: now, ...up(node) }),
      },
      {
        name: 'no connection for the reversal',
        node: afterReversal(record(node, { type: 'reversal.aborted', at: now, why: 'refused' })),
      },
    ];
  }
  expectReversible(node.state, node.world);
  const world: World = {
    ...node.world,
    reversalAt: node.world.who,
    reversal: 'travelling',
    reversalBy: node.world.t + PERIOD_S - 1,
  };
  return [
    {
      name: 'the reversal leaves',
      node: { ...node, world, onWire: true, reversalRequests: node.reversalRequests + 1 },
    },
    {
      name: 'the connection fails before the first byte',
      node: afterReversal(record(node, { type: 'reversal.aborted', at: now, why: 'reset' })),
    },
  ];
}

function refusedReversal(node: Node): Node {
  return node.state.stage === 'reverse-refused' ? { ...node, world: afterRefusedReversal(node.world) } : node;
}

function awaitReversal(node: Node): readonly Step[] {
  const { world, faults } = node;
  const now = at(node);
  const next: Step[] = reversalReplies(world)
    .filter(({ fault }) => !fault || faults > 0)
    .map((reply) => ({
      name: `reply: ${reply.name}`,
      node: afterReversal(
        refusedReversal(
          record(
            { ...node, faults: faults - Number(reply.fault) },
            { type: 'reversal.replied', at: now, view: viewOfReply(reply) },
          ),
        ),
      ),
    }));
  if (faults > 0)
    next.push({
      name: 'the reply is lost',
      node: afterReversal(record({ ...node, faults: faults - 1 }, { type: 'reversal.lost', at: now, why: 'reset' })),
    });
  if (horizon(world) === Infinity && faults > 0) {
    const late = { ...node, faults: faults - 1, world: { ...world, t: world.t + PERIOD_S } };
    next.push({
      name: 'no reply in time',
      node: afterReversal(record(late, { type: 'reversal.lost', at: at(late), why: 'timeout' })),
    });
  }
  return next;
}

/** A later run settles what was left open; immediately, or long after. */
function comeBack(node: Node): readonly Step[] {
  const { machine } = node;
  const ahead = machine.ahead + CLOCK_SET_S;
  const ways = [
    { name: 'run again after 1 s', pause: 1, machine },
    { name: 'run again after 400 s', pause: 400, machine },
    ...(node.faults > 0 && machine.ahead === 0
      ? [
          { name: 'run again, with the clock set', pause: 1, machine: { ...machine, ahead } },
          { name: 'run again, the machine started anew and its clock set', pause: 1, machine: { boot: 2, ahead } },
        ]
      : []),
  ];
  return ways.flatMap(({ name, pause, machine: next }) => {
    const t = node.world.t + pause;
    if (t >= horizon(node.world)) return [];
    const back = { ...node, world: { ...node.world, t }, machine: next, program: 'settling' as const };
    const faults = node.faults - Number(next !== machine);
    return [{ name, node: { ...back, faults, run: freshRun(back) } }];
  });
}

/** How far a person sets the clock ahead. Seconds. */
const CLOCK_SET_S = 3600;

/** Longer ago than any period of the law, with the program's grace. Seconds. */
const LONG_AGO_S = 195;

/** What two moments have to share to be the same: everything that anything later can depend on. */
export function keyOf({
  world,
  state,
  program,
  onWire,
  run,
  faults,
  saleRequests,
  reversalRequests,
  told,
  forgot,
  machine,
}: Node): string {
  const now = at({ world, machine });
  const ago = (instant: number | undefined): number | undefined =>
    instant === undefined ? undefined : Math.min((now - instant) / 1000, LONG_AGO_S);
  const left = (by: number, part: string): number => (part === 'travelling' || part === 'running' ? by - world.t : 0);
  return JSON.stringify([
    Object.values({
      ...world,
      t: 0,
      saleBy: left(world.saleBy, world.sale),
      reversalBy: left(world.reversalBy, world.reversal),
    }),
    [
      state.stage,
      ago(state.period?.from.at),
      ago(state.period?.sent.at),
      state.period?.from.up?.boot,
      state.unwatched ? undefined : Math.min(ago(state.seenAt?.at) ?? 0, 91),
      state.sentAt === undefined,
      state.cancelSent,
      state.proof,
      Math.min(state.reversals, 1),
      state.reversalRefusal,
      state.unmarkedSuccess,
      state.reversalProof,
      state.provenUnreversed,
    ],
    [ago(state.agreedSince?.since.at), state.agreedSince?.nextStan, state.agreedSince?.since.up?.boot, state.knownById],
    [state.amountSaid, state.nextStan, state.failedReturns, state.reversal?.nextStan, state.reversal?.failedReturns],
    [machine.boot, machine.ahead],
    [
      state.absentLooks,
      Math.min(state.contradictions, 1),
      state.countedInBatch,
      state.doubt,
      state.proof ? undefined : kindOfRefusal(state),
    ],
    state.reversal && [
      state.reversal.by,
      state.reversal.withAmount,
      ago(state.reversal.from?.at),
      state.reversal.from?.up?.boot,
    ],
    [program, onWire, ago(run.since), Math.min(run.looks, 3), run.reversals, run.escalated, ago(run.reversingSince)],
    [faults, saleRequests, reversalRequests, told, forgot, kindsOfClaims(state)],
  ]);
}

/** Whose words they are is what decides, and of which charge they are: of the one that is proven, or of another. */
function kindsOfClaims({ claims }: PaymentState): readonly string[] {
  const kinds = claims.map(
    ({ of, terminalId, stan }) => `${of} ${terminalId === STRANGER ? 'elsewhere' : 'here'} ${String(stan)}`,
  );
  return [...new Set(kinds)].sort();
}

/** Refusals in the same words lead the same way; a word is given here for what the posxml documents call a failed sale. */
function kindOfRefusal({ refusal }: PaymentState): string | undefined {
  return refusal && (refusal.returnCode === 0 || refusal.returnCode === 32778 ? 'failed' : String(refusal.returnCode));
}
