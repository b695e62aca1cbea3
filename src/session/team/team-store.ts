import { LockedError, TakenError } from '../locked-error.js';
import type { Lock } from '../lock.js';
import type { Entry, SessionEvent } from '../events.js';
import type { FolderStore } from '../folder-store.js';
import type { SessionState } from '../reduce.js';
import { StoreError } from '../store-error.js';
import type {
  IrrevocableAct,
  LockPurpose,
  LockSubject,
  Replayed,
  SessionJournal,
  SessionSearch,
  SessionStore,
  StoredSession,
  TeamSight,
} from '../store.js';
import { bringSessions, compareLatest } from './bring.js';
import type { Database } from './database.js';
import { Fence, warningOf } from './fence.js';
import type { FenceOptions } from './fence.js';
import { holdingOf, leaseName, LEASE_S } from './lease.js';
import { Mirror } from './mirror.js';
import { countOld, deleteHere, deleteOld, oldHere } from './prune.js';
import { STORE_VERSION, storeVersion } from './schema.js';
import { callsOf, searchTeam, workOf } from './search.js';
import type { Unpushed } from './unpushed.js';

/**
 * The sessions of a team: each event is in a journal of this computer first, and then, in order, in the team's store.
 * What others did is brought here, so that the journals of this computer are what everything reads.
 */
export class TeamStore implements SessionStore {
  readonly folder: string;
  readonly database: Database;
  readonly unpushed: Unpushed;
  readonly #local: FolderStore;
  readonly #mirror: Mirror;
  readonly #warn: (text: string) => void;
  readonly #fence: Fence;

