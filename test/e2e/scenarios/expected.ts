import type { Scenario } from '../../../src/sandbox/scenarios/scenario.js';

/** What the program must find in a scenario, and nothing else. */
interface Expected {
  /** The codes that `probe` finds, in order: they stand with the scenario. */
  readonly probe: readonly string[];
  readonly exit: number;
  /** What the summaries must say of the evidence. */
  readonly seen?: RegExp;
  /** The codes that `check` finds; by default none. */
  readonly check?: readonly string[];
  readonly checkExit?: number;
  /** Where the default of the test is too short for the scenario to show. */
  readonly timeout?: string;
}

/** Reachable, and no usable terminal, wherever anything is found and the table below says nothing else. */
export function expectedOf({ name, finds = [] }: Scenario): Expected {
  return { exit: finds.length > 0 ? 5 : 0, ...SPECIAL[name], probe: finds };
}

const LOG_CLOSED = { check: ['ports.log-closed'], checkExit: 3 };

export const SPECIAL: Readonly<Record<string, Partial<Omit<Expected, 'probe'>>>> = {
  busy: { seen: /busy \(32779: .*\), and still so after \d s/ },
  'busy-then-free': { timeout: '15s' },
  'busy-out-of-sequence': { seen: /busy \(32775: / },
  stuck: { seen: /did not answer for \d+ ms/ },
  'card-left-in': { exit: 0 },
  'reader-broken': { seen: /cannot tell whether it holds a card/ },
  'pre-authorisations': { exit: 0, seen: /: 2\.$/ },
  'clock-wrong': { exit: 0, seen: /60 minutes behind .*: summer time/ },
  'clock-years-behind': { exit: 0, seen: /3650 days behind/ },
  'version-unknown': { seen: /7\.1\.0, 7\.2\.0 and 6\.0\.2/ },
  'posxml-disabled': { seen: /32783/ },
  'other-currency': { seen: /SEK/ },
  'no-way-to-bank': { seen: /32772/ },
  'reader-fails': { seen: /32785/ },
  'technical-error': { seen: /32774/ },
  'our-own-mistake': { seen: /answered 32771: .*a bug in terminal/ },
  'log-closed': { exit: 0, ...LOG_CLOSED },
  'posxml-closed': { exit: 3, check: ['ports.posxml-closed'], checkExit: 3 },
  'both-closed': { exit: 3, check: ['network.refused'], checkExit: 3 },
  'logging-off': { exit: 0, ...LOG_CLOSED },
  'log-dropped': { exit: 0, ...LOG_CLOSED, seen: /does not answer, while/ },
  'posxml-dropped': { exit: 3, seen: /does not answer, while/, check: ['ports.posxml-closed'], checkExit: 3 },
  'both-dropped': { exit: 3, seen: /^No answer from .*\(\d+ ms\)/, check: ['network.timeout'], checkExit: 3 },
  'same-port': { seen: /one terminal, SB000001/ },
  'same-port-slow': { seen: /one terminal, SB000001/, timeout: '5s' },
  'same-port-nameless': { seen: /may be one terminal or two/ },
  'two-terminals': { seen: /SB000001 and NB000001/ },
  'posxml-behind-log': {
    exit: 3,
    seen: /where PosXML answers instead of the log/,
    check: ['ports.posxml-closed'],
    checkExit: 3,
  },
  'router-page': { seen: /status 200, title "H298A/ },
  'router-login': { seen: /status 401, server "GoAhead-Webs"/ },
  redirect: { seen: /status 302/ },
  'hostile-page': { seen: /title "\\x1b\[2J\\u202e\\x00evil!+…", server "x\\x1b\]0;owned\\x07"/ },
  'router-page-behind-log': { seen: /title "H298A/ },
  tls: { seen: /a certificate for "router\.clinic\.example" and "fritz\.box"/ },
  'tls-closes': { seen: /a certificate for "nas\.clinic\.example"/ },
  'tls-resets-behind-log': { seen: /a certificate for "nas\.clinic\.example"/ },
  'late-greeting': { seen: /a remote screen \(VNC\)/ },
  'disk-behind-log': { seen: /a file server \(rsync\)/ },
  'chat-behind-log': { seen: /UNKNOWN_COMMAND/ },
  'broken-off': { seen: /cut off by a reset in the middle/ },
  'tls-page': { seen: /it asks for TLS/ },
  ssh: { seen: /"SSH-2\.0-dropbear_2022\.83"/ },
  'ssh-behind-log': { seen: /"SSH-2\.0-dropbear_2022\.83"/ },
  'printer-ipp': { seen: /CUPS/ },
  'printer-receipts': { seen: /ESC\/POS/ },
  'mail-server': { seen: /a mail server \(SMTP\)/ },
  ftp: { seen: /a file server \(FTP\)/ },
  camera: { seen: /a camera \(RTSP\)/ },
  telnet: { seen: /a remote console \(Telnet\)/ },
  'remote-screen': { seen: /a remote screen \(VNC\)/ },
  'large-replies-stall': { seen: /stopped after 536 bytes of a longer answer/ },
  'slow-line': { timeout: '10s' },
  'half-document': { seen: /cut off/ },
  garbage: { seen: /\\x00/ },
  echo: { seen: /an echo/ },
  'echo-behind-log': { seen: /an echo/ },
  drip: { seen: /status 200/ },
  neglected: { exit: 0, ...LOG_CLOSED },
  'card-clock-log': { exit: 0, ...LOG_CLOSED },
  'two-pages': { seen: /status 401, server "GoAhead-Webs"\) and \(status 200, title "H298A/ },
  'page-and-terminal': { seen: /PosXML answers at 127\.0\.0\.1:\d+ instead of the log/ },
  'busy-and-log-closed': { ...LOG_CLOSED },
};
