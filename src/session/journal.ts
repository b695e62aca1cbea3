import { createHash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Entry, SessionEvent } from './events.js';
import { syncFolder } from './folder.js';
import { kindOfEvent } from './event-schema.js';
import { salvagedFrom } from './salvage.js';
import type { JournalLine, Salvaged } from './salvage.js';
import type { SessionJournal } from './store.js';
import { StoreError } from './store-error.js';

/** Raised when the meaning of an event changes; a newer number is refused, never guessed at. */
const JOURNAL_VERSION = 1;

/**
 * An append-only file of events, one JSON line each, numbered and with a checksum. Every append is on disk before
 * it returns, so that what was announced survives the loss of power.
 */
export class Journal implements SessionJournal {
  readonly path: string;
  readonly #descriptor: number;
  readonly #now: () => number;
  #entries: readonly Entry[];
  /** Bytes that are in the file by what was read and written here. */
  #size: number;
  /** Set when half a line is left in the file: what came after it would be damage in the middle. */
  #torn: unknown;

  private constructor(path: string, descriptor: number, entries: readonly Entry[], size: number, now: () => number) {
    this.path = path;
    this.#descriptor = descriptor;
    this.#entries = entries;
    this.#size = size;
    this.#now = now;
  }

  /** Makes a new journal file. @throws StoreError `store.full` */
  static create(path: string, now: () => number = Date.now): Journal {
    try {
      const descriptor = openSync(path, 'ax', 0o600);
      syncFolder(dirname(path));
      return new Journal(path, descriptor, [], 0, now);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  /**
   * Opens a journal to continue with it. A torn last line, which a crash in mid append leaves, is cut off: its
   * append never returned, so nothing was done on the strength of it.
   * @throws StoreError
   */
  static open(path: string, now: () => number = Date.now): Journal {
    const { entries, wholeBytes, totalBytes } = readJournal(path);
    try {
      const descriptor = openSync(path, 'r+');
      if (wholeBytes < totalBytes) {
        ftruncateSync(descriptor, wholeBytes);
        fsyncSync(descriptor);
      }
      closeSync(descriptor);
      return new Journal(path, openSync(path, 'a', 0o600), entries, wholeBytes, now);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Adds an event; when it returns, the event is on disk. @throws StoreError `store.full`, `store.changed` */
  append(event: SessionEvent): void {
    if (this.#torn !== undefined) throw unwritable(this.path, this.#torn);
    const entry: Entry = { n: this.#entries.length + 1, at: new Date(this.#now()).toISOString(), event };
    const line = Buffer.from(writeLine(entry), 'utf8');
    this.#refuseChanged();
    try {
      let written = 0;
      while (written < line.length) written += writeSync(this.#descriptor, line, written);
      fsyncSync(this.#descriptor);
    } catch (cause) {
      this.#takeBack(this.#size, cause);
      throw unwritable(this.path, cause);
    }
    this.#entries = [...this.#entries, entry];
    this.#size += line.length;
  }

  /** Another program has written to it, or removed it: neither knows what the other has written. */
  #refuseChanged(): void {
    const { size, nlink } = fstatSync(this.#descriptor);
    if (size === this.#size && nlink > 0) return;
    throw new StoreError(
      'store.changed',
      `the journal ${this.path} was ${nlink > 0 ? 'changed' : 'removed'} by another program while it was in use. Nothing more was written to it`,
      { path: this.path },
    );
  }

  /** Half a line, left by a full disk, must not be followed by a whole one: that would be damage in the middle. */
  #takeBack(size: number, why: unknown): void {
    try {
      cutFile(this.path, this.#descriptor, size);
    } catch {
      this.#torn = why;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** By a descriptor of its own: Windows cuts no file by one that only appends. Another file at this path is left alone. */
function cutFile(path: string, open: number, size: number): void {
  const descriptor = openSync(path, 'r+');
  try {
    const [own, there] = [fstatSync(open), fstatSync(descriptor)];
    if (own.ino !== there.ino || own.dev !== there.dev) throw new Error('another file has its place');
    ftruncateSync(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a journal without opening it for writing.
 * @throws StoreError `store.unreadable` for anything but a torn last line, `store.newer` for a later version.
 */
export function readJournal(path: string): {
  readonly entries: readonly Entry[];
  readonly wholeBytes: number;
  readonly totalBytes: number;
} {
  const bytes = bytesOf(path);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  refuseDamagedEnd(bytes.subarray(wholeBytes), lines.length + 1, path);
  return { entries: lines.map((line, index) => readLine(line, index + 1, path)), wholeBytes, totalBytes: bytes.length };
}

/**
 * The entries of some types alone, for a glance at many journals: no other line is read, and no damage to one is found.
 * @throws StoreError
 */
export function readEntriesOfTypes(path: string, types: readonly SessionEvent['type'][]): readonly Entry[] {
  const signs = types.map((type) => `"event":{"type":${JSON.stringify(type)}`);
  const lines = bytesOf(path).toString('utf8').split('\n').slice(0, -1);
  return lines.flatMap((line, index) =>
    signs.some((sign) => line.includes(sign)) ? [readLine(line, index + 1, path)] : [],
  );
}

/** The entries of a whole journal that is kept elsewhere. @param path where it would be here, for people @throws StoreError */
export function entriesIn(lines: readonly string[], path: string): readonly Entry[] {
  return lines.map((line, index) => readLine(line, index + 1, path));
}

/** What the good lines of a damaged journal still prove; undefined where nothing of it can be read. */
export function salvagedIn(path: string): Salvaged | undefined {
  const lines = journalLines(path);
  return lines && salvagedFrom(lines);
}

/** Every line of what may be no good journal; undefined where nothing of it can be read. */
export function journalLines(path: string): readonly JournalLine[] | undefined {
  try {
    const lines = bytesOf(path).toString('utf8').split('\n');
    return (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map((line) => goodLine(line, path));
  } catch {
    return undefined;
  }
}

/** Whatever its number. */
function goodLine(line: string, path: string): JournalLine {
  try {
    return readLine(line, undefined, path);
  } catch (error) {
    return error instanceof StoreError && error.code === 'store.newer' ? 'newer' : 'lost';
  }
}

/** Only of a file: a pipe would be waited for without end, and a device never ends. */
function bytesOf(path: string): Buffer {
  try {
    if (statSync(path).isFile()) return readFileSync(path);
  } catch (cause) {
    throw new StoreError('store.unreadable', `the journal ${path} cannot be read`, { cause, path });
  }
  throw new StoreError('store.unreadable', `${path} is not a file, so it was not read`, { path, salvaged: NOTHING });
}

/** A journal is made as a file: what is none hides no payment. */
const NOTHING: Salvaged = { inDoubt: [], terminalIds: [], targets: [], bank: undefined, sandbox: false };

/** A torn line stops short. One that is whole and then continues with anything but its line end was damaged afterwards. */
function refuseDamagedEnd(tail: Buffer, n: number, path: string): void {
  try {
    readLine(tail.subarray(0, -1).toString('utf8'), n, path);
  } catch {
    return;
  }
  throw new StoreError(
    'store.unreadable',
    `line ${String(n)} of the journal ${path} is incomplete. Nothing was changed in it`,
    { path },
  );
}

function writeLine({ n, at, event }: Entry): string {
  const body = { v: JOURNAL_VERSION, n, at, event };
  return `${JSON.stringify({ ...body, sum: checksum(JSON.stringify(body)) })}\n`;
}

/** @param expected its place in the journal; undefined where any will do */
function readLine(line: string, expected: number | undefined, path: string): Entry {
  const damaged = (what: string): StoreError =>
    new StoreError(
      'store.unreadable',
      `line ${String(expected)} of the journal ${path} ${what}. Nothing was changed in it`,
      { path },
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw damaged('is not readable');
  }
  if (typeof parsed !== 'object' || parsed === null) throw damaged('is not readable');
  const { sum, ...body } = parsed as { v?: unknown; n?: unknown; at?: unknown; event?: unknown; sum?: unknown };
  if (typeof body.v === 'number' && body.v > JOURNAL_VERSION) {
    throw newer(path);
  }
  if (sum !== checksum(JSON.stringify(body))) throw damaged('does not match its checksum');
  if (typeof body.n !== 'number' || (expected !== undefined && body.n !== expected))
    throw damaged(`is numbered ${String(body.n)}`);
  const kind = kindOfEvent(body.event);
  if (kind === 'unknown') throw newer(path);
  if (kind === 'malformed' || typeof body.at !== 'string') throw damaged('contains no known event');
  return { n: body.n, at: body.at, event: body.event as SessionEvent };
}

function newer(path: string): StoreError {
  return new StoreError('store.newer', `the journal ${path} was written by a newer version of terminal`, { path });
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function unwritable(path: string, cause: unknown): StoreError {
  return new StoreError('store.full', `the journal ${path} cannot be written`, { cause });
}
