import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../folder.js';
import { whenFree } from '../held-file.js';
import { StoreError } from '../store-error.js';

/** A line of a journal, without its end. */
export interface Line {
  readonly n: number;
  readonly line: string;
}

/**
 * The journals of this computer, line by line: its own, and the team's as far as they were brought here. Both are the same
 * bytes, so whatever reads a session reads it here.
 */
export class Mirror {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** 0 where there is none. */
  bytes(id: string): number {
    return statSync(this.#path(id), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** The whole lines. */
  lines(id: string): readonly Line[] {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#path(id));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new StoreError('store.unreadable', `the journal ${this.#path(id)} cannot be read`, { cause });
    }
    const lines = bytes
      .subarray(0, bytes.lastIndexOf(0x0a) + 1)
      .toString('utf8')
      .split('\n')
      .slice(0, -1);
    return lines.map((line, index) => ({ n: index + 1, line }));
  }

  /** Adds what the store has beyond what is here. @throws StoreError `store.full` */
  add(id: string, lines: readonly Line[]): void {
    try {
      makeFolder(this.#folder);
      const whole = Buffer.byteLength(
        this.lines(id)
          .map(({ line }) => `${line}\n`)
          .join(''),
        'utf8',
      );
      const file = openSync(this.#path(id), whole === 0 ? 'w' : 'r+', 0o600);
      try {
        // Half a line, which a crash left: its append never returned.
        ftruncateSync(file, whole);
        const bytes = Buffer.from(lines.map(({ line }) => `${line}\n`).join(''), 'utf8');
        for (let done = 0; done < bytes.length;)
          done += writeSync(file, bytes, done, bytes.length - done, whole + done);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      throw new StoreError('store.full', `the journal ${this.#path(id)} cannot be written`, { cause });
    }
  }

  /** Keeps it, where nothing takes it for a session. Gives its file. @throws StoreError `store.full` */
  setAside(id: string): string {
    const kept = `${this.#path(id)}.${randomBytes(3).toString('hex')}.aside`;
    try {
      whenFree(() => {
        renameSync(this.#path(id), kept);
      });
      return kept;
    } catch (cause) {
      throw new StoreError('store.full', `the journal ${this.#path(id)} cannot be set aside`, { cause });
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.jsonl`);
  }
}

/** As the journal wrote it; empty for what is no line of a journal. */
export function checksumIn(line: string): string {
  return /"sum":"([0-9a-f]{16})"\}$/.exec(line)?.[1] ?? '';
}
