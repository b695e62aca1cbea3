import { safeExcerpt } from '../text/safe-excerpt.js';
import type { Holder } from './locked-error.js';

/** Characters. */
const AGENT_MOST = 40;

const SINCE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const COMMAND = /^[a-z]{1,20}(?: [a-z]{1,20})?$/;
const SESSION = /^[A-Za-z0-9-]{0,64}$/;

/** Who holds a lock, by its own words, which may be anybody's; undefined for what this program would not say. */
export function readHolder(text: string): Holder | undefined {
  try {
    const { pid, since, command, session = '', agent } = JSON.parse(text) as Record<string, unknown>;
    const isOurs =
      Number.isSafeInteger(pid) &&
      (pid as number) > 1 &&
      fits(since, SINCE) &&
      fits(command, COMMAND) &&
      fits(session, SESSION) &&
      (agent === undefined || typeof agent === 'string');
    if (!isOurs) return undefined;
    const named = typeof agent === 'string' ? { agent: safeExcerpt(agent, AGENT_MOST) } : {};
    return { pid, since, command, session, ...named } as Holder;
  } catch {
    return undefined;
  }
}

function fits(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
