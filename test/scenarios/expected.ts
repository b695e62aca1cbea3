/** What the program must find in a scenario, and nothing else. */
export interface Expected {
  /** The codes that `probe` finds, in order. */
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

const FINE: Expected = { probe: [], exit: 0 };
const warns = (...probe: readonly string[]): Expected => ({ probe, exit: 0 });
const fails = (code: string, seen?: RegExp, ...more: readonly string[]): Expected => ({ probe: [code, ...more], exit: 5, ...(seen && { seen }) });
const logClosed = (expected: Expected): Expected => ({ ...expected, check: ['ports.log-closed'], checkExit: 3 });

export const EXPECTED: Readonly<Record<string, Expected>> = {
  healthy: FINE,
  'declined-then-approved': FINE,
  'no-card': FINE,
  'red-key': FINE,
  'wrong-card': FINE,
  'bank-unreachable': FINE,
  'minimum-amount': FINE,
  'no-paper': FINE,
  'reply-lost': FINE,
  'sale-goes-silent': FINE,
  'reversal-reply-lost': FINE,

  busy: fails('posxml.busy', /answered 32779: .*, and still so after [12] s/),
  'busy-then-free': { ...FINE, timeout: '5s' },
  'busy-out-of-sequence': fails('posxml.busy', /answered 32775/),
  'busy-silent': fails('service.silent'),
  'busy-breaks-off': fails('network.reset'),
  stuck: fails('service.silent', /said nothing for \d+ ms/),
  'card-left-in': warns('terminal.card-in-reader'),
  'reader-broken': fails('terminal.reader', /does not know whether a card is in it/),
  'reversal-active': fails('terminal.reversal-active'),
  'unsent-batch': FINE,
  'pre-authorisations': { ...warns('terminal.pre-authorisations'), seen: /: 2\.$/ },
  'clock-wrong': { ...warns('terminal.clock'), seen: /60 minutes behind .*: an hour/ },
  'clock-nearly-right': FINE,
  'clock-years-behind': { ...warns('terminal.clock'), seen: /3650 days behind/ },
  'version-6': FINE,
  'version-unknown': fails('posxml.version', /7\.1\.0, 7\.2\.0 and 6\.0\.2/),
  'posxml-disabled': fails('posxml.disabled', /32783/),
  'other-currency': fails('terminal.currency', /SEK/),
  'no-way-to-bank': fails('terminal.bank-unreachable', /32772/),
  'reader-fails': fails('terminal.reader', /32785/),
  'technical-error': fails('posxml.rejected', /32774/),
  'our-own-mistake': fails('posxml.rejected', /32771.*defect of ours/),
  'other-clinic': FINE,

  'log-closed': logClosed(warns('ports.log-closed')),
  'posxml-closed': { probe: ['ports.posxml-closed'], exit: 3, check: ['ports.posxml-closed'], checkExit: 3 },
  'both-closed': { probe: ['network.refused'], exit: 3, check: ['network.refused'], checkExit: 3 },
  'log-dropped': { ...logClosed(warns('ports.log-closed')), seen: /does not answer, while/ },
  'posxml-dropped': { probe: ['ports.posxml-closed'], exit: 3, seen: /does not answer, while/, check: ['ports.posxml-closed'], checkExit: 3 },
  'both-dropped': { probe: ['network.timeout'], exit: 3, seen: /did not answer within \d+ ms/, check: ['network.timeout'], checkExit: 3 },
  'both-silent': fails('service.silent'),
  swapped: fails('ports.swapped'),
  'swapped-log-speaks': fails('ports.swapped'),
  'same-port': fails('ports.same-port', /one terminal, SB000001/),
  'same-port-slow': { ...fails('ports.same-port', /one terminal, SB000001/), timeout: '5s' },
  'same-port-nameless': fails('ports.same-port', /could not be told/),
  'two-terminals': fails('ports.two-terminals', /SB000001 and NB000001/),
  'two-terminals-log': FINE,
  'two-terminals-swapped': fails('ports.swapped'),
  'log-alone': fails('service.silent'),
  'posxml-behind-log': { probe: ['ports.posxml-closed'], exit: 3, seen: /where PosXML answers although the log belongs there/, check: ['ports.posxml-closed'], checkExit: 3 },

  'router-page': fails('service.http', /status 200, title "H298A/),
  'router-login': fails('service.http', /status 401, server "GoAhead-Webs"/),
  redirect: fails('service.http', /status 302/),
  'hostile-page': fails('service.http', /title "\\x1b\[2J\\u202e\\x00evil!+…", server "x\\x1b\]0;owned\\x07"/),
  'router-page-behind-log': fails('service.http', /title "H298A/),
  tls: fails('service.tls', /a certificate for "router\.clinic\.example" and "fritz\.box"/),
  'tls-page': fails('service.tls', /it asks for TLS/),
  ssh: fails('service.ssh', /"SSH-2\.0-dropbear_2022\.83"/),
  'ssh-behind-log': fails('service.ssh', /"SSH-2\.0-dropbear_2022\.83"/),
  printer: fails('service.silent'),
  'printer-ipp': fails('service.printer', /CUPS/),
  'printer-receipts': fails('service.printer', /ESC\/POS/),
  'mail-server': fails('service.other', /a mail server \(SMTP\)/),
  ftp: fails('service.other', /a file server \(FTP\)/),
  camera: fails('service.other', /a camera \(RTSP\)/),
  telnet: fails('service.other', /a remote console \(Telnet\)/),
  'remote-screen': fails('service.other', /a remote screen \(VNC\)/),

  'till-connected': fails('service.closes'),
  'closes-at-once': fails('service.closes'),
  'closes-on-data': fails('service.closes'),
  'resets-at-once': fails('network.reset'),
  'resets-on-data': fails('network.reset'),
  'large-replies-stall': fails('network.stalls', /stopped after 536 bytes of a larger answer/),
  intermittent: FINE,
  'slow-line': { ...FINE, timeout: '5s' },
  'half-document': fails('service.garbled', /cut off/),
  garbled: fails('service.garbled'),
  garbage: fails('service.other', /\\x00/),
  echo: fails('service.other', /an echo/),
  'echo-behind-log': fails('service.other', /an echo/),
  drip: fails('service.http', /status 200/),

  'already-registered': FINE,
  moved: FINE,
  'registered-before': FINE,

  neglected: logClosed(warns('ports.log-closed', 'terminal.card-in-reader', 'terminal.pre-authorisations', 'terminal.clock')),
  'card-clock-log': logClosed(warns('ports.log-closed', 'terminal.card-in-reader', 'terminal.clock')),
  'same-port-card': fails('ports.same-port', undefined, 'terminal.card-in-reader'),
  'swapped-currency': fails('ports.swapped', undefined, 'terminal.currency'),
  'two-pages': fails('service.http', /status 401, server "GoAhead-Webs"\) and \(status 200, title "H298A/),
  'page-and-terminal': fails('service.http', /PosXML answers at 127\.0\.0\.1:\d+, where the log belongs/),
  'reversal-and-clock': fails('terminal.reversal-active', undefined, 'terminal.clock'),
  'busy-and-log-closed': logClosed(fails('posxml.busy', undefined, 'ports.log-closed')),
};
