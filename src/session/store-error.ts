export type StoreErrorCode = 'store.unreadable' | 'store.newer' | 'store.full' | 'usage.unknown-session';

/** The store cannot be read or written; nothing in it was changed. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
