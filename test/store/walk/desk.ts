import type { ServiceAnswer } from '../../../src/connection/answer.js';
import type { CommandOptions, TerminalClient } from '../../../src/connection/terminal-client.js';
import { unsettledAt } from '../../../src/flows/open-payments/open-payments.js';
import { withSession } from '../../../src/flows/sessions/with-session.js';
import type { Target } from '../../../src/model/endpoint.js';
import type { PaymentEvent } from '../../../src/payment/events.js';
import { isFinal, isPaymentOpen } from '../../../src/payment/state.js';
import type { PaymentState } from '../../../src/payment/state.js';
import type { Sale } from '../../../src/payment/types.js';
import type { RequestName } from '../../../src/posxml/messages.js';
import { LockedError } from '../../../src/session/locked-error.js';
import { unsettledPayment } from '../../../src/session/reduce.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { StoreError } from '../../../src/session/store-error.js';
import type { SessionStore } from '../../../src/session/store.js';
import type { TeamStore } from '../../../src/session/team/team-store.js';
import { sendSale } from '../../../src/steps/test-payment/sell.js';
import { settlePayment } from '../../../src/steps/test-payment/settle.js';
import type { PaymentDeps } from '../../../src/steps/test-payment/settle.js';
import { askingClient, lost } from '../../unit/payment/explorer/client.js';
import { demand } from '../../unit/payment/explorer/explorer-invariants.js';
import { PERIOD_S } from '../../unit/payment/explorer/terminal.js';
import { BASELINE, SALE } from '../../unit/payment/support.js';
import type { Sales } from './sales.js';

/** Thrown where a program is killed. */
class Killed extends Error {}

const HOST = '10.1.1.1';
const TARGET: Target = { host: HOST, posxml: { host: HOST, port: SALE.port, role: 'posxml' } } as never;
const TERMINAL = { kind: 'terminal', terminalId: SALE.terminalId } as const;

/** What a program meets of its story. */
interface Surroundings {
  readonly sales: Sales;
  /** Seconds of a wait, which a computer that is asleep makes longer. */
  readonly wait: (seconds: number) => Promise<void>;
  /** Seconds, by the computer's own clock. */
  readonly now: () => number;
  readonly boot: string;
  readonly luck: (probability: number) => boolean;
  readonly isYes: (probability: number) => boolean;
  readonly newId: () => string;
  /** How long the computer sleeps, once in a while. Seconds. */
  readonly nap: () => number;
  /** @throws Broken where the store lacks what must be there before the first byte */
  readonly expectThere: (what: 'sale' | 'reversal', session: string, id: string, program: Program) => Promise<void>;
}

/** One run of `terminal test`, with the program's own locks, barrier, steps and journal. */
export class Program {
  dead = false;
  readonly warnings: string[] = [];
  readonly key: string;
  readonly #around: Surroundings;
  readonly #agent: string;

  constructor(agent: string, key: string, around: Surroundings) {
    this.key = key;
    this.#agent = agent;
    this.#around = around;
  }