  constructor(local: FolderStore, database: Database, unpushed: Unpushed, options: FenceOptions) {
    this.folder = local.folder;
    this.database = database;
    this.unpushed = unpushed;
    this.#local = local;
    this.#mirror = new Mirror(local.folder);
    this.#warn = options.warn;
    this.#fence = new Fence({
      ...options,
      database,
      mirror: this.#mirror,
      unpushed,
      replay: (id) => local.replay(id),
    });
  }

  create(id: string): SessionJournal {
    this.unpushed.mark(id);
    return this.#watched(id, this.#local.create(id));
  }

  open(id: string): SessionJournal {
    return this.#watched(id, this.#local.open(id));
  }

  read(id: string): SessionState {
    return this.#local.read(id);
  }

  replay(id: string): Replayed {
    return this.#local.replay(id);
  }

  ids(): readonly string[] {
    return this.#local.ids();
  }

  /** Journals that can be relied on, and are no copies. */
  ownIds(): readonly string[] {
    return this.#local.list().flatMap((session) => ('state' in session ? [session.id] : []));
  }

  /** How many calls that are over, and were last changed before an instant, are there and here. @throws StoreError */
  async countOld(before: number): Promise<{ readonly there: number; readonly here: number }> {
    return { there: await countOld(this.database, before), here: oldHere(this.#local, before).length };
  }

  /** Deletes them. @throws StoreError */
  async deleteOld(before: number): Promise<{ readonly there: number; readonly here: number }> {
    const there = await deleteOld(this.database, before);
    return { there, here: await deleteHere(this.#local, oldHere(this.#local, before)) };
  }

  list(): readonly StoredSession[] {
    return this.#local.list();
  }

  async search(search: SessionSearch): ReturnType<SessionStore['search']> {
    try {
      return await searchTeam(this.database, search);
    } catch (error) {
      // That the store is away was told when it was opened.
      if (!(error instanceof StoreError) || error.code !== 'store.unavailable') throw error;
      return this.#local.search();
    }
  }

  calls(since: number): ReturnType<SessionStore['calls']> {
    return callsOf(this.database, since);
  }

  atWork(): ReturnType<SessionStore['atWork']> {
    return workOf(this.database);
  }

  recent(most: number, types: readonly SessionEvent['type'][]): Iterable<readonly Entry[]> {
    return this.#local.recent(most, types);
  }

  /** What is missing in the store is pushed, and what the team did last is brought here. @throws StoreError `store.unavailable` */
  async meet(): Promise<void> {
    await this.push(this.unpushed.ids());
    await this.push(await this.#bringTeam());
  }

  async bring(id: string): Promise<void> {
    try {
      await this.#bringAll([id]);
    } catch (error) {
      this.#warnOf(error);
    }
  }

  /** Gives the sessions that have more here than there. */
  async #bringTeam(): Promise<readonly string[]> {
    const { shorter, longer } = await compareLatest(this.database, this.#mirror);
    await this.#bringAll(shorter);
    return longer;
  }

  /** A session that is another one there is brought whole, and the one that was here is set aside; not while it is in use here. */
  async #bringAll(ids: readonly string[]): Promise<void> {
    for (const id of await bringSessions(this.database, this.#mirror, ids)) {
      const held = await this.#local
        .lock({ kind: 'session', id }, { command: 'store push', session: id })
        .catch(() => undefined);
      if (!held) continue;
      try {
        await this.#takeTheirs(id);
      } finally {
        await held.release();
      }
    }
  }

  async #takeTheirs(id: string): Promise<void> {
    const kept = this.#mirror.setAside(id);
    await bringSessions(this.database, this.#mirror, [id]);
    this.unpushed.clear(id);
    this.#warn(
      `Another agent took over session ${id} while this computer was away from the team's store. What was only here is kept in ${kept}.`,
    );
  }

  /** Each session by itself: one that another has, or that differs, keeps none of the others. Gives those that are there whole. @throws StoreError `store.unavailable` */
  async push(ids: readonly string[]): Promise<readonly string[]> {
    const done: string[] = [];
    for (const id of ids) {
      if (this.#fence.holds(`session:${id}`)) continue;
      try {
        if (await this.#pushOne(id)) done.push(id);
      } catch (error) {
        if (error instanceof StoreError && error.code === 'store.unavailable') throw error;
        // Anyone who works on it pushes it.
        if (!(error instanceof LockedError)) this.#warnOf(error);
      }
    }
    return done;
  }

  async #pushOne(id: string): Promise<boolean> {
    const held = await this.#local.lock({ kind: 'session', id }, { command: 'store push', session: id });
    try {
      if (this.#mirror.lines(id).length > 0) await this.#fence.push(id);
      this.unpushed.clear(id);
      return true;
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'store.changed') throw error;
      await this.#takeTheirs(id);
      return false;
    } finally {
      await held.release();
    }
  }

  async close(): Promise<void> {
    await this.#fence.letGo().catch((error: unknown) => {
      this.#warnOf(error);
    });
    this.database.close();
  }

  async sightOfTeam(): Promise<TeamSight> {
    const about = { name: this.database.name, unpushed: this.unpushed.ids() };
    try {
      const version = await storeVersion(this.database);
      const isOld = version < STORE_VERSION;
      return { ...about, why: isOld ? 'it is not set up, or by an older version: terminal store init' : undefined };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return { ...about, why: error.message };
    }
  }

  confirm(act: IrrevocableAct): Promise<void> {
    return this.#fence.confirm(act);
  }

  async lock(subject: LockSubject, purpose: LockPurpose): Promise<Lock> {
    const what = leaseName(subject);
    const local = await this.#lockHere(subject, purpose, what);
    try {
      await this.#fence.take(what, purpose.session);
      if (subject.kind !== 'session') await this.#bringTeam();
      else if ((await bringSessions(this.database, this.#mirror, [subject.id])).length > 0)
        await this.#takeTheirs(subject.id);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'store.unavailable') {
        await this.#release(what, local);
        throw error;
      }
      this.#fence.doubt(what, error);
      this.#warnOf(error);
    }
    return { release: () => this.#release(what, local) };
  }

  async #lockHere(subject: LockSubject, purpose: LockPurpose, what: string): Promise<Lock> {
    try {
      return await this.#local.lock(subject, purpose);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const rows = await this.database
        .query<{ readonly lease: Readonly<Record<string, unknown>> }>(
          'select to_jsonb(l) as lease from terminal.lease l where what = $1 and until > clock_timestamp()',
          [what],
        )
        .catch(() => []);
      throw rows[0] ? new TakenError(holdingOf(rows[0].lease), LEASE_S) : error;
    }
  }

  async #release(what: string, local: Lock): Promise<void> {
    try {
      await this.#fence.letGo([what]);
    } catch (error) {
      this.#warnOf(error);
    } finally {
      await local.release();
    }
  }

  #watched(id: string, journal: SessionJournal): SessionJournal {
    const [fence, { unpushed }] = [this.#fence, this];
    fence.isBehind(id);
    return {
      get entries() {
        return journal.entries;
      },
      append(event) {
        if (fence.lost) throw fence.lost;
        unpushed.mark(id);
        fence.isBehind(id);
        journal.append(event);
        fence.pushSoon();
      },
      close: () => {
        journal.close();
      },
    };
  }

  #warnOf(error: unknown): void {
    this.#warn(warningOf(error));
  }
}
