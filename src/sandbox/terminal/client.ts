import type { TerminalQuestion } from '../../posxml/messages.js';

/** Who sent the request that is being served: it can go away at any moment. */
export interface Client {
  readonly gone: boolean;
  /** Called once, immediately if it has gone already; returns how to stop listening. */
  onGone(listener: () => void): () => void;
  /** Puts a question of the terminal's own to it; resolves when it has answered. */
  ask(question: TerminalQuestion, version: string): Promise<void>;
}

export class ConnectedClient implements Client {
  readonly ask: Client['ask'];
  readonly #listeners = new Set<() => void>();
  #gone = false;

  constructor(ask: Client['ask']) {
    this.ask = ask;
  }

  get gone(): boolean {
    return this.#gone;
  }

  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  onGone(listener: () => void): () => void {
    if (this.#gone) listener();
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
