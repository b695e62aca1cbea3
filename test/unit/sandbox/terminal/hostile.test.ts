import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { randomFrom } from '../../../../src/sandbox/terminal/random.js';
import { code, document, open, status, terminalWith, vendorForm } from './raw-client.js';
import { STUCK_MS } from '../../../support/time.js';

const STATUS = document('GetTerminalStatusRequest');
const big = (bytes: number): string =>
  `<PosXML version="7.1.0"><GetTerminalStatusRequest>${' '.repeat(bytes)}</GetTerminalStatusRequest></PosXML>`;

const garbage: readonly (readonly [string, string | Buffer])[] = [
  ['a TLS hello', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])],
  ['an SSH banner', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ['a bare document', STATUS],
  ['no HTTP version', 'POST /\r\ncontent-length: 3\r\n\r\nabc'],
  ['a head line that is no header', 'http/1.0\r\nnonsense\r\n\r\n'],
  ['a negative length', 'http/1.0\r\ncontent-length: -1\r\n\r\n'],
  ['two lengths', 'http/1.0\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ['a length above 64 KiB', `http/1.0\r\ncontent-length: ${64 * 1024 + 1}\r\n\r\n`],
  ['a length beyond numbers', 'http/1.0\r\ncontent-length: 99999999999999999999\r\n\r\n'],
  ['a head above 8 KiB', `http/1.0\r\nx: ${'y'.repeat(9000)}`],
  ['a chunk that says no size', 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ['chunks above 64 KiB', `POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nfffff\r\n`],
  ['a body without length or end above 64 KiB', `http/1.0\r\nx: y\r\n\r\n${'z'.repeat(70_000)}`],
  ['far too much', 'http/1.0\r\ncontent-length: 9\r\n\r\n'.padEnd(400_000, 'x')],
];

test.each(garbage)('%s: the connection ends without a reply, the terminal lives', async (_what, bytes) => {
  const terminal = await terminalWith();
  const raw = await open(terminal.posxmlPort);
  expect(await raw.send(bytes).untilClosed()).not.toContain('<GetTerminalStatusResponse>');
  expect(code(await status(terminal))).toBe(0);
});

test('64 KiB are taken, a byte more is not', async () => {
  const terminal = await terminalWith();
  const room = 64 * 1024 - big(0).length;
  const fits = await open(terminal.posxmlPort);
  expect(code(await fits.send(vendorForm(big(room))).reply())).toBe(0);
  const exceeds = await open(terminal.posxmlPort);
  expect(await exceeds.send(vendorForm(big(room + 1))).untilClosed()).toBe('');
});

test.each([
  ['nothing at all', ''],
  ['half a head', 'http/1.0\r\ncontent-le'],
  ['half a body', vendorForm(STATUS).slice(0, -20)],
])('%s: dropped after the idle time', async (_what, bytes) => {
  const terminal = await terminalWith({ idleMs: 60 });
  const raw = await open(terminal.posxmlPort);
  if (bytes !== '') raw.send(bytes);
  expect(await raw.untilClosed()).toBe('');
});

test('a byte now and then does not stretch the time', async () => {
  const terminal = await terminalWith({ idleMs: 150 });
  const raw = await open(terminal.posxmlPort);
  const began = Date.now();
  for (const byte of vendorForm(STATUS)) {
    if (raw.ended || raw.closed) break;
    raw.send(byte);
    await sleep(20);
  }
  expect(raw.ended || raw.closed).toBe(true);
  expect(Date.now() - began).toBeLessThan(STUCK_MS);
});

test('many who say nothing, leave at once or send noise, and one that works', async () => {
  const terminal = await terminalWith();
  const random = randomFrom(20_261_123);
  const crowd = await Promise.all(Array.from({ length: 40 }, async () => open(terminal.posxmlPort)));
  for (const [index, raw] of crowd.entries()) {
    if (index % 4 === 0) raw.socket.resetAndDestroy();
    if (index % 4 === 1) raw.send(Buffer.from(Array.from({ length: 300 }, () => random.below(256))));
    if (index % 4 === 2) raw.socket.end();
  }
  expect(code(await status(terminal))).toBe(0);
  for (const raw of crowd) raw.socket.destroy();
});

test('a client that asks and asks and never reads is let go', async () => {
  const terminal = await terminalWith({ xmlSessionMode: false });
  const raw = await open(terminal.posxmlPort);
  raw.socket.pause();
  let asked = 0;
  while (raw.errno === undefined && !raw.closed && asked < 100_000) {
    raw.send(vendorForm(STATUS).repeat(100));
    asked += 100;
    await sleep(1);
  }
  expect(asked).toBeLessThan(100_000);
  expect(code(await status(terminal))).toBe(0);
});

test('every byte of a request can be the last', async () => {
  const terminal = await terminalWith();
  const bytes = vendorForm(STATUS);
  for (let cut = 0; cut < bytes.length; cut += 1) {
    const raw = await open(terminal.posxmlPort);
    raw.socket.end(bytes.slice(0, cut));
    expect(await raw.untilClosed()).toBe('');
  }
  expect(terminal.wire).toEqual([]);
});
