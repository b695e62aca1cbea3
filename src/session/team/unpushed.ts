import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../folder.js';

/** The sessions of this computer of which the store may lack the end: a file each, so that programs need not agree. */
export class Unpushed {
  readonly #folder: string;
  readonly #marked = new Set<string>();

  /** @param home the program's folder */
  constructor(home: string) {
    this.#folder = join(home, 'unpushed');
  }

  ids(): readonly string[] {
    try {
      return readdirSync(this.#folder).sort();
    } catch {
      return [];
    }
  }

  /** Before its next event is written. */
  mark(id: string): void {
    if (this.#marked.has(id)) return;
    makeFolder(this.#folder);
    writeFileSync(join(this.#folder, id), '');
    this.#marked.add(id);
  }

  clear(id: string): void {
    rmSync(join(this.#folder, id), { force: true });
    this.#marked.delete(id);
  }
}
