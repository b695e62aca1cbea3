import { setImmediate } from 'node:timers/promises';
import type { Entry, SessionEvent, SessionTarget } from './events.js';
import type { SessionStore } from './store.js';

/** A terminal that named itself at an address, as a session of this machine has it. */
export interface Sighting {
  readonly terminalId: string;
  /** Its own address behind the router, where it told it. */
  readonly localIpAddress: string | undefined;
  readonly host: string;
  readonly posxmlPort: number | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Reading them comes after the look, and must not be felt; the one who was last seen before so many is as good as new. */
const SESSIONS_MOST = 500;

const TELLING: readonly SessionEvent['type'][] = ['session.opened', 'target.changed', 'terminal.identified'];

/** The terminals that this machine worked with, the latest first. Practice in the sandbox is left out. @throws StoreError */
export async function readKnownTerminals(store: SessionStore): Promise<readonly Sighting[]> {
  const seen: Sighting[] = [];
  for (const entries of store.recent(SESSIONS_MOST, TELLING)) {
    seen.push(...sightingsIn(entries));
    // Other terminals may be looked at meanwhile, and their time is measured.
    await setImmediate();
  }
  return seen.sort((one, other) => other.at - one.at);
}

function sightingsIn(entries: readonly Entry[]): readonly Sighting[] {
  const seen: Sighting[] = [];
  let target: SessionTarget | undefined;
  for (const { at, event } of entries) {
    if (event.type === 'session.opened' && event.sandbox) return [];
    if (event.type === 'session.opened' || event.type === 'target.changed') target = event.target;
    if (event.type !== 'terminal.identified' || !target) continue;
    const { terminalId, localIpAddress } = event;
    seen.push({ terminalId, localIpAddress, host: target.host, posxmlPort: target.posxmlPort, at: Date.parse(at) });
  }
  return seen;
}
