import type { SessionTarget } from './events.js';
import type { SessionStore } from './store.js';

/** What a step finds where a card payment did not get through to its bank. */
const BANK_TROUBLE: readonly string[] = ['terminal.bank-unreachable', 'terminal.outage', 'payment.declined'];

/** An hour's calls are fewer. */
const SESSIONS_MOST = 100;

/** The hosts whose terminals did not get a payment through to the bank since an instant. Practice is left out. @throws StoreError */
export function readTroubledHosts(store: SessionStore, since: number): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const entries of store.recent(SESSIONS_MOST, ['session.opened', 'target.changed', 'step.ended'])) {
    let target: SessionTarget | undefined;
    for (const { at, event } of entries) {
      if (event.type === 'session.opened' && event.sandbox) break;
      if (event.type === 'session.opened' || event.type === 'target.changed') target = event.target;
      if (event.type !== 'step.ended' || !target || Date.parse(at) < since) continue;
      if (event.codes.some((code) => BANK_TROUBLE.includes(code))) hosts.add(target.host);
    }
  }
  return hosts;
}
