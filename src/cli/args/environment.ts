import { BANK_IDS } from '../../model/catalog.js';

/** `--card-timeout` is also `TERMINAL_CARD_TIMEOUT`. */
export function environmentName(flag: string): string {
  return `TERMINAL_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What the program reads from the environment beside TERMINAL_<FLAG>; `terminal help environment` tells it. */
export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ['TERMINAL_CLIENT_ID', "the cloud's credentials: the client's id"],
  ['TERMINAL_CLIENT_SECRET', 'and its secret, for which there is no flag'],
  ['TERMINAL_HOME', 'the folder of the records, instead of the one in: terminal help files'],
  ['TERMINAL_AGENT', "who is at work, kept with each session; instead of the name of this computer's user"],
  ['TERMINAL_KEYRING', "off: the system's key store is left alone, and login keeps the credentials in a private file"],
  [
    'TERMINAL_BANK_LINES',
    `the banks' telephone lines for merchants, named where money is open: ${BANK_IDS.map((id) => `${id}=…`).join(', ')}`,
  ],
  [
    'TERMINAL_CONTROL_MUST_NOT_ANSWER',
    'host:port, host:port: where nobody lives, tried before an open port counts; empty tries none',
  ],
  ['TERMINAL_CONTROL_MUST_ANSWER', 'host:port, host:port: hosts that are up, tried where nothing accepts'],
  [
    'TERMINAL_CONTROL_STRANGER',
    'a proxy at a place that no clinic lets in: where it reaches a terminal, so does everyone',
  ],
  ['HTTPS_PROXY, NO_PROXY', 'the proxy to the cloud; a terminal is only reached through --via'],
  [
    'NODE_EXTRA_CA_CERTS',
    "a PEM file of further authorities for the cloud's certificate, such as that of an inspecting proxy",
  ],
  ['ACCESSIBLE', '1: nothing is redrawn, choices are numbered, words stand for signs; the same as --accessible'],
  ['NO_COLOR, TERM=dumb', 'no colour'],
  ['CI', 'nothing is asked'],
];
