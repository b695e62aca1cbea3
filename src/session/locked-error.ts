export interface Holder {
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly command: string;
  readonly session: string;
}

/** Another program of this machine is at work on the terminal. */
export class LockedError extends Error {
  readonly holder: Holder | undefined;
  constructor(what: string, holder: Holder | undefined) {
    const by = holder
      ? `by process ${String(holder.pid)} (${holder.command}) since ${holder.since}`
      : 'by another process';
    super(`${what} is in use ${by}`);
    this.holder = holder;
  }
}
