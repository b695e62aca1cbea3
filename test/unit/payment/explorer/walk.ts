import type { ServiceAnswer } from '../../../../src/connection/answer.js';
import type { CommandOptions, TerminalClient } from '../../../../src/connection/terminal-client.js';
import type { PaymentEvent } from '../../../../src/payment/events.js';
import { advanceState } from '../../../../src/payment/machine.js';
import { INITIAL, isFinal, isPaymentOpen } from '../../../../src/payment/state.js';
import type { PaymentState } from '../../../../src/payment/state.js';
import type { RequestName } from '../../../../src/posxml/messages.js';
import { replayEvents } from '../../../../src/session/reduce.js';
import type { SessionEvent } from '../../../../src/session/events.js';
import { sendSale } from '../../../../src/steps/test-payment/sell.js';
import { settlePayment } from '../../../../src/steps/test-payment/settle.js';
import type { PaymentDeps } from '../../../../src/steps/test-payment/settle.js';
import type { Seeded } from '../../../support/seeded.js';
import { BASELINE, SALE } from '../support.js';
import { askingClient, lost } from './client.js';
import { demand, expectLaw, expectReversible, tells } from './explorer-invariants.js';
import { isSeeable, MANNERS } from './manners.js';
import { reversalReplies, saleReplies } from './replies.js';
import type { Reply } from './replies.js';
import { afterRefusal, afterRefusedReversal, answerTo, happenings, horizon, PERIOD_S, START } from './terminal.js';
import type { Manner, World } from './terminal.js';

/** Thrown where the program is killed. */
class Killed extends Error {}

const LOOK_EVERY_MS = 2000;
const MAX_RUNS = 6;
/** Of a story: so many events are more than any that ends. */
const MAX_EVENTS = 2000;

interface Walked {
  readonly stage: PaymentState['stage'];
  readonly events: number;
  readonly runs: number;
}

/**
 * One story, by chance: the program's own `sell` and `settle` against the model, at their real pace, killed and run
 * again. @throws Broken
 */
export async function walk(seeded: Seeded, faults: number): Promise<Walked> {
  const story = new Story(seeded, faults);
  let runs = 1;
  await story.live(() =>
    sendSale(SALE, BASELINE, { language: undefined }, story.deps).then((state) => settlePayment(state, story.deps)),
  );
  while (isPaymentOpen(story.state) && runs < MAX_RUNS && (story.dead || seeded.random() < 0.5)) {
    runs += 1;
    story.comeBack();
    await story.live(() => settlePayment(story.state, story.deps));
  }
  return { stage: story.state.stage, events: story.events.length, runs };
}

class Story {
  readonly events: PaymentEvent[] = [];
  state: PaymentState = INITIAL;
  dead = false;
  readonly #chance: Seeded;
  #faults: number;
  #world: World = START;
  #stop = new AbortController();
  #saleRequests = 0;
  #inFlight = false;
  #told = false;
  #kept: Manner | undefined;
  /** How often the machine was started, and how far its clock is ahead. Seconds. */
  #boot = 1;
  #ahead = 0;

  constructor(chance: Seeded, faults: number) {
    this.#chance = chance;
    this.#faults = faults;
  }

