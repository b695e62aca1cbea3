import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderStore } from '../../../src/session/folder-store.js';
import { entriesIn } from '../../../src/session/journal.js';
import type { Lock } from '../../../src/session/lock.js';
import { replayEvents } from '../../../src/session/reduce.js';
import { StoreError } from '../../../src/session/store-error.js';
import { Database } from '../../../src/session/team/database.js';
import { TeamStore } from '../../../src/session/team/team-store.js';
import { Unpushed } from '../../../src/session/team/unpushed.js';
import { temporaryFolder } from '../../support/program.js';
import type { Seeded } from '../../support/seeded.js';
import { demand } from '../../unit/payment/explorer/explorer-invariants.js';
import { Program } from './desk.js';
import { Sales } from './sales.js';
import { VirtualTime } from './virtual-time.js';

/** Its locks are no other computer's. */
class FolderElsewhere extends FolderStore {
  override lock(): Promise<Lock> {
    return Promise.resolve({ release: () => Promise.resolve() });
  }
}

/** How a program's words reach the store. */
type Fate = 'told' | 'away' | 'lost-answer' | 'late';

interface Desk {
  readonly agent: string;
  readonly home: string;
  /** How far its clock is ahead. Seconds. */
  readonly ahead: number;
  boot: number;
  asleepUntil: number;
  awayUntil: number;
  /** What its last program came to. */
  end: string;
}

/** A computer sleeps about as long as another agent has to wait before taking over. Seconds. */
const SLEEPS = [2, 65, 90, 130, 300, 485, 520, 560, 905, 950];

/** Statements of one program: each meets its fate, at the story's time. */
class Line extends Database {
  readonly #story: Story;
  readonly #fate: () => Fate;

  constructor(url: string, story: Story, fate: () => Fate) {
    super(url, { PGUSER: 'postgres' });
    this.#story = story;
    this.#fate = fate;
  }

  override query<T extends Readonly<Record<string, unknown>>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly T[]> {
    return this.#story.time.working(async () => {
      const fate = this.#fate();
      const said = (): Promise<readonly T[]> => this.#story.ask(() => super.query<T>(text, values, PATIENT_MS));
      if (fate === 'late') this.#story.later(said);
      if (fate === 'away' || fate === 'late') throw away();
      const rows = await said();
      if (fate === 'lost-answer') throw away();
      return rows;
    });
  }
}

/** Nothing in a story depends on how busy the machine is. */
const PATIENT_MS = 60_000;
const away = (): StoreError => new StoreError('store.unavailable', "the team's store cannot be reached or written");

