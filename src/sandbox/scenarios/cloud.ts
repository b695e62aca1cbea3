import type { Writable } from '../cloud/serializer.js';
import type { Outside } from '../rules.js';
import type { VirtualTerminal } from '../terminal/virtual-terminal.js';
import type { Scenario } from './scenario.js';

function addressOf({ host, posxmlPort, logPort }: Outside): Partial<Writable> {
  return { host, posxml_port: posxmlPort, log_port: logPort };
}

function idOf({ settings }: VirtualTerminal): Partial<Writable> {
  return { terminal_id: settings.terminalId };
}

const WORKING = { status: 'active', last_test_outcome: 'returned', protocol_version: '7.1.0' } as const;

/** What the cloud knows already. */
export const CLOUD_SCENARIOS: readonly Scenario[] = [
  {
    name: 'already-registered',
    shows: 'the cloud has these ports for another desk',
    registered: (_, outside) => ({ ...WORKING, ...addressOf(outside), terminal_id: 'NB000001', name: 'Back desk' }),
  },
  {
    name: 'moved',
    shows: "the cloud has the terminal at another address: the clinic's address is not fixed",
    registered: (terminal, outside) => ({
      ...WORKING,
      ...addressOf(outside),
      ...idOf(terminal),
      host: '127.0.0.2',
      name: 'Practice desk',
    }),
  },
  {
    name: 'registered-before',
    shows: 'the onboarding was done before: nothing to change',
    registered: (terminal, outside) => ({
      ...WORKING,
      ...addressOf(outside),
      ...idOf(terminal),
      name: 'Practice desk',
    }),
  },
  {
    name: 'cloud-read-only',
    shows: 'the cloud’s terminals can only be read: a person enters this one, and it is looked for',
    deployment: 'read-only',
    entered: ({ settings }, { host, posxmlPort }) => ({
      id: 1,
      title: 'Practice desk',
      ip_address: host,
      port: String(posxmlPort),
      tid: settings.terminalId,
    }),
  },
  {
    name: 'cloud-without-terminals',
    shows: 'the cloud has no terminals in its API, to write or to read',
    deployment: 'none',
  },
];
