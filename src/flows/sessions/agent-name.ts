import { userInfo } from 'node:os';
import type { Settings } from '../../cli/args/settings.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

const LONGEST = 40;

/** Who is at work: what `TERMINAL_AGENT` says, else the name of the user of this computer. */
export function agentName({ get }: Settings): string {
  const set = get('agent')?.trim() ?? '';
  return safeExcerpt(set === '' ? userName() : set, LONGEST);
}

/** A container may have a user without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
