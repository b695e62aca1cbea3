import type { Answers, Entry, SessionEvent, SessionTarget } from './events.js';
import { isSandboxCloud } from './queries.js';
import type { SessionStore } from './store.js';

/** What was answered in a call, as its session has it. */
export interface EarlierCall {
  readonly target: SessionTarget;
  readonly answers: Answers;
  /** Everything was done: the desk is not waiting for another call. */
  readonly done: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** With a sandbox in another window: its answers are of no use but to that one. */
  readonly practice?: true;
}

/** An agent's calls of months; the one who called before so many is asked again. */
const SESSIONS_MOST = 200;

const TELLING: readonly SessionEvent['type'][] = ['session.opened', 'target.changed', 'answered', 'session.closed'];

/** The calls of this machine that had answers, the latest first. Practice in the sandbox is left out. @throws StoreError */
export function readEarlierCalls(store: SessionStore): readonly EarlierCall[] {
  const calls = [...store.recent(SESSIONS_MOST, TELLING)].map(callIn).filter((call) => call !== undefined);
  return calls.sort((one, other) => other.at.localeCompare(one.at));
}

function callIn(entries: readonly Entry[]): EarlierCall | undefined {
  let call: EarlierCall | undefined;
  for (const { at, event } of entries) {
    if (event.type === 'session.opened') {
      if (event.sandbox) return undefined;
      call = { target: event.target, answers: {}, done: false, at };
    } else if (call && event.type === 'target.changed') call = { ...call, target: event.target, at };
    else if (call && event.type === 'answered') call = { ...call, answers: { ...call.answers, ...event.answers }, at };
    else if (call && event.type === 'session.closed') call = { ...call, done: event.exitCode === 0, at };
  }
  if (!call || Object.keys(call.answers).length === 0) return undefined;
  return isSandboxCloud(call.answers.instance) ? { ...call, practice: true } : call;
}
