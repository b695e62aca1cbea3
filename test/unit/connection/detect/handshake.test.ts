import type { Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { shakeHands } from '../../../../src/connection/detect/handshake.js';
import type { Handshake } from '../../../../src/connection/detect/handshake.js';
import { makeCertificate } from '../../../../src/sandbox/services/certificate.js';
import { listen } from '../../../support/listen.js';
import type { Enter } from '../../../../src/sandbox/services/service.js';
import * as silence from '../../../../src/sandbox/services/silence.js';
import { lateVnc, ssh } from '../../../../src/sandbox/services/text.js';
import { curtTlsServer, tlsServer } from '../../../../src/sandbox/services/tls.js';
import { dripService, garbage } from '../../../../src/sandbox/services/noise.js';
import { STUCK_MS } from '../../../support/time.js';

const DEADLINE_MS = 400;

async function namesOf(
  enter: Enter,
  signal?: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly ms: number }> {
  const server = await listen('127.0.0.1', enter);
  onTestFinished(() => server.close());
  const startedAt = performance.now();
  const seen = await shakeHands({ host: '127.0.0.1', port: server.port }, { deadlineMs: DEADLINE_MS, signal });
  return { names: seen?.names ?? [], ms: performance.now() - startedAt };
}

test('the names of a self-signed certificate, each once', async () => {
  expect((await namesOf(tlsServer('router.example', 'fritz.box', 'router.example'))).names).toEqual([
    'router.example',
    'fritz.box',
  ]);
});

test('names that attack the screen are shown harmless, few and short', async () => {
  const { names } = await namesOf(
    tlsServer('x\u001b[2J\u202e', 'y'.repeat(500), ...Array.from({ length: 50 }, (_, index) => `n${String(index)}`)),
  );
  expect(names).toHaveLength(4);
  expect(names[0]).toBe('x\\x1b[2J\\u202e');
  for (const name of names) expect(name).toMatch(/^[\x20-\x7e…]{1,60}$/);
});

test('nothing but the handshake is sent', async () => {
  const secureContext = createSecureContext(makeCertificate(['a.example']));
  let told = '';
  const { names } = await namesOf((socket: Socket) => {
    const secured = new TLSSocket(socket, { isServer: true, secureContext });
    secured
      .on('error', () => undefined)
      .on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
  });
  expect([names, told]).toEqual([['a.example'], '']);
});

test.each<[name: string, enter: Enter]>([
  ['is silent', silence.silentService],
  ['closes at once', silence.closesAtOnce],
  ['closes on data', silence.closesOnData],
  ['resets', silence.resetsAtOnce],
  ['speaks something else', ssh],
  ['sends garbage', garbage],
  ['never ends', dripService],
])('none, in time, where a port %s', async (_, enter) => {
  const { names, ms } = await namesOf(enter);
  expect(names).toEqual([]);
  expect(ms).toBeLessThan(STUCK_MS);
});

test('an abort ends it at once', async () => {
  expect((await namesOf(silence.silentService, AbortSignal.abort())).names).toEqual([]);
});

async function seenAt(enter: Enter, listenMs: number): Promise<Handshake | undefined> {
  const server = await listen('127.0.0.1', enter);
  onTestFinished(() => server.close());
  return shakeHands({ host: '127.0.0.1', port: server.port }, { deadlineMs: STUCK_MS, listenMs });
}

test('one that speaks or closes by itself is not greeted', async () => {
  expect(await seenAt(ssh, 100)).toMatchObject({ greeted: false, ended: 'open', received: 26 });
  expect(await seenAt(lateVnc, 5000)).toMatchObject({ greeted: false, received: 12 });
  expect(await seenAt(silence.closesAtOnce, 5000)).toMatchObject({ greeted: false, ended: 'closed', received: 0 });
});

test('one that closes on the greeting, or answers it otherwise, is seen to do so', async () => {
  expect(await seenAt(silence.closesOnData, 20)).toMatchObject({ greeted: true, ended: 'closed', received: 0 });
  expect(await seenAt(silence.resetsOnData, 20)).toMatchObject({ greeted: true, ended: 'reset', received: 0 });
  expect(await seenAt(garbage, 20)).toMatchObject({ greeted: true, received: 16, names: [] });
});

test('TLS that hangs up on plain text without an alert names itself', async () => {
  for (const ending of ['close', 'reset'] as const)
    expect(await seenAt(curtTlsServer(ending, 'nas.example'), 20)).toMatchObject({
      greeted: true,
      names: ['nas.example'],
    });
});
