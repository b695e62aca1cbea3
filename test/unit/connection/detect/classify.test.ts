import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyAnswer } from '../../../../src/connection/detect/classify.js';
import type { SeenAnswer } from '../../../../src/connection/detect/classify.js';
import { identityOf } from '../../../../src/connection/identity.js';
import { anyText } from '../../../support/any-text.js';
import { seeded } from '../../../support/seeded.js';
import { httpReply, STATUS } from '../hostile-server.js';

function seen(bytes: string | readonly number[], more: Partial<SeenAnswer> = {}): SeenAnswer {
  const held = typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes);
  return { bytes: held, received: held.length, ended: 'closed', ms: 12.4, ...more };
}

test.each<[name: string, seen: SeenAnswer, expected: object]>([
  ['nothing, open', seen('', { ended: 'open', ms: 5000.2 }), { kind: 'silent', waitedMs: 5000 }],
  ['nothing, FIN', seen(''), { kind: 'closes', afterMs: 12, reset: false }],
  ['nothing, RST', seen('', { ended: 'reset' }), { kind: 'closes', reset: true }],
  [
    'a router',
    seen('HTTP/1.1 401 Unauthorized\r\nServer: GoAhead\r\n\r\n<html><head><title>\n Router  login </title>'),
    { kind: 'http', status: 401, server: 'GoAhead', title: 'Router login' },
  ],
  ['a page with no head', seen('<!DOCTYPE html><title>x</title>'), { kind: 'http', status: undefined, title: 'x' }],
  [
    'a title with entities, of which none hides a control character',
    seen('HTTP/1.1 200 OK\r\n\r\n<title>Hub&nbsp;&middot; A&amp;B &#8211; &#x41; &unknown; &#27;[2J</title>'),
    { kind: 'http', title: 'Hub · A&B – A &unknown; \\x1b[2J' },
  ],
  ['a cut head', seen('HTTP/1.1 302 Fou'), { kind: 'http', status: 302 }],
  [
    'a hostile title',
    seen('HTTP/1.1 200 OK\r\n\r\n<title>\u001b[2J\u202ex</title>'),
    { kind: 'http', title: '\\x1b[2J\\u202ex' },
  ],
  [
    'a TLS alert',
    seen([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]),
    { kind: 'tls', detail: 'a TLS alert, handshake_failure' },
  ],
  ['a TLS handshake', seen([0x16, 0x03, 0x01, 0x00]), { kind: 'tls' }],
  [
    'nginx on its TLS port',
    seen('HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\nThe plain HTTP request was sent to HTTPS port'),
    { kind: 'tls' },
  ],
  ['SSH', seen('SSH-2.0-OpenSSH_9.6\r\nInvalid'), { kind: 'ssh', banner: 'SSH-2.0-OpenSSH_9.6' }],
  ['PJL', seen('\u001b%-12345X@PJL INFO STATUS'), { kind: 'printer' }],
  ['ESC/POS status', seen([0x16]), { kind: 'printer' }],
  ['IPP', seen('HTTP/1.1 400 Bad Request\r\nContent-Type: application/ipp\r\n\r\n'), { kind: 'printer' }],
  ['CUPS', seen('HTTP/1.1 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n\r\n'), { kind: 'printer' }],
  ['broken PosXML', seen(httpReply('<PosXML version="7.1.0"><A></B></PosXML>')), { kind: 'garbled' }],
  [
    'cut PosXML',
    seen(httpReply(STATUS).slice(0, 150)),
    { kind: 'garbled', detail: 'a PosXML document that is cut off' },
  ],
  ['PosXML cut in its declaration', seen('HTTP/1.0 200 OK\r\n\r\n<?xml version="1.0"?>'), { kind: 'garbled' }],
  ['ESC/POS automatic status', seen([0x14, 0, 0, 0x0f]), { kind: 'printer' }],
  ['four letters are no status', seen('Pong'), { kind: 'other', excerpt: 'Pong' }],
  [
    'FTP',
    seen('220 FTP server ready\r\n'),
    { kind: 'other', detail: 'a file server (FTP)', excerpt: '220 FTP server ready\\r\\n' },
  ],
  ['SMTP', seen('220 mail.example ESMTP\r\n'), { kind: 'other', detail: 'a mail server (SMTP)' }],
  ['POP3', seen('+OK POP3 ready\r\n'), { kind: 'other', detail: 'a mail server (POP3)' }],
  ['IMAP', seen('* OK IMAP4rev1 ready\r\n'), { kind: 'other', detail: 'a mail server (IMAP)' }],
  ['VNC', seen('RFB 003.008\n'), { kind: 'other', detail: 'a remote screen (VNC)' }],
  ['a camera', seen('RTSP/1.0 400 Bad Request\r\n\r\n'), { kind: 'other', detail: 'a camera (RTSP)' }],
  ['a telephone', seen('SIP/2.0 400 Bad Request\r\n\r\n'), { kind: 'other', detail: 'a telephone (SIP)' }],
  ['a database', seen('J\0\0\0\n8.0.36\0'), { kind: 'other', detail: 'a database (MySQL)' }],
  ['Telnet', seen([0xff, 0xfd, 0x01, 0x0d]), { kind: 'other', detail: 'a remote console (Telnet)' }],
  [
    'XML that is none',
    seen('HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n\u0001PosXML version'),
    { kind: 'garbled' },
  ],
  [
    'XML of a server',
    seen('HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/xml\r\n\r\n<rss/>'),
    { kind: 'http' },
  ],
  ['binary', seen([0x00, 0xff, 0x80]), { kind: 'other', excerpt: '\\x00\\xff\\x80' }],
  ['100 Continue, and silence', seen('HTTP/1.1 100 Continue\r\n\r\n', { ended: 'open' }), { kind: 'silent' }],
  [
    '100 Continue, and a reset',
    seen('HTTP/1.1 100 Continue\r\n\r\n', { ended: 'reset' }),
    { kind: 'closes', reset: true },
  ],
  [
    'a reset in mid-document',
    seen('HTTP/1.0 200 OK\r\n\r\n<?xml version="1.0"?><PosXML version="7.1.0"><Get', { ended: 'reset' }),
    { kind: 'garbled', detail: 'a PosXML document that is cut off by a reset in the middle' },
  ],
  [
    'a reset after a head',
    seen('HTTP/1.0 200 OK\r\nContent-Length: 90\r\n\r\n', { ended: 'reset' }),
    { kind: 'garbled', detail: 'an incomplete answer by a reset in the middle' },
  ],
  ['a page that ends with a reset', seen('HTTP/1.0 200 OK\r\nServer: x\r\n\r\n', { ended: 'reset' }), { kind: 'http' }],
  ['a till that looks for terminals', seen([5, 5, 5]), { kind: 'dials-out' }],
  ['a card number', seen('hello 4111111111111111'), { kind: 'other', excerpt: 'hello [card number]' }],
])('an answer is classified: %s', (_, what, expected) => {
  expect(classifyAnswer(what)).toMatchObject(expected);
});

