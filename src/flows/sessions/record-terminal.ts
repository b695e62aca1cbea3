import { identityOf } from '../../connection/identity.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { SessionTarget } from '../../session/events.js';
import { confirmedTerminal } from '../../session/queries.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';

/** A target as the journal has it. */
export function sessionTarget({ host, posxml, log }: Target): SessionTarget {
  return { host, posxmlPort: posxml?.port, logPort: log?.port };
}

/**
 * The clinic's address may be another than the session has. Where its terminal is known, it is that terminal's only once
 * that one has answered there.
 * @param answered the terminal that has named itself at the address
 */
export function recordTarget(session: SessionWriter, target: Target, answered?: string): void {
  const confirmed = confirmedTerminal(session.state);
  if (confirmed !== undefined && answered !== confirmed) return;
  const [known, now] = [session.state.target, sessionTarget(target)];
  if (known.host === now.host && known.posxmlPort === now.posxmlPort && known.logPort === now.logPort) return;
  session.record({ type: 'target.changed', target: now });
}

/** Who answered, for the session; a terminal that does not name itself is not recorded. */
export function recordIdentity(session: SessionWriter, facts: Facts): void {
  const own = posxmlOf(facts);
  const { terminalId, ownerName } = identityOf(own?.parameters);
  if (terminalId === undefined) return;
  const localIpAddress = own?.parameters?.LocalIPAddress?.trim() ?? '';
  session.record({
    type: 'terminal.identified',
    terminalId,
    ownerName,
    version: own?.version,
    ...(localIpAddress !== '' && { localIpAddress }),
  });
}
