import { userInfo } from 'node:os';
import { safeExcerpt } from '../text/safe-excerpt.js';

const LONGEST = 40;

/** Who is at work: what is set, else the name of the user of this computer. @param set of `TERMINAL_AGENT` */
export function agentCalled(set: string | undefined): string {
  const name = set?.trim() ?? '';
  return safeExcerpt(name === '' ? userName() : name, LONGEST);
}

/** A container may have a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
