import type { ServiceAnswer } from '../../../src/connection/answer.js';
import type { ReadOnlyName } from '../../../src/connection/terminal-client.js';
import type { PaymentState } from '../../../src/payment/state.js';
import type { Seeded } from '../../support/seeded.js';
import { demand, expectLaw, expectReversible } from '../../unit/payment/explorer/explorer-invariants.js';
import { MANNERS } from '../../unit/payment/explorer/manners.js';
import { reversalReplies, saleReplies } from '../../unit/payment/explorer/replies.js';
import {
  afterRefusal,
  afterRefusedReversal,
  answerTo,
  happenings,
  horizon,
  isAtWork,
  isBusyWithOurs,
  isCharged,
  PERIOD_S,
  START,
} from '../../unit/payment/explorer/terminal.js';
import type { Said, World } from '../../unit/payment/explorer/terminal.js';
import { SALE } from '../../unit/payment/support.js';

/** Of the explorer's terminal: what has nothing to do with two agents is told elsewhere. */
const ELSEWHERE = ['another terminal answers', 'the request is replayed', 'the shop sells', 'the batch leaves'];
const BUSY: Said = { code: 32779, body: { ReturnCode: 32779 } };
const [MANNER] = MANNERS;

interface Kept {
  world: World;
  requests: number;
  /** The program that waits for the reply to the sale. */
  awaitedBy: object | undefined;
}

/** One terminal, and what became of each sale at it: the explorer's model, once a sale. */
export class Sales {
  readonly #chance: Seeded;
  readonly #luck: (probability: number) => boolean;
  readonly #kept = new Map<string, Kept>();
  #now = 0;

  constructor(chance: Seeded, luck: (probability: number) => boolean) {
    this.#chance = chance;
    this.#luck = luck;
  }

  /** Those of which something was sent. */
  get sent(): readonly string[] {
    return [...this.#kept].flatMap(([id, { requests }]) => (requests > 0 ? [id] : []));
  }

  pass(seconds: number): void {
    this.#now += seconds;
    for (const kept of this.#kept.values()) {
      while (horizon(kept.world) <= this.#now) this.#happen(kept);
      kept.world = { ...kept.world, t: this.#now };
      if (seconds > 0 && this.#chance.random() < 0.3) this.#happen(kept);
    }
  }

  answer(id: string, name: ReadOnlyName, body: object): Said {
    if ([...this.#kept].some(([other, { world }]) => other !== id && isAtWork(world))) return BUSY;
    const asked = renamed(body, id, SALE.transactionId);
    const { code, body: said } = answerTo(name, asked, this.#of(id).world, MANNER as (typeof MANNERS)[number]);
    return { code, body: renamed(said, SALE.transactionId, id) };
  }

  /** The first byte of it leaves. @throws Broken */
  sends(what: 'sale' | 'reversal', id: string, state: PaymentState, program: object): void {
    const kept = this.#of(id);
    for (const [other, { world }] of this.#kept) {
      if (other === id) continue;
      demand(!isUnderWay(world), `a ${what} is sent while another agent's money is under way`);
      if (what === 'sale') demand(!isCharged(world), 'a sale is sent while the charge of another one stands');
    }
    const by = this.#now + PERIOD_S - 1;
    if (what === 'reversal') {
      expectReversible(state, kept.world);
      kept.world = { ...kept.world, reversal: 'travelling', reversalBy: by };
      return;
    }
    kept.requests += 1;
    kept.awaitedBy = program;
    kept.world = { ...kept.world, sale: 'travelling', saleBy: by };
  }

  /** What may be heard of it by now, if anything. */
  reply(what: 'sale' | 'reversal', id: string): ServiceAnswer<'TransactionRequest'> | undefined {
    const { world } = this.#of(id);
    const replies = (what === 'sale' ? saleReplies(world) : reversalReplies(world)).filter(
      ({ fault }) => !fault || this.#luck(0.01),
    );
    if (replies.length === 0 || this.#chance.random() >= 0.3) return undefined;
    const body = renamed(this.#chance.pick(replies).body, SALE.transactionId, id) as { readonly ReturnCode: number };
    return { kind: 'answer', name: 'TransactionResponse', body, returnCode: body.ReturnCode, ...REST };
  }

  /** What a program has recorded of it, held against what is true. @throws Broken */
  recorded(id: string, state: PaymentState, type: string, program: object | undefined): void {
    const kept = this.#of(id);
    if (type === 'sale.replied' || type === 'sale.lost') kept.awaitedBy = undefined;
    if (type === 'sale.replied' && state.stage === 'refused') kept.world = afterRefusal(kept.world);
    if (type === 'reversal.replied' && state.stage === 'reverse-refused') kept.world = afterRefusedReversal(kept.world);
    expectLaw({
      state: JSON.parse(JSON.stringify(state).replaceAll(id, SALE.transactionId)) as PaymentState,
      world: kept.world,
      saleRequests: kept.requests,
      inFlight: program !== undefined && kept.awaitedBy === program,
      told: false,
    });
  }

  #of(id: string): Kept {
    const kept = this.#kept.get(id) ?? { world: { ...START, t: this.#now }, requests: 0, awaitedBy: undefined };
    this.#kept.set(id, kept);
    return kept;
  }

  #happen(kept: Kept): void {
    const possible = happenings(kept.world).filter(
      ({ name, fault }) => !ELSEWHERE.includes(name) && (!fault || this.#luck(0.01)),
    );
    if (possible.length > 0) kept.world = this.#chance.pick(possible).world;
  }
}

/** A sale that the bank took back by itself is over. */
const isUnderWay = (world: World): boolean => isBusyWithOurs(world) && !(world.sale === 'undoing' && world.returned);

const REST = { unreadable: [], forgiven: [], version: '7.1.0', timing: undefined as never } as const;

function renamed(body: object, from: string, to: string): object {
  return JSON.parse(JSON.stringify(body).replaceAll(from, to)) as object;
}
