import type { Settings } from '../../cli/args/settings.js';
import { agentCalled } from '../../session/agent-name.js';

/** Who is at work: what `TERMINAL_AGENT` says, else the name of the user of this computer. */
export function agentName({ get }: Settings): string {
  return agentCalled(get('agent'));
}
