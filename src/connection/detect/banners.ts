import type { ServiceFacts } from '../../model/facts.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { latin1Text } from '../http/head.js';
import { isSignal } from './signals.js';

const LOOKED_AT = 512;
const SHORT = 80;

/** Services that are known by what they say first, unasked or in answer. */
export function bannerKind(bytes: Uint8Array): ServiceFacts | undefined {
  if (bytes.length > 0 && isSignal(bytes)) return { kind: 'dials-out' };
  const text = latin1Text(bytes.subarray(0, LOOKED_AT));
  if (/^(?:[^\r\n]{0,200}\r?\n){0,4}SSH-\d/.test(text))
    return { kind: 'ssh', banner: safeExcerpt(/SSH-[^\r\n]*/.exec(text)?.[0] ?? '', SHORT) };
  const [type = 0, major] = bytes;
  if (type >= 0x14 && type <= 0x17 && major === 0x03) return { kind: 'tls', detail: tlsDetail(bytes) };
  // "Universal exit" and the prefix of every PJL command (HP Printer Job Language Technical Reference).
  if (text.includes('@PJL') || text.startsWith('\u001b%-12345X'))
    return { kind: 'printer', detail: 'it speaks PJL, as network printers do' };
  const detail = NAMED.find(([pattern]) => pattern.test(text))?.[1];
  return detail === undefined
    ? undefined
    : { kind: 'other', detail, excerpt: safeExcerpt(bytes.subarray(0, LOOKED_AT), SHORT) };
}

/** So plain a sign of another protocol that no log line would begin like it. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^220[ -][^\r\n]{0,200}\bE?SMTP\b/i, 'a mail server (SMTP)'],
  [/^220[ -][^\r\n]{0,200}FTP/i, 'a file server (FTP)'],
  [/^220[ -][^\r\n]{0,200}\bdictd?\b/i, 'a dictionary (DICT)'],
  [/^20[01][ -][^\r\n]{0,200}\b(?:NNTP|news)/i, 'a news server (NNTP)'],
  // Lines of one and the same code that greets or turns away (RFC 959, RFC 5321, RFC 3977).
  [
    /^(120|20[01]|220|400|421|530|554)[ -][^\r\n]*\r?\n(?:\1[ -][^\r\n]*\r?\n)*$/,
    'a server with numbered greetings (FTP, mail or news)',
  ],
  [/^\+OK\b/i, 'a mail server (POP3)'],
  [/^\* (?:OK|PREAUTH|BYE)\b/i, 'a mail server (IMAP)'],
  [/^"IMPLEMENTATION" "/, 'a mail filter (ManageSieve)'],
  [/^@RSYNCD: /, 'a file server (rsync)'],
  [/^\( success \( /, 'a file server (Subversion)'],
  [/^NBDMAGIC/, 'a network disk (NBD)'],
  [/^[\s\S]{4}[\u00ff\u00fe]SMB/, 'a file server (SMB)'],
  [/^OK MPD \d/, 'a music player (MPD)'],
  [/^RFB \d{3}\.\d{3}\n/, 'a remote screen (VNC)'],
  [/^\u0003\0\0[\s\S]/, 'a remote screen (RDP)'],
  [/^RTSP\/\d\.\d \d{3}/, 'a camera (RTSP)'],
  [/^SIP\/\d\.\d \d{3}/, 'a telephone (SIP)'],
  [/^Asterisk Call Manager\//, 'a telephone exchange (Asterisk)'],
  [/^(?::\S+ (?:NOTICE|\d{3})\b|NOTICE (?:AUTH|\*) :|ERROR :)/, 'a chat server (IRC)'],
  [/^(?:<\?xml[^>]{0,100}>\s*)?<stream:(?:stream|error)\b/, 'a chat server (XMPP)'],
  [/^[\s\S]\0\0\0(?:\n\d+\.\d+|\u00ff[\s\S]{2}Host )/, 'a database (MySQL)'],
  [/^E\0\0[\s\S]{2}S(?:FATAL|ERROR)/, 'a database (PostgreSQL)'],
  [/^-(?:ERR|DENIED|NOAUTH)\b/, 'a database (Redis)'],
  [/^AMQP[\0-\u0009]/, 'a message queue (AMQP)'],
  [/^# munin node at /, 'a monitoring agent (Munin)'],
  [/^\{"class":"VERSION"/, 'a satellite receiver (gpsd)'],
  // IAC, then WILL, WONT, DO or DONT (RFC 854).
  [/^\u00ff[\u00fb-\u00fe]/, 'a remote console (Telnet)'],
];

const ALERTS: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  22: 'record_overflow',
  40: 'handshake_failure',
  50: 'decode_error',
  70: 'protocol_version',
  80: 'internal_error',
};

/** TLS record: type, version (2), length (2), then for an alert its level and its description (RFC 8446, section 6). */
function tlsDetail(bytes: Uint8Array): string {
  const description = bytes[6];
  if (bytes[0] !== 0x15 || description === undefined) return 'a TLS record';
  return `a TLS alert, ${ALERTS[description] ?? String(description)}`;
}