test('a log line that only mentions a service is none', () => {
  expect(classifyAnswer(seen('12:00:01 220 FTP upload'))).toEqual({
    kind: 'other',
    excerpt: '12:00:01 220 FTP upload',
  });
});

test('whatever came, it is told without a throw, bounded and safe to show', () => {
  const start = fc.constantFrom('', 'HTTP/1.1 200 OK\r\nServer: ', 'SSH-2.0-', '<title>', '<PosXML>', '@PJL');
  fc.assert(
    fc.property(start, anyText(500), (prefix, rest) => {
      const text = JSON.stringify(Object.values(classifyAnswer(seen(prefix + rest))));
      expect(text.length).toBeLessThan(1500);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { seed: seeded('classify').seed, numRuns: 500 },
  );
});

test('an identity is what the terminal said, and nothing else', () => {
  expect(identityOf()).toEqual({
    terminalId: undefined,
    ownerName: undefined,
    ownerAddress: undefined,
    merchantRegNo: undefined,
    merchantId: undefined,
    serialNumber: undefined,
  });
  const parameters = {
    TerminalID: '12345678',
    TerminalOwnerName: '',
    MerchantRegNo: ' 10000000 ',
    MerchantID: 'm\u001b',
  };
  expect(identityOf(parameters, { ID: '87654321', Name: 'Kliinik', SerNo: '17001CT20000001' })).toEqual({
    terminalId: '12345678',
    ownerName: 'Kliinik',
    ownerAddress: undefined,
    merchantRegNo: '10000000',
    merchantId: 'm\\x1b',
    serialNumber: '17001CT20000001',
  });
});
