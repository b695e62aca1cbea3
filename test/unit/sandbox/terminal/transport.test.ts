import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { WINE } from '../../../support/system.js';
import { document, open, postForm, status, terminalWith, vendorForm, field, code } from './raw-client.js';

const STATUS = document('GetTerminalStatusRequest');

function chunked(xml: string, size: number): string {
  const bytes = Buffer.from(xml);
  let body = '';
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    body += `${piece.length.toString(16)}\r\n${piece.toString()}\r\n`;
  }
  return `POST /any/path HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}0\r\n\r\n`;
}

describe('every form of request that a terminal takes', () => {
  const forms: readonly (readonly [string, string, 'vendor' | 'post'])[] = [
    ['the vendor’s, with no request line', vendorForm(STATUS), 'vendor'],
    [
      'upper case',
      vendorForm(STATUS).replace('http/1.0', 'HTTP/1.0').replace('content-length', 'Content-Length'),
      'vendor',
    ],
    ['headers alone', vendorForm(STATUS).replace('http/1.0\r\n', ''), 'vendor'],
    ['POST, text/html', postForm(STATUS), 'post'],
    ['POST, application/xml', postForm(STATUS, 'application/xml'), 'post'],
    ['POST with no path', postForm(STATUS).replace('POST / ', 'POST '), 'post'],
    ['POST with another path', postForm(STATUS).replace('POST / ', 'POST /pos/xml?x=1 '), 'post'],
    ['bare line feeds', vendorForm(STATUS).replaceAll('\r\n', '\n'), 'vendor'],
    ['no length, told by the document’s end', postForm(STATUS).replace(/Content-Length: \d+\r\n/, ''), 'post'],
    ['chunked', chunked(STATUS, 7), 'post'],
    ['one chunk', chunked(STATUS, 4096), 'post'],
    ['blank lines before', `\r\n\r\n${vendorForm(STATUS)}`, 'vendor'],
    ['white space around the document', vendorForm(`\r\n  ${STATUS}\r\n\t`), 'vendor'],
  ];
  test.each(forms)('a request with %s is answered', async (_name, bytes, form) => {
    const terminal = await terminalWith();
    const whole = await open(terminal.posxmlPort);
    expect(code(await whole.send(bytes).reply())).toBe(0);
    const fragmented = await open(terminal.posxmlPort);
    for (const byte of Buffer.from(bytes)) fragmented.send(Buffer.of(byte));
    expect(code(await fragmented.reply())).toBe(0);
    expect(terminal.wire.map((record) => record.form)).toEqual([form, form]);
    expect(terminal.wire[0]).toMatchObject({ name: 'GetTerminalStatusRequest', version: '7.1.0', body: {} });
  });

  test('a client that sends Expect: 100-continue is told to go on', async () => {
    const terminal = await terminalWith();
    const raw = await open(terminal.posxmlPort);
    const [head, body] = postForm(STATUS).replace('Host', 'Expect: 100-continue\r\nHost').split('\r\n\r\n') as [
      string,
      string,
    ];
    raw.send(`${head}\r\n\r\n`);
    await expect.poll(() => raw.received).toContain('100 Continue');
    expect(code(await raw.send(body).reply())).toBe(0);
  });

  test('a GET has no document', async () => {
    const raw = await open((await terminalWith()).posxmlPort);
    expect(code(await raw.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n').reply())).toBe(32773);
  });

  test('a half-closed connection is still answered', async () => {
    const terminal = await terminalWith();
    const raw = await open(terminal.posxmlPort);
    raw.socket.end(vendorForm(STATUS));
    expect(code(await raw.reply())).toBe(0);
  });
});

describe('the two connection modes', () => {
  test('XML session mode closes after its reply', async () => {
    const terminal = await terminalWith({ xmlSessionMode: true });
    const raw = await open(terminal.posxmlPort);
    expect(await raw.send(vendorForm(STATUS)).untilClosed()).toContain('</PosXML>');
  });

  test('else it stays open and serves further requests', async () => {
    const terminal = await terminalWith({ xmlSessionMode: false });
    const raw = await open(terminal.posxmlPort);
    for (const form of [vendorForm, postForm, vendorForm]) expect(code(await raw.send(form(STATUS)).reply())).toBe(0);
    raw.send(vendorForm(STATUS) + postForm(STATUS));
    await expect.poll(() => raw.received.match(/<\/PosXML>/g)?.length).toBe(2);
    expect(raw.ended).toBe(false);
  });
});

describe('the form of the reply', () => {
  test('a reply has the usual form by default', async () => {
    const terminal = await terminalWith();
    const [head = '', body = ''] = (await status(terminal)).split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe('HTTP/1.0 200 OK');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8" \?><PosXML version="7.1.0"><GetTerminalStatusResponse>/,
    );
  });

  test.each(['HTTP/1.0 200 OK', 'http/1.0 200 ok', 'HTTP/1.0 200', 'HTTP/1.1 200 OK'] as const)(
    'a reply begins with %s',
    async (statusLine) => {
      const terminal = await terminalWith({ statusLine });
      expect((await status(terminal)).split('\r\n')[0]).toBe(statusLine);
    },
  );

  test('a blank line first, bare line feeds, no length, padding', async () => {
    const terminal = await terminalWith({
      leadingBlankLine: true,
      lineEnd: '\n',
      contentLength: 'absent',
      documentPadding: true,
      fieldPadding: true,
    });
    const raw = await open(terminal.posxmlPort);
    const reply = await raw.send(vendorForm(STATUS)).untilClosed();
    expect(reply).toMatch(/^\nHTTP\/1.0 200 OK\n/);
    expect(reply.slice(0, reply.indexOf('<?xml'))).not.toContain('Content-Length');
    expect(reply).toMatch(/\n\n\r\n \t<\?xml/);
    expect(reply).toMatch(/<\/PosXML>\r\n {2}\r\n$/);
    expect(field(reply, 'NextSTAN')).toBe('42   ');
  });

  test('a length beyond the body', async () => {
    const terminal = await terminalWith({ contentLength: 'too-long' });
    const raw = await open(terminal.posxmlPort);
    const reply = await raw.send(vendorForm(STATUS)).untilClosed();
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    expect(Number(/Content-Length: (\d+)/.exec(head)?.[1])).toBeGreaterThan(Buffer.byteLength(body));
  });

  test('a reply comes in drips', async () => {
    const terminal = await terminalWith({ drip: { bytes: 50, everyMs: 2 } });
    const raw = await open(terminal.posxmlPort);
    let pieces = 0;
    raw.socket.on('data', () => (pieces += 1));
    expect(code(await raw.send(vendorForm(STATUS)).untilClosed())).toBe(0);
    expect(pieces).toBeGreaterThan(3);
  });
});

describe('faults strike at their moment', () => {
  test.each(['reset', 'close', 'silence'] as const)('a lost reply: %s', async (ending) => {
    const terminal = await terminalWith({
      faults: [{ kind: 'lose-reply', ending, request: 'TransactionRequest', occurrence: 1 }],
    });
    const raw = await open(terminal.posxmlPort);
    raw.send(vendorForm(document('TransactionRequest', { Amount: 5, CurrencyName: 'EUR', TransactionID: 'A' })));
    await expect.poll(() => terminal.ledger.net('A')).toBe(5);
    if (ending === 'silence') await sleep(50);
    else await raw.untilClosed();
    expect(raw.received).toBe('');
    expect(raw.closed || raw.ended).toBe(ending !== 'silence');
    expect(raw.errno).toBe(ending === 'reset' ? 'ECONNRESET' : undefined);
  });

  test('a cut reply, at the second request only', async () => {
    const terminal = await terminalWith({
      faults: [{ kind: 'cut-reply', bytes: 120, ending: 'close', request: 'GetTerminalStatusRequest', occurrence: 2 }],
    });
    expect(code(await status(terminal))).toBe(0);
    const raw = await open(terminal.posxmlPort);
    expect(await raw.send(vendorForm(STATUS)).untilClosed()).toHaveLength(120);
    expect(code(await status(terminal))).toBe(0);
  });

  test.skipIf(WINE)('reset on connect, once', async () => {
    const terminal = await terminalWith({ faults: [{ kind: 'reset-on-connect', occurrence: 1 }] });
    // The RST can come before the client knows that it is connected, or after.
    const struck = open(terminal.posxmlPort).then(
      async (raw) => (await raw.untilClosed(), raw.errno),
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect(await struck).toBe('ECONNRESET');
    expect(code(await status(terminal))).toBe(0);
  });

  test('accepted and never answered: nothing is done either', async () => {
    const terminal = await terminalWith({ faults: [{ kind: 'never-answer', request: 'TransactionRequest' }] });
    const raw = await open(terminal.posxmlPort);
    raw.send(vendorForm(document('TransactionRequest', { Amount: 5, CurrencyName: 'EUR' })));
    await expect.poll(() => terminal.wire.length).toBe(1);
    expect(code(await status(terminal))).toBe(0);
    expect(raw.received).toBe('');
    expect(terminal.ledger.entries).toEqual([]);
  });

  test('several at once: late and unreadable', async () => {
    const terminal = await terminalWith({ faults: [{ kind: 'delay-reply', ms: 30 }, { kind: 'garble-reply' }] });
    const raw = await open(terminal.posxmlPort);
    const sent = Date.now();
    const reply = await raw.send(vendorForm(STATUS)).untilClosed();
    expect(Date.now() - sent).toBeGreaterThanOrEqual(25);
    expect(reply).toContain('200 OK');
    expect(reply).not.toContain('<');
  });
});

describe('the log port', () => {
  test('is silent by default, whatever is sent to it', async () => {
    const terminal = await terminalWith();
    const raw = await open(terminal.logPort);
    raw.send(vendorForm(STATUS));
    await status(terminal);
    await sleep(30);
    expect(raw.received).toBe('');
    expect(raw.ended).toBe(false);
  });

  test('text comes as things happen; or at once', async () => {
    for (const logForm of ['text', 'text-on-connect'] as const) {
      const terminal = await terminalWith({ logForm });
      const raw = await open(terminal.logPort);
      if (logForm === 'text-on-connect') await expect.poll(() => raw.received).toContain('SB000001');
      await expect.poll(async () => (await status(terminal), raw.received)).toContain('XML GetTerminalStatusRequest');
    }
  });

  test('closes at once; or is closed', async () => {
    const closing = await terminalWith({ logForm: 'closes-at-once' });
    expect(await (await open(closing.logPort)).untilClosed()).toBe('');
    const closed = await terminalWith({ logForm: 'closed' });
    await expect(open(closed.logPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(closed.logPort).toBeGreaterThan(0);
  });

  test('XML mode off: the other port is closed', async () => {
    const terminal = await terminalWith({ posxmlForm: 'closed' });
    await expect(open(terminal.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await open(terminal.logPort);
  });
});
