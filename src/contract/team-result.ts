/** A call as a team counts it. */
export interface TeamCall {
  readonly session: string;
  readonly agent: string | null;
  readonly clinic: string | null;
  readonly desk: string | null;
  readonly terminalId: string | null;
  readonly host: string;
  readonly posxmlPort: number | null;
  /** `money-open`, `unfinished`, `failed`, `done` or `closed`. */
  readonly stage: string;
  readonly openMoney: boolean;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  readonly changedAt: string;
  readonly bank: string | null;
  /** What was found in it, each once. */
  readonly codes: readonly string[];
  /** How often work on it came to an end. */
  readonly ends: number;
}

/** A call with open money, or one that a person is at work on. */
export interface CallNow {
  readonly session: string;
  readonly agent: string | null;
  readonly clinic: string | null;
  readonly desk: string | null;
  readonly terminalId: string | null;
  readonly target: string;
  /** UTC: when it changed last, or since when a person is at work on it. */
  readonly since: string;
}

interface Counts {
  readonly calls: number;
  readonly done: number;
  /** Of these, the ones that needed no second call. */
  readonly doneAtFirstCall: number;
}

/** How calls went. `medianMinutes`: of those that were done at the first call; null where there is none. */
export interface TeamResult extends Counts {
  readonly from: string;
  readonly until: string;
  readonly open: readonly CallNow[];
  readonly atWork: readonly CallNow[];
  readonly medianMinutes: number | null;
  /** `day`: in Estonia, such as 2026-11-25. */
  readonly days: readonly ({ readonly day: string } & Counts)[];
  /** The commonest first. */
  readonly findings: readonly { readonly code: string; readonly calls: number }[];
  /** By the alphabet. */
  readonly agents: readonly ({ readonly agent: string | null } & Counts)[];
  readonly banks: readonly ({ readonly bank: string | null } & Counts)[];
}