  get deps(): PaymentDeps {
    return {
      client: this.#client(),
      clock: {
        now: () => (this.#world.t + this.#ahead) * 1000,
        uptime: () => ({ boot: String(this.#boot), ms: this.#world.t * 1000 }),
        sleep: (ms) => this.#pass(ms / 1000),
      },
      talk: {
        interactive: true,
        confirm: () => Promise.resolve(this.#chance.random() < 0.8),
        text: never,
        choose: never,
      },
      report: () => undefined,
      record: (event) => this.#record(event),
      stop: this.#stop.signal,
      reversalWaitS: 60,
      lookEveryMs: LOOK_EVERY_MS,
    };
  }

  /** A run of the program, to its end or its death. */
  async live(run: () => Promise<PaymentState>): Promise<void> {
    const end = await run().catch((cause: unknown) => {
      if (this.dead) return undefined;
      throw cause;
    });
    this.#inFlight = false;
    this.#hold();
    if (!end || this.dead) return;
    demand(isFinal(end) || end.stage === 'escalated', `it ends in stage ${end.stage}`);
  }

  /** Another run, immediately or long after, with nothing but the journal: what it makes of that is what was lived. */
  comeBack(): void {
    this.#wait(this.#chance.pick([1, 5, 60, 400]));
    if (this.#luck(0.1)) this.#ahead += this.#chance.pick([-3600, 3600]);
    if (this.#luck(0.1)) this.#boot += 1;
    const opened: SessionEvent = {
      type: 'session.opened',
      id: 's',
      command: 'test',
      target: { host: SALE.host, posxmlPort: SALE.port, logPort: undefined },
      sandbox: false,
      program: '0',
    };
    const all = [opened, ...this.events.map((event): SessionEvent => ({ type: 'payment', event }))];
    const read = JSON.parse(
      JSON.stringify(all.map((event, index) => ({ n: index + 1, at: '2026-02-14T08:00:00.000Z', event }))),
    ) as Parameters<typeof replayEvents>[0];
    const resumed = replayEvents(read).payments.at(-1) ?? INITIAL;
    demand(
      JSON.stringify(resumed) === JSON.stringify(this.state),
      'the journal resumes to another state than was lived',
    );
    this.state = resumed;
    this.dead = false;
    this.#stop = new AbortController();
  }

  #record(event: PaymentEvent): PaymentState {
    const before = this.#luck(0.01);
    if (this.dead || before) this.#die();
    this.events.push(event);
    demand(this.events.length < MAX_EVENTS, 'the program goes on and on');
    this.state = advanceState(this.state, event);
    this.#told ||= tells(event);
    if (event.type === 'cancel.sending') demand(this.#inFlight, 'a cancel without an operation of ours in flight');
    if (event.type === 'sale.replied' || event.type === 'sale.lost') this.#inFlight = false;
    if (event.type === 'sale.replied' && this.state.stage === 'refused') this.#world = afterRefusal(this.#world);
    if (event.type === 'reversal.replied' && this.state.stage === 'reverse-refused')
      this.#world = afterRefusedReversal(this.#world);
    this.#hold();
    if (this.#luck(0.01)) this.#die();
    return this.state;
  }

  #hold(): void {
    if (this.state.stage !== 'idle')
      expectLaw({
        state: this.state,
        world: this.#world,
        saleRequests: this.#saleRequests,
        inFlight: this.#inFlight,
        told: this.#told,
      });
  }

  #die(): never {
    this.dead = true;
    throw new Killed('killed');
  }

  #client(): TerminalClient {
    const command = <N extends RequestName>(
      name: N,
      _body: object,
      options?: CommandOptions,
    ): Promise<ServiceAnswer<N>> => this.#command(name, options) as Promise<ServiceAnswer<N>>;
    return askingClient((name, body) => {
      this.#mayHappen(0.05);
      if (this.#luck(0.01)) return 'lost';
      return answerTo(name, body, this.#world, this.#manner(name === 'GetTerminalStatusRequest'));
    }, command);
  }

  /**
   * A terminal has its ways, and may change them, now and then; but not within one look: one that says that it is at rest
   * as it did, and tells of a failure that is none as it does now, lies as no terminal does.
   */
  #manner(begins: boolean): Manner {
    const kept = this.#kept;
    const all = MANNERS.filter((manner) => isSeeable(manner, this.#world) && !leavesUnseen(manner, this.#world));
    const fits = begins || !kept ? all : all.filter(({ whileBusy }) => whileBusy === kept.whileBusy);
    const stays = kept !== undefined && fits.includes(kept) && this.#chance.random() >= 0.002;
    return (this.#kept = stays ? kept : this.#chance.pick(fits));
  }

  async #command(name: RequestName, { beforeSend }: CommandOptions = {}): Promise<ServiceAnswer<'TransactionRequest'>> {
    if (this.#luck(0.05)) return lost('nothing');
    try {
      await beforeSend?.();
    } catch {
      return lost('nothing');
    }
    if (this.#luck(0.02)) return lost('nothing');
    if (name === 'CancelAllOperationsRequest') return this.#cancel();
    const isSale = name === 'TransactionRequest';
    if (!isSale) expectReversible(this.state, this.#world);
    const by = this.#world.t + PERIOD_S - 1;
    this.#world = {
      ...this.#world,
      ...(isSale
        ? { saleAt: this.#world.who, sale: 'travelling', saleBy: by }
        : { reversalAt: this.#world.who, reversal: 'travelling', reversalBy: by }),
    };
    if (isSale) {
      this.#saleRequests += 1;
      this.#inFlight = true;
    }
    return this.#replyTo(isSale);
  }

  /** Seconds pass, things happen, and then a reply comes, or none. */
  async #replyTo(isSale: boolean): Promise<ServiceAnswer<'TransactionRequest'>> {
    for (let waited = 0; waited < PERIOD_S; waited += 1) {
      this.#wait(1);
      this.#mayHappen(0.3);
      if (isSale && this.#chance.random() < 0.005) this.#stop.abort();
      await Promise.resolve();
      if (this.dead) throw new Killed('killed');
      if (this.#luck(0.005)) return lost('maybe');
      const replies = (isSale ? saleReplies(this.#world) : reversalReplies(this.#world)).filter(
        ({ fault }) => !fault || this.#luck(0.01),
      );
      if (replies.length > 0 && this.#chance.random() < 0.3) return answerWith(this.#chance.pick(replies));
    }
    return lost('maybe');
  }

  #cancel(): ServiceAnswer<'TransactionRequest'> {
    if (this.#world.sale === 'running' && this.#world.who === this.#world.saleAt && this.#chance.random() < 0.5)
      this.#world = { ...this.#world, sale: 'failed' };
    return this.#chance.random() < 0.5
      ? lost('maybe')
      : ({ kind: 'error', returnCode: 0, reason: undefined, timing: undefined } as never);
  }

  #pass(seconds: number): Promise<void> {
    this.#wait(seconds);
    this.#mayHappen(0.2);
    return this.#luck(0.01) ? Promise.reject(new Killed(String((this.dead = true)))) : Promise.resolve();
  }

  /** Time continues; what must have ended by then, ends. */
  #wait(seconds: number): void {
    const t = this.#world.t + seconds;
    while (horizon(this.#world) <= t) this.#happen();
    this.#world = { ...this.#world, t };
  }

  #mayHappen(probability: number): void {
    if (this.#chance.random() < probability) this.#happen();
  }

  #happen(): void {
    const possible = happenings(this.#world).filter(({ fault }) => !fault || this.#luck(0.05));
    if (possible.length > 0) this.#world = this.#chance.pick(possible).world;
  }

  /** Bad luck, as long as there is any left. */
  #luck(probability: number): boolean {
    if (this.#faults === 0 || this.#chance.random() >= probability) return false;
    this.#faults -= 1;
    return true;
  }
}

/**
 * Looks are close together here, so that a refused sale may be booked, and leave with its batch, between two of them. Where
 * the terminal shows no batch and finds nothing of it, all that is left is a STAN that was used up, as by many a decline.
 */
const leavesUnseen = ({ batch, sent, findsBy }: Manner, world: World): boolean =>
  world.refused &&
  world.sent &&
  world.sale === 'booked' &&
  batch === 'none' &&
  (sent === 'gone' || findsBy === 'nothing');

const never = (): Promise<never> => Promise.reject(new Error('nobody expected to be asked'));

function answerWith({ body }: Reply): ServiceAnswer<'TransactionRequest'> {
  const { ReturnCode } = body as { ReturnCode: number };
  return {
    kind: 'answer',
    name: 'TransactionResponse',
    body: body,
    returnCode: ReturnCode,
    unreadable: [],
    forgiven: [],
    version: '7.1.0',
    timing: undefined as never,
  };
}
