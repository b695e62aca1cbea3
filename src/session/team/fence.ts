import { randomBytes } from 'node:crypto';
import { TakenError, takenWords } from '../locked-error.js';
import { StoreError } from '../store-error.js';
import type { IrrevocableAct, Replayed } from '../store.js';
import type { Database } from './database.js';
import { holdingOf, LEASE_S, MONEY_SILENT_S, RENEW_MS, SILENT_S } from './lease.js';
import type { Lease } from './lease.js';
import type { Asker } from './machine.js';
import { checksumIn } from './mirror.js';
import type { Mirror } from './mirror.js';
import type { Timekeeping } from './elapsed-time.js';
import { teamRow, sessionSummary } from '../team-row.js';
import type { Unpushed } from './unpushed.js';

/** What the store is asked in one transaction, beside the leases that are held. */
interface Wish {
  readonly lease?: Lease;
  readonly letGo?: readonly string[];
  /** Sessions to push whose lease is held for this alone. */
  readonly passing?: readonly string[];
}

interface Answer {
  readonly refused?: 'lost' | 'taken' | 'differs' | 'hole';
  readonly lease?: Readonly<Record<string, unknown>>;
  readonly takeOverInS?: number;
  readonly session?: string;
  readonly entries?: number;
  readonly leases?: readonly { readonly what: string; readonly epoch: number }[];
}

export interface FenceOptions {
  readonly asker: Asker;
  /** With consent, a lease is taken over whose holder was not heard of for long enough. */
  readonly takeOver: boolean;
  /** For the end of the run: what went wrong beside it. */
  readonly warn: (text: string) => void;
  readonly timing: Timekeeping;
}

interface Parts extends FenceOptions {
  readonly database: Database;
  readonly mirror: Mirror;
  readonly unpushed: Unpushed;
  /** A session with all that led to it. @throws StoreError */
  readonly replay: (id: string) => Replayed;
}

/** A release waits for what is missing no longer than this: the next command brings it. Milliseconds. */
const LAST_PATIENCE_MS = 5000;

/**
 * What this computer holds of the team's, and what it has written under it. Whatever is asked of the store names both: each
 * answer says that all of it is there, and that nobody else has what is held.
 */
export class Fence {
  readonly #parts: Parts;
  readonly #held = new Map<string, Lease>();
  /** How many lines of a session the store has confirmed. */
  readonly #confirmed = new Map<string, number>();
  readonly #behind = new Set<string>();
  /** Locks that were taken while the store was away: nothing that needs the team's word is done under them. */
  readonly #unproven = new Map<string, StoreError>();
  #turn: Promise<unknown> = Promise.resolve();
  #soon: (() => void) | undefined;
  #renewing: (() => void) | undefined;
  /** When the request left that the store confirmed last. */
  #provenAt: number | undefined;
  #awayUntil = 0;
  #lost: StoreError | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Why nothing more is written or sent; undefined while that is not so. */
  get lost(): StoreError | undefined {
    return this.#lost;
  }

  holds(what: string): boolean {
    return this.#held.has(what);
  }

  /** @throws TakenError, StoreError */
  take(what: string, session: string): Promise<void> {
    return this.#ask({ lease: newLease(what, session) });
  }

  /** It is locked here alone: the store could not be asked. */
  doubt(what: string, why: StoreError): void {
    this.#unproven.set(what, why);
  }

  /** Once all that was written under it is there. @throws StoreError */
  async letGo(what: readonly string[] = [...this.#held.keys()]): Promise<void> {
    try {
      const held = what.filter((one) => this.#held.has(one));
      if (held.length > 0 && !this.#lost) await this.#ask({ letGo: held }, LAST_PATIENCE_MS);
    } finally {
      for (const one of what) {
        this.#held.delete(one);
        this.#unproven.delete(one);
      }
      if (this.#held.size === 0) this.#rest();
    }
  }

  /** A session that nobody works on, with a lease for this alone. @throws TakenError, StoreError */
  async push(id: string): Promise<void> {
    await this.#ask({ passing: [id] });
  }

  /** The store may lack the end of it. */
  isBehind(id: string): void {
    this.#behind.add(id);
  }

  async confirm(act: IrrevocableAct): Promise<void> {
    this.#soon?.();
    this.#soon = undefined;
    if (this.#lost) throw this.#lost;
    const isProven = this.#unproven.size === 0 && (this.#held.size > 0 || act.kind === 'cloud');
    try {
      await this.#ask({}, act.withinMs);
    } catch (error) {
      if (!isProven || act.kind !== 'reversal' || !this.#isSurelyOurs(act.lastsMs)) throw error;
      this.#parts.warn(warningOf(error));
    }
    if (!isProven) throw unproven(this.#parts.database.name, [...this.#unproven.values()][0]);
  }

  /** The computer is awake and no longer silent than anybody has to wait before taking over. */
  #isSurelyOurs(lastsMs: number): boolean {
    return (
      this.#lost === undefined &&
      this.#provenAt !== undefined &&
      this.#parts.timing.elapsedMs() - this.#provenAt + lastsMs < MONEY_SILENT_S * 1000 - SILENT_MARGIN_MS
    );
  }

  /** What is written together goes together. */
  pushSoon(): void {
    this.#soon ??= this.#parts.timing.after(SOON_MS, () => {
      this.#soon = undefined;
      this.#askAside();
    });
  }

  #work(): void {
    this.#renewing ??= this.#parts.timing.every(RENEW_MS, () => {
      this.#askAside();
    });
  }

  /** An act that needs the answer asks again. What no act waits for does not ask a store that was away a moment ago. */
  #askAside(): void {
    if (this.#lost || this.#parts.timing.elapsedMs() < this.#awayUntil) return;
    this.#ask({}).catch(() => undefined);
  }

  #rest(): void {
    this.#renewing?.();
    this.#soon?.();
    this.#renewing = undefined;
    this.#soon = undefined;
  }

