import type { TerminalFault } from './faults.js';
import type { Encoding } from './letters.js';

/** How it behaves on TCP and HTTP. */
export interface TransportSettings {
  /** The address to listen on. Read at the start. */
  host: string;
  /** 0 takes a free port. Read at the start. */
  posxmlPort: number;
  /** 0 takes a free port. Read at the start. */
  logPort: number;
  /** Each port takes one open file until it is first shut, which takes a moment longer then; else three. Read at the start. */
  fewFiles: boolean;
  /** `closed`: XML mode is off, connections to the PosXML port are refused. Read at the start and after a restart. */
  posxmlForm: 'open' | 'closed';
  /** The PosXML port takes so many connections after each start, and refuses all others. */
  posxmlConnections: number | undefined;
  /** The same of the log port. */
  logConnections: number | undefined;
  /** True: closes after its reply. False: stays open until the client closes. Both exist. */
  xmlSessionMode: boolean;
  /** Likely the first; the posxml documents show the second. */
  statusLine: 'HTTP/1.0 200 OK' | 'http/1.0 200 ok' | 'HTTP/1.0 200' | 'HTTP/1.1 200 OK';
  /** Unknown: a blank line before the status line. */
  leadingBlankLine: boolean;
  /** Unknown: line ends of the HTTP head. */
  lineEnd: '\r\n' | '\n';
  /** Unknown; `absent` and `too-long` are told by the end of the document, or of the connection. */
  contentLength: 'present' | 'absent' | 'too-long';
  /** Unknown: a signal of a serial line, ENQ or ACK, that stands before the reply, or comes before the question. */
  straySignal: 'none' | 'ENQ' | 'ACK' | 'ENQ-on-connect';
  /** White space around the document. */
  documentPadding: boolean;
  /** Blanks after the value of each field. */
  fieldPadding: boolean;
  /** Likely UTF-8 alone; the vendor's own tool can write another. */
  encoding: Encoding;
  /**
   * Unknown: where it says which that is. `declared`: in the XML declaration, while the head says UTF-8. `head`: in the
   * HTTP head alone. `falsely`: both say UTF-8, whatever it is.
   */
  encodingTold: 'declared' | 'head' | 'nowhere' | 'falsely';
  /** Unknown: whether `&`, `<` and `>` in names are escaped. `none`: they are written as they are. */
  escaping: 'all' | 'none';
  /** Replies leave in pieces of so many bytes, so many milliseconds apart. */
  drip: { readonly bytes: number; readonly everyMs: number } | undefined;
  /** Unknown: what port 5551 does. `closed` is read at the start and after a restart. */
  logForm: 'silent' | 'text' | 'text-on-connect' | 'text-now-and-then' | 'closed' | 'closes-at-once';
  /** Whether the log is switched on, as 7.x tells in its parameters; `off` closes port 5551. Read at the start and after a restart. */
  logging: 'untold' | 'on' | 'off';
  /** Milliseconds in which a whole request has to come; then the connection is dropped. */
  idleMs: number;
  /** What the network or the terminal does wrong, each at its own moment. */
  faults: readonly TerminalFault[];
}
