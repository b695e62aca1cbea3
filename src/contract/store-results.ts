/** A terminal or a session that an agent is at work on. */
export interface LeaseResult {
  readonly what: string;
  readonly agent: string;
  readonly computer: string;
  readonly session: string;
  /** UTC, by the store's clock. */
  readonly since: string;
  readonly lastSeen: string;
}

export interface StoreStatusResult {
  readonly store: string;
  /** Of PostgreSQL. */
  readonly server: string;
  /** Of the schema. */
  readonly version: number;
  readonly sessions: number;
  readonly openMoney: number;
  /** How much this computer's clock is ahead of the store's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly atWork: readonly LeaseResult[];
  /** Sessions of this computer of which the store lacks something. */
  readonly unpushed: readonly string[];
}
