import { EXIT } from '../contract/exit.js';
import { openPayment } from './reduce.js';
import type { SessionState } from './reduce.js';

export type SessionStatus = 'money-open' | 'unfinished' | 'failed' | 'done' | 'closed';

/** Where a call stands. */
export function statusOf(state: SessionState): SessionStatus {
  if (openPayment(state)) return 'money-open';
  if (state.ended) return 'closed';
  if (state.exitCode === undefined) return 'unfinished';
  return state.exitCode === EXIT.done ? 'done' : 'failed';
}

/** Whether something is still to be done with it. */
export function isLeft(state: SessionState): boolean {
  const status = statusOf(state);
  return status !== 'done' && status !== 'closed';
}
