import { BANK_IDS } from '../../model/catalog.js';

/** `--card-timeout` is also `TERMINAL_CARD_TIMEOUT`. */
export function environmentName(flag: string): string {
  return `TERMINAL_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What the program reads from the environment beside TERMINAL_<FLAG>; `terminal help environment` tells it. */
export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ['TERMINAL_CLIENT_ID', 'the client ID of the cloud credentials'],
  ['TERMINAL_CLIENT_SECRET', 'the client secret of the cloud credentials; there is no flag for it'],
  ['TERMINAL_HOME', 'the folder for session files and settings, instead of the one in: terminal help files'],
  ['TERMINAL_STORE', "the team's PostgreSQL, postgresql://host/database; nothing: this computer's folder alone"],
  [
    'PGUSER, PGPASSFILE, PGPASSWORD, PGSSLROOTCERT',
    "who logs in to the team's PostgreSQL, and the CA of its certificate; also PGHOST, PGPORT, PGSSLMODE, PGSSLCERT and PGSSLKEY",
  ],
  ['TERMINAL_AGENT', "who is at work, kept with each session; instead of the name of this computer's user"],
  ['TERMINAL_KEYRING', "off: do not use the system's credential store; login saves the credentials in a private file"],
  [
    'TERMINAL_BANK_LINES',
    `the banks' telephone lines for merchants, shown while money is open: ${BANK_IDS.map((id) => `${id}=…`).join(', ')}`,
  ],
  [
    'TERMINAL_CONTROL_MUST_NOT_ANSWER',
    'host:port, host:port: unused addresses, tried before an open port counts; empty: none',
  ],
  ['TERMINAL_CONTROL_MUST_ANSWER', 'host:port, host:port: hosts that are up, tried when no port accepts a connection'],
  [
    'TERMINAL_CONTROL_STRANGER',
    'a proxy on a network that no clinic lets in: a terminal that it reaches is open to everyone',
  ],
  ['HTTPS_PROXY, NO_PROXY', 'the proxy to the cloud; terminals are reached through --via only'],
  [
    'NODE_EXTRA_CA_CERTS',
    "a PEM file with more CAs for the cloud's certificate, such as the CA of an inspecting proxy",
  ],
  ['ACCESSIBLE', '1: no redrawing, numbered choices, no symbols; the same as --accessible'],
  ['NO_COLOR, TERM=dumb', 'no colour'],
  ['CI', 'do not ask'],
];