  /** Gives what it came to, for the count. */
  async run(store: TeamStore, sells: boolean): Promise<string> {
    try {
      await this.#wait(0);
      await store.meet().catch((error: unknown) => {
        if (!(error instanceof StoreError)) throw error;
      });
      return await withSession(this.#options(store), (session) => this.#holding(store, session, sells));
    } catch (error) {
      if (this.dead) return 'killed';
      if (error instanceof LockedError) return 'taken';
      if (error instanceof StoreError) return error.code;
      throw error;
    } finally {
      await store.close();
    }
  }

  #options(store: SessionStore): Parameters<typeof withSession>[0] {
    return {
      ...{ store, target: TARGET, command: 'test', sandbox: false, allowPrivate: true, bankLines: undefined },
      ...{ agent: this.#agent, program: '0', resume: undefined, resolver: undefined as never },
      stop: new AbortController().signal,
    };
  }

  async #holding(store: SessionStore, session: SessionWriter, sells: boolean): Promise<string> {
    const held = await store.lock(TERMINAL, { command: 'test', session: session.id, agent: this.#agent });
    try {
      for (const one of unsettledAt(TARGET, SALE.terminalId, store, session.state)) {
        const end = await this.#settleIn(store, one.session);
        if (end && isPaymentOpen(end)) return 'left open';
      }
      if (!sells) return 'looked';
      const sale: Sale = { ...SALE, transactionId: this.#around.newId(), host: HOST };
      const deps = this.#deps(store, session, sale.transactionId);
      const sent = await sendSale(sale, BASELINE, { language: undefined }, deps);
      return this.#ended(await settlePayment(sent, deps));
    } finally {
      await held.release();
    }
  }

  async #settleIn(store: SessionStore, id: string): Promise<PaymentState | undefined> {
    const held = await store.lock({ kind: 'session', id }, { command: 'test', session: id });
    try {
      const work = SessionWriter.resume(store.open(id));
      try {
        const payment = unsettledPayment(work.state);
        if (!payment) return undefined;
        const end = await settlePayment(payment, this.#deps(store, work, payment.sale?.transactionId ?? ''));
        this.#ended(end);
        return end;
      } finally {
        work.close();
      }
    } finally {
      await held.release();
    }
  }

  #ended(end: PaymentState): string {
    demand(this.dead || isFinal(end) || end.stage === 'escalated', `it ends in stage ${end.stage}`);
    return end.stage;
  }

  #deps(store: SessionStore, session: SessionWriter, id: string): PaymentDeps {
    const { now, boot, isYes } = this.#around;
    return {
      client: this.#client(session, id),
      clock: {
        now: () => now() * 1000,
        uptime: () => ({ boot, ms: now() * 1000 }),
        sleep: (ms) => this.#wait(ms / 1000),
      },
      talk: { interactive: true, confirm: () => Promise.resolve(isYes(0.8)), text: never, choose: never },
      report: () => undefined,
      record: (event) => this.#record(session, id, event),
      confirm: (act) => store.confirm(act),
      stop: new AbortController().signal,
      reversalWaitS: 60,
      lookEveryMs: 2000,
    };
  }

  #record(session: SessionWriter, id: string, event: PaymentEvent): PaymentState {
    if (this.dead || this.#around.luck(0.01)) this.#die();
    const state = session.recordPayment(event);
    this.#around.sales.recorded(id, state, event.type, this);
    if (this.#around.luck(0.01)) this.#die();
    return state;
  }

  #client(session: SessionWriter, id: string): TerminalClient {
    const command = <N extends RequestName>(
      name: N,
      _body: object,
      options?: CommandOptions,
    ): Promise<ServiceAnswer<N>> =>
      this.#command(name === 'TransactionRequest' ? 'sale' : 'reversal', session, id, options) as Promise<
        ServiceAnswer<N>
      >;
    return askingClient(
      (name, body) => (this.#around.luck(0.01) ? 'lost' : this.#around.sales.answer(id, name, body)),
      command,
    );
  }

  async #command(
    what: 'sale' | 'reversal',
    session: SessionWriter,
    id: string,
    { beforeSend, sendWithinMs = Infinity }: CommandOptions = {},
  ): Promise<ServiceAnswer<'TransactionRequest'>> {
    const { sales, luck, nap, expectThere } = this.#around;
    try {
      await beforeSend?.();
    } catch {
      return lost('nothing');
    }
    const stoodStill = luck(0.05) ? nap() : 0;
    if (stoodStill > 0) await this.#wait(stoodStill);
    if (stoodStill * 1000 > sendWithinMs || luck(0.02)) return lost('nothing');
    await expectThere(what, session.id, id, this);
    const state = session.state.payments.at(-1);
    if (state) sales.sends(what, id, state, this);
    for (let waited = 0; waited < PERIOD_S;) {
      const step = 2 + Math.floor(waited / 20);
      await this.#wait(step);
      waited += step;
      if (luck(0.005)) break;
      const reply = sales.reply(what, id);
      if (reply) return reply;
    }
    return lost('maybe');
  }

  async #wait(seconds: number): Promise<void> {
    await this.#around.wait(seconds);
    if (this.dead || this.#around.luck(0.002)) this.#die();
  }

  #die(): never {
    this.dead = true;
    throw new Killed('killed');
  }
}

const never = (): Promise<never> => Promise.reject(new Error('nobody expected to be asked'));
