import { SERVICES } from './services/index.js';
import type { ServiceName } from './services/index.js';
import { droppedPort } from './services/dropped.js';
import { forward } from './services/forward.js';
import { closedPort } from './services/nobody.js';
import { listen } from './services/service.js';
import type { Listening } from './services/service.js';
import type { VirtualTerminal } from './terminal/index.js';

/** What a rule leads to: a port of this terminal, of another one at the clinic, nobody (who refuses), nothing (what drops), or no terminal. */
export type Behind = 'posxml' | 'log' | 'other-posxml' | 'other-log' | 'nobody' | 'nothing' | ServiceName;

/** What lies behind each outside port; left out, it is the terminal's own port of that role. */
export interface Rules {
  readonly posxml?: Behind;
  readonly log?: Behind;
}

/** What the clinic says on the telephone. */
export interface Outside {
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number;
}

/** Whether these rules need a second terminal at the clinic. */
export function leadElsewhere({ posxml, log }: Rules): boolean {
  return [posxml, log].some((behind) => behind?.startsWith('other-'));
}

/** Opens what lies behind the rules that the terminal itself does not serve. `close` ends only that. */
export async function openOutside(terminal: VirtualTerminal, other: VirtualTerminal | undefined, rules: Rules): Promise<Outside & { close(): Promise<void> }> {
  const { host } = terminal;
  const opened: Listening[] = [];
  const open = async (opening: Promise<Listening>): Promise<number> => {
    const listening = await opening;
    opened.push(listening);
    return listening.port;
  };
  const ports: Readonly<Record<string, number | undefined>> = {
    posxml: terminal.posxmlPort,
    log: terminal.logPort,
    'other-posxml': other?.posxmlPort,
    'other-log': other?.logPort,
  };
  const lead = async (behind: Behind): Promise<number> => {
    const port = ports[behind];
    if (port !== undefined) return port;
    if (behind === 'nobody') return open(closedPort(host));
    return open(behind === 'nothing' ? droppedPort(host) : listen(host, SERVICES[behind as ServiceName]()));
  };
  const posxmlPort = await lead(rules.posxml ?? 'posxml');
  const logPort = await lead(rules.log ?? 'log');
  return {
    host,
    posxmlPort,
    // A router has one rule for each outside port, even if both lead to the same place.
    logPort: logPort === posxmlPort ? await open(listen(host, forward(host, logPort))) : logPort,
    close: async () => {
      await Promise.all(opened.map((listening) => listening.close()));
    },
  };
}
