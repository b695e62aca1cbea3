import type { Salvaged } from './salvage.js';

type StoreErrorCode =
  | 'store.unreadable'
  | 'store.newer'
  | 'store.full'
  | 'store.changed'
  | 'store.copy'
  | 'store.unavailable'
  | 'store.taken'
  | 'usage.unknown-session';

/** The store cannot be read or written; nothing in it was changed. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** The journal that it is about. */
  readonly path: string | undefined;
  /** What a journal that was read and cannot be relied on still proves. */
  readonly salvaged: Salvaged | undefined;
  constructor(
    code: StoreErrorCode,
    message: string,
    options: ErrorOptions & { readonly path?: string; readonly salvaged?: Salvaged } = {},
  ) {
    super(message, options);
    this.code = code;
    this.path = options.path;
    this.salvaged = options.salvaged;
  }
}
