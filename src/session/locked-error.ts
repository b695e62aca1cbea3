import { formatInstant } from '../text/format-instant.js';

export interface Holder {
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
  readonly session: string;
  /** Who is at work; programs of former versions do not tell. */
  readonly agent?: string;
}

/** Another program of this machine is at work on the terminal. */
export class LockedError extends Error {
  readonly holder: Holder | undefined;
  constructor(what: string, holder: Holder | undefined) {
    super(`${what} is in use by ${holder ? holderWords(holder) : 'another process'}`);
    this.holder = holder;
  }
}

/** Who has a lease of the team's, in the store's words. */
export interface Holding {
  /** The terminal or the session, for people. */
  readonly called: string;
  readonly agent: string;
  readonly machine: string;
  /** ISO 8601, UTC, by the store's clock. */
  readonly since: string;
  /** Empty for work that keeps none. */
  readonly session: string;
}

/** Another agent of the team is at work on the terminal, or on the session. */
export class TakenError extends LockedError {
  /** Seconds until it may be taken over by consent. */
  readonly takeOverInS: number;
  constructor(holding: Holding, takeOverInS: number) {
    super(holding.called, undefined);
    this.message = takenWords(holding);
    this.takeOverInS = takeOverInS;
  }
}

/** `terminal JT100001 is in use by mari on maris-laptop since today 14:05 (session 20261130-abcde)` */
export function takenWords({ called, agent, machine, since, session }: Holding): string {
  const where = session === '' || called.endsWith(session) ? '' : ` (session ${session})`;
  return `${called} is in use by ${agent} on ${machine} since ${formatInstant(Date.parse(since), Date.now())}${where}`;
}

/** `Mari since today 14:05 (process 4711, terminal onboard)` */
function holderWords({ pid, since, command, agent }: Holder): string {
  const at = formatInstant(Date.parse(since), Date.now());
  const program = `process ${String(pid)}`;
  return agent === undefined
    ? `${program} (terminal ${command}) since ${at}`
    : `${agent} since ${at} (${program}, terminal ${command})`;
}