/** Two agents, one terminal and a store, for so many runs of the program. */
export class Story {
  readonly time: VirtualTime;
  readonly #url: string;
  readonly #admin: Database;
  readonly #chance: Seeded;
  readonly #sales: Sales;
  readonly #desks: readonly Desk[];
  readonly #ends = new Map<string, number>();
  #faults: number;
  #sold = 0;
  #clock = -1;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(url: string, admin: Database, chance: Seeded, faults: number) {
    this.#url = url;
    this.#admin = admin;
    this.#chance = chance;
    this.#faults = faults;
    this.#sales = new Sales(chance, (probability) => this.#luck(probability));
    this.time = new VirtualTime((seconds) => {
      this.#sales.pass(seconds);
    });
    const apart = chance.pick([-3600, 3600]);
    this.#desks = [
      ['mari', apart],
      ['jaan', -apart],
    ].map(([agent, ahead]) => ({
      agent: String(agent),
      home: temporaryFolder(),
      ahead: Number(ahead),
      boot: 1,
      asleepUntil: 0,
      awayUntil: 0,
      end: '',
    }));
  }

  /** @throws Broken */
  async tell(runs: number): Promise<ReadonlyMap<string, number>> {
    let working = this.#desks.length;
    const lives = this.#desks.map((desk) =>
      this.#live(desk, runs).finally(() => {
        working -= 1;
      }),
    );
    const all = Promise.all(lives);
    all.catch(() => undefined);
    await this.time.until(() => working === 0);
    await all;
    await this.#end();
    return this.#ends;
  }

  /** One statement after the other, at the time of the story. */
  async ask<T>(statement: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(async () => {
      if (this.#clock !== this.time.now) {
        this.#clock = this.time.now;
        await this.#admin.query('update terminal.test_clock set at = to_timestamp($1)', [1_800_000_000 + this.#clock]);
      }
      return statement();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** It comes to the server long after its program has given up. */
  later(statement: () => Promise<unknown>): void {
    this.time.after(this.#chance.pick([1, 30, 100, 600, 1000]), () => {
      void this.time.working(() => statement().catch(() => undefined));
    });
  }

  #live(desk: Desk, runs: number): Promise<void> {
    return this.time.working(async () => {
      for (let run = 0; run < runs; run += 1) {
        const isTaken = desk.end === 'taken';
        await this.time.waiting(this.#chance.pick(isTaken ? [5, 20, 40] : [1, 5, 60, 400]) + this.#chance.random());
        if (this.#luck(0.1)) desk.boot += 1;
        await this.#run(desk, this.#chance.random() < 0.7, true);
        // Who finds the terminal taken tries again.
        if (desk.end === 'taken' && this.#chance.random() < 0.98) run -= 1;
      }
    });
  }

  async #run(desk: Desk, takeOver: boolean, sells: boolean): Promise<void> {
    const program = this.#program(desk);
    const { store, database } = this.#store(desk, program, takeOver);
    const end = await program.run(store, sells);
    desk.end = end;
    database.close();
    this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
  }

  #program(desk: Desk): Program {
    return new Program(desk.agent, `${desk.agent}-${String(desk.boot)}`, {
      sales: this.#sales,
      wait: (seconds) => this.#wait(desk, seconds),
      now: () => this.time.now + desk.ahead + 10_000,
      boot: `${desk.agent}-${String(desk.boot)}`,
      luck: (probability) => this.#luck(probability),
      isYes: (probability) => this.#chance.random() < probability,
      newId: () => `TT-${String((this.#sold += 1)).padStart(3, 'A')}EFGHJKLMN`,
      nap: () => this.#chance.pick([0.5, ...SLEEPS]),
      expectThere: (what, session, id, one) => this.#expectThere(what, session, id, one),
    });
  }

  #store(desk: Desk, program: Program, takeOver: boolean): { readonly store: TeamStore; readonly database: Database } {
    const database = new Line(this.#url, this, () => this.#fate(desk, program));
    const after = (ms: number, act: () => void): (() => void) =>
      this.time.after(Math.max(ms / 1000, desk.asleepUntil - this.time.now), () => {
        if (program.dead) return;
        if (desk.asleepUntil > this.time.now) after(0, act);
        else act();
      });
    const every = (ms: number, act: () => void): (() => void) => {
      let stop = (): void => undefined;
      const again = (): void => {
        stop = after(ms, () => {
          again();
          act();
        });
      };
      again();
      return () => {
        stop();
      };
    };
    const store = new TeamStore(new FolderElsewhere(desk.home), database, new Unpushed(desk.home), {
      asker: { agent: desk.agent, machine: `${desk.agent}s-laptop`, machineKey: program.key },
      takeOver,
      warn: (text) => program.warnings.push(text),
      timing: { elapsedMs: () => this.time.now * 1000, after, every },
    });
    return { store, database };
  }

  /** A computer may fall asleep in a wait. */
  async #wait(desk: Desk, seconds: number): Promise<void> {
    // Most of all in the moment before money is sent; its network comes back after it.
    if (this.#luck(seconds === 1 ? 0.3 : 0.002)) {
      desk.asleepUntil = this.time.now + this.#chance.pick(SLEEPS);
      if (this.#chance.random() < 0.5) desk.awayUntil = desk.asleepUntil + this.#chance.pick([3, 30, 200]);
    }
    if (this.#luck(0.003)) desk.awayUntil = this.time.now + this.#chance.pick([3, 30, 200, 600, 1500]);
    await this.time.waiting(seconds);
    while (desk.asleepUntil > this.time.now) await this.time.waiting(desk.asleepUntil - this.time.now);
  }

  #fate(desk: Desk, program: Program): Fate {
    if (program.dead || desk.awayUntil > this.time.now) return 'away';
    if (!this.#luck(0.02)) return 'told';
    return this.#chance.pick(['away', 'lost-answer', 'late'] as const);
  }

  /** Bad luck, as long as there is any left. */
  #luck(probability: number): boolean {
    if (this.#faults === 0 || this.#chance.random() >= probability) return false;
    this.#faults -= 1;
    return true;
  }

  /** What is about to be sent, and that the terminal is this computer's. A return may do without the store, and says so. */
  async #expectThere(what: 'sale' | 'reversal', session: string, id: string, program: Program): Promise<void> {
    const [row] = await this.#admin.query<{ readonly sending: boolean; readonly key: string | null }>(
      `select exists (select from terminal.entry where session_id = $1 and strpos(line, $2) > 0) as sending,
         (select machine_key from terminal.lease where what = 'terminal:SB000001' and holder <> '') as key`,
      [session, `"type":"${what}.sending"`],
    );
    if (what === 'reversal' && program.warnings.length > 0) return;
    demand(row?.sending === true, `a ${what} is sent that the store does not know of (${id})`);
    demand(row?.key === program.key, `a ${what} is sent at a terminal of ${String(row?.key)}`);
  }

  /** Everybody finds the store again, what is open is settled, and then all is there. */
  async #end(): Promise<void> {
    this.#faults = 0;
    for (const desk of this.#desks) [desk.asleepUntil, desk.awayUntil] = [0, 0];
    let over = false;
    const last = this.time
      .working(async () => {
        for (const desk of [...this.#desks, ...this.#desks]) {
          await this.time.waiting(2000);
          await this.#run(desk, false, false);
        }
        for (const desk of this.#desks) {
          const { store, database } = this.#store(desk, this.#program(desk), false);
          await store.meet();
          database.close();
        }
      })
      .finally(() => {
        over = true;
      });
    last.catch(() => undefined);
    await this.time.until(() => over);
    await last;
    await this.#expectSame();
  }

  async #expectSame(): Promise<void> {
    const rows = await this.#admin.query<{ readonly id: string; readonly lines: readonly string[] }>(
      'select session_id as id, array_agg(line order by n) as lines from terminal.entry group by session_id',
    );
    const there = new Map(rows.map(({ id, lines }) => [id, lines.map((line) => `${line}\n`).join('')] as const));
    const sessions = new Set<string>();
    for (const { home, agent } of this.#desks) {
      demand(new Unpushed(home).ids().length === 0, `${agent} has something that was not pushed`);
      for (const name of readdirSync(join(home, 'sessions')).filter((one) => one.endsWith('.jsonl'))) {
        const id = name.replace('.jsonl', '');
        sessions.add(id);
        const own = readFileSync(join(home, 'sessions', name), 'utf8');
        demand(there.get(id) === own, `session ${id} of ${agent} is another one in the store`);
      }
    }
    demand(sessions.size === there.size, 'the store has sessions that nobody has');
    const all = rows.map(({ lines }) => lines.join('\n'));
    for (const id of this.#sales.sent)
      demand(
        all.some((text) => text.includes(id) && text.includes('"type":"sale.sending"')),
        `the store does not know that ${id} was sent`,
      );
    for (const { id, lines } of rows)
      for (const payment of replayEvents(entriesIn(lines, id)).payments)
        this.#sales.recorded(payment.sale?.transactionId ?? '', payment, 'read', undefined);
  }
}
