import type { CommandContext } from '../../cli/command/context.js';
import type { Target } from '../../model/endpoint.js';
import type { Lock } from '../../session/lock.js';
import type { LockSubject } from '../../session/store.js';
import { agentName } from './agent-name.js';
import { dialledPlace } from './with-session.js';

/**
 * Work on a terminal that keeps no session and is irrevocable: it holds the team's leases meanwhile, so that no other
 * agent works there. Without a team there is no other agent.
 * @throws LockedError, StoreError
 */
export async function holdingTeamsTerminal<T>(
  target: Target,
  terminalId: string | undefined,
  command: string,
  { store, settings, resolver, interrupt }: CommandContext,
  body: () => Promise<T>,
): Promise<T> {
  if ((settings.get('store') ?? '') === '') return body();
  const [team, agent, address] = [await store(), agentName(settings), await dialledPlace(target, resolver)];
  const subjects: readonly LockSubject[] = [
    { kind: 'address', address },
    ...(terminalId === undefined ? [] : [{ kind: 'terminal', terminalId } as const]),
  ];
  const held: Lock[] = [];
  try {
    for (const subject of subjects)
      held.push(await team.lock(subject, { command, session: '', agent, stop: interrupt.signal }));
    return await body();
  } finally {
    for (const one of held.reverse()) await one.release();
  }
}