  /** One transaction after the other. */
  #ask(wish: Wish, patienceMs?: number): Promise<void> {
    const mine = this.#turn.catch(() => undefined).then(() => this.#transact(wish, patienceMs));
    this.#turn = mine;
    return mine;
  }

  async #transact(wish: Wish, patienceMs?: number): Promise<void> {
    if (this.#lost) throw this.#lost;
    const passing = (wish.passing ?? []).map((id): Lease => newLease(`session:${id}`, id));
    const leases = [...this.#held.values(), ...(wish.lease ? [wish.lease] : []), ...passing];
    const ids = [...this.#behind].filter((id) => this.#held.has(`session:${id}`));
    const sessions = [...ids, ...(wish.passing ?? [])]
      .map((id) => this.#missing(id))
      .filter((one) => one !== undefined);
    if (leases.length === 0) return;
    const sentAt = this.#parts.timing.elapsedMs();
    const answer = await this.#confirmIn(
      {
        ...this.#parts.asker,
        takeOver: this.#parts.takeOver,
        lengthS: LEASE_S,
        silentS: SILENT_S,
        moneySilentS: MONEY_SILENT_S,
        leases: leases.map((lease) => ({
          ...lease,
          letGo: wish.letGo?.includes(lease.what) === true || passing.includes(lease),
        })),
        sessions: sessions.map(({ lines, ...session }) => ({
          ...session,
          lines: lines.map(({ n, line }) => ({ n, line, sum: checksumIn(line) })),
        })),
      },
      patienceMs,
    );
    if (answer.refused === 'hole' && answer.session !== undefined) {
      // It was brought back from a copy of former days: what is missing there is here.
      this.#confirmed.set(answer.session, answer.entries ?? 0);
      return this.#transact(wish, patienceMs);
    }
    if (answer.refused) throw this.#refusal(answer);
    this.#provenAt = sentAt;
    for (const { what, epoch } of answer.leases ?? []) {
      const lease = leases.find((one) => one.what === what);
      if (lease && !passing.includes(lease) && wish.letGo?.includes(what) !== true)
        this.#held.set(what, { ...lease, epoch });
    }
    for (const { id, lines } of sessions) this.#nowThere(id, lines.at(-1)?.n ?? 0);
    if (this.#held.size > 0) this.#work();
  }

  #nowThere(id: string, n: number): void {
    this.#confirmed.set(id, Math.max(n, this.#confirmed.get(id) ?? 0));
    if (this.#parts.mirror.lines(id).length > n) return;
    this.#behind.delete(id);
    this.#parts.unpushed.clear(id);
  }

  async #confirmIn(request: object, patienceMs: number | undefined): Promise<Answer> {
    this.#awayUntil = this.#parts.timing.elapsedMs() + AWAY_MS;
    const [row] = await this.#parts.database.query<{ readonly answer: Answer }>(
      'select terminal.confirm($1::jsonb) as answer',
      [JSON.stringify(request)],
      patienceMs,
    );
    this.#awayUntil = 0;
    if (!row)
      throw new StoreError('store.unavailable', `the team's store (${this.#parts.database.name}) gave no answer`);
    return row.answer;
  }

  /** The lines of a session that the store has not confirmed; undefined where nothing of it can be told. */
  #missing(id: string): (ReturnType<typeof sessionPart> & { readonly lines: ReturnType<Mirror['lines']> }) | undefined {
    const all = this.#parts.mirror.lines(id);
    const lines = all.slice(this.#confirmed.get(id) ?? 0);
    if (lines.length === 0) return undefined;
    return { ...sessionPart(id, this.#parts.replay(id)), lines };
  }

  #refusal({ refused, lease = {}, takeOverInS = LEASE_S, session = '' }: Answer): Error {
    const holding = holdingOf(lease);
    if (refused === 'taken') return new TakenError(holding, takeOverInS);
    if (refused === 'lost') {
      const by = lease['holder'] === '' ? 'it ran out' : takenWords(holding);
      this.#lost = new StoreError('store.taken', `the terminal is no longer yours: ${by}. Nothing more was sent to it`);
      this.#rest();
      return this.#lost;
    }
    return new StoreError(
      'store.changed',
      `session ${session} is another one in the team's store (${this.#parts.database.name}) than on this computer. Nothing was changed there`,
    );
  }
}

/** So long nothing is asked aside of a store that did not answer. Milliseconds. */
const AWAY_MS = 10_000;
/** Milliseconds: what is written within them goes in one transaction. */
const SOON_MS = 20;
/** For clocks of two computers that do not run alike. Milliseconds. */
const SILENT_MARGIN_MS = 10_000;

function newLease(what: string, session: string): Lease {
  return { what, holder: randomBytes(12).toString('hex'), session, epoch: undefined };
}

function sessionPart(
  id: string,
  replayed: Replayed,
): { readonly id: string; readonly row: object; readonly summary: object } {
  return { id, row: teamRow(replayed.state), summary: sessionSummary(replayed) };
}

function unproven(name: string, why: StoreError | undefined): StoreError {
  return new StoreError(
    'store.unavailable',
    `the team's store (${name}) was away when this terminal was taken, so it is not known who else works on it`,
    { cause: why },
  );
}

/** What went wrong beside the run, for the end of it. */
export function warningOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
