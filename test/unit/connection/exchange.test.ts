import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOnce } from '../../../src/connection/exchange.js';
import type { ExchangeOptions, ExchangeResult } from '../../../src/connection/types.js';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { seeded } from '../../support/seeded.js';
import { hostileServer, httpReply, STATUS } from './hostile-server.js';
import type { Behaviour, HostileServer } from './hostile-server.js';
import { closedPort } from '../../support/closed-port.js';
import { STUCK_MS, standStill } from '../../support/time.js';

const DOCUMENT = encodeMessage({ name: 'GetTerminalStatusRequest', version: '7.1.0', body: {} });
const REPLY = httpReply(STATUS);
/** Long enough that only what hangs meets it. */
const DEADLINE_MS = 5000;
const SHORT_MS = 150;

function ask(server: Pick<HostileServer, 'endpoint'>, more: Partial<ExchangeOptions> = {}): Promise<ExchangeResult> {
  return exchangeOnce({ endpoint: server.endpoint, document: DOCUMENT, deadlineMs: DEADLINE_MS, ...more });
}

/** What an exchange with a server led to. */
async function against(
  behaviour: Behaviour,
  more: Partial<ExchangeOptions> = {},
): Promise<{ result: ExchangeResult; server: HostileServer }> {
  const server = await hostileServer(behaviour);
  const result = await ask(server, more);
  return { result, server };
}

const answer = (bytes: string | Uint8Array, then: (socket: Socket) => void = (socket) => socket.end()): Behaviour => ({
  onRequest: (socket) => {
    socket.write(bytes, () => {
      then(socket);
    });
  },
});
const keepOpen = (): void => undefined;

describe('failures', () => {
  test('a closed port is told as refused', async () => {
    const port = await closedPort();
    const result = await ask({ endpoint: { host: '127.0.0.1', port } });
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'nothing',
      failure: { reason: 'refused', phase: 'connect' },
      evidence: { received: 0 },
    });
  });

  test('accepts and closes: FIN before any byte', async () => {
    const { result } = await against({ onRequest: (socket) => socket.end() });
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      failure: { reason: 'closed', phase: 'first-byte' },
      evidence: { received: 0 },
    });
  });

  test('accepts and resets: RST before any byte', async () => {
    const { result } = await against({ onRequest: (socket) => socket.resetAndDestroy() });
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      failure: { reason: 'reset', phase: 'first-byte', errno: 'ECONNRESET' },
    });
  });

  test('FIN in mid reply', async () => {
    const { result } = await against(answer(REPLY.slice(0, -30)));
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      httpStatus: 200,
      failure: { reason: 'closed', phase: 'reply' },
    });
    expect(result.evidence.received).toBe(REPLY.length - 30);
  });

  test('RST in mid reply', async () => {
    const { result } = await against(answer(REPLY.slice(0, -30), (socket) => socket.resetAndDestroy()));
    expect(result).toMatchObject({ kind: 'failed', sent: 'maybe', failure: { reason: 'reset' } });
  });

  test('silence, to the deadline', async () => {
    const startedAt = performance.now();
    const { result, server } = await against({}, { deadlineMs: SHORT_MS });
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      failure: { reason: 'timeout', phase: 'first-byte' },
      evidence: { received: 0 },
    });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(SHORT_MS - 20);
    expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
    if (result.kind === 'failed')
      expect(result.failure.message).toMatch(new RegExp(`127\\.0\\.0\\.1:${String(server.port)} .* after \\d+ ms`));
  });

  test('a reply that came while this process stood still beyond the deadline is read', async () => {
    const { result } = await against(
      answer(REPLY, () => {
        standStill(DEADLINE_MS);
      }),
    );
    expect(result).toMatchObject({ kind: 'reply', message: { name: 'GetTerminalStatusResponse' } });
  });

  test.each(['HTTP/1.0 200 OK\r\n', '<PosXML>', 'x'])('a drip of %j does not move the deadline', async (drop) => {
    const { result } = await against(
      {
        onRequest: (socket) => {
          const timer = setInterval(() => socket.write(drop), 10);
          socket.on('close', () => {
            clearInterval(timer);
          });
        },
      },
      { deadlineMs: SHORT_MS },
    );
    expect(result).toMatchObject({ kind: 'failed', failure: { reason: 'timeout' } });
    expect(result.timing.total).toBeLessThan(STUCK_MS);
  });

  test.each(['HTTP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n<PosXML>', 'HTTP/1.0 200 OK\r\n\r\n', ''])(
    'an endless body after %j is cut off',
    async (head) => {
      const { result } = await against({
        onRequest: (socket) => {
          const flood = (): void => {
            if (!socket.destroyed && socket.write(Buffer.alloc(65_536, 0x20))) setImmediate(flood);
          };
          socket.on('drain', flood);
          socket.write(`${head}<`);
          flood();
        },
      });
      expect(result).toMatchObject({ kind: 'failed', sent: 'maybe', failure: { reason: 'too-large' } });
      expect(result.evidence.bytes.length).toBe(65_536);
      expect(result.evidence.received).toBeLessThan(2 * 1024 * 1024);
    },
  );

  test.each([
    ['a web page', 'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>', keepOpen],
    ['a web page of no length', 'HTTP/1.1 200 OK\r\n\r\n<html></html>', undefined],
    ['a broken document', httpReply('<PosXML version="7.1.0"><A></B></PosXML>'), keepOpen],
    ['a banner', 'SSH-2.0-dropbear\r\n', undefined],
  ])('%s is unreadable, and its bytes are kept', async (_, bytes, then) => {
    const { result } = await against(answer(bytes, then));
    expect(result).toMatchObject({ kind: 'failed', sent: 'maybe', failure: { reason: 'unreadable' } });
    expect(Buffer.from(result.evidence.bytes).toString()).toBe(bytes);
  });

  test('a server that speaks before it is asked is sent nothing', async () => {
    const server = await hostileServer({ onConnect: (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n') });
    let heard = (): void => undefined;
    const beforeSend = (): Promise<void> =>
      new Promise((resolve) => {
        heard = resolve;
        setTimeout(heard, 100);
      });
    const result = await ask(server, { beforeSend });
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'unreadable', phase: 'send' } });
    expect(Buffer.from(result.evidence.bytes).toString()).toContain('OpenSSH');
    expect(server.requests).toEqual([]);
  });
});

describe('what may have been sent', () => {
  test('nothing, when the journal could not be written', async () => {
    const { result, server } = await against(answer(REPLY), {
      beforeSend: () => {
        throw new Error('disk full');
      },
    });
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'local', phase: 'send' } });
    if (result.kind === 'failed') expect(result.failure.message).toContain('disk full');
    expect(server.requests).toEqual([]);
  });

  test('nothing, when the deadline or the signal comes while the journal is written, however late that ends', async () => {
    let finish = (): void => undefined;
    const beforeSend = (): Promise<void> =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const { result, server } = await against(answer(REPLY), { beforeSend, deadlineMs: SHORT_MS });
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'timeout', phase: 'send' } });
    const controller = new AbortController();
    const asked = ask(server, {
      signal: controller.signal,
      beforeSend: () => {
        controller.abort();
        return beforeSend();
      },
    });
    expect(await asked).toMatchObject({
      kind: 'failed',
      sent: 'nothing',
      failure: { reason: 'cancelled', phase: 'send' },
    });
    finish();
    await new Promise(setImmediate);
    expect(server.requests).toEqual([]);
  });

  test('nothing, when no time is left for a reply once the journal is written', async () => {
    const deadlineMs = 500;
    const beforeSend = (): void => {
      standStill(deadlineMs);
    };
    const { result, server } = await against(answer(REPLY), { beforeSend, deadlineMs });
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'timeout' } });
    expect(server.requests).toEqual([]);
  });

  test('nothing, when the server closes or resets before the journal is written', async () => {
    for (const [drop, reason] of [
      ['end', 'closed'],
      ['resetAndDestroy', 'reset'],
    ] as const) {
      const { result } = await against(
        { onConnect: (socket) => socket[drop]() },
        { beforeSend: () => new Promise(() => undefined) },
      );
      expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason } });
    }
  });

  test('perhaps all, when the signal comes later; the socket is closed at once', async () => {
    const controller = new AbortController();
    const server = await hostileServer({
      onRequest: () => {
        controller.abort();
      },
    });
    const result = await ask(server, { signal: controller.signal });
    expect(result).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      failure: { reason: 'cancelled', phase: 'first-byte' },
    });
    await expect.poll(() => server.open()).toBe(0);
  });

  test('what was noted too long ago is not sent', async () => {
    const { result, server } = await against(answer(REPLY), {
      beforeSend: () => new Promise((resolve) => setTimeout(resolve, 60)),
      sendWithinMs: 20,
    });
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'local', phase: 'send' } });
    expect(server.requests).toEqual([]);
  });

  test('the journal is written after the connection stands, and once', async () => {
    const order: string[] = [];
    const { result, server } = await against(
      {
        onConnect: () => {
          order.push('connected');
        },
        onRequest: (socket) => {
          order.push('request');
          socket.end(REPLY);
        },
      },
      {
        beforeSend: async () => {
          await expect.poll(() => order.length).toBe(1);
          order.push('journal');
        },
      },
    );
    expect(result.kind).toBe('reply');
    expect(order).toEqual(['connected', 'journal', 'request']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('replies', () => {
  test('a whole reply is not waited for beyond its end', async () => {
    const { result, server } = await against(answer(REPLY, keepOpen));
    expect(result).toMatchObject({
      kind: 'reply',
      sent: 'all',
      httpStatus: 200,
      message: { name: 'GetTerminalStatusResponse', body: { NextSTAN: 17 } },
    });
    expect(result.timing).toMatchObject({
      connect: expect.any(Number) as number,
      firstByte: expect.any(Number) as number,
    });
    await expect.poll(() => server.open()).toBe(0);
  });

  test.each([
    [
      'FIN',
      (socket: Socket): void => {
        socket.end();
      },
    ],
    [
      'RST',
      (socket: Socket): void => {
        socket.resetAndDestroy();
      },
    ],
  ])('a %s after a whole reply is no failure', async (_, then) => {
    const { result } = await against(answer(REPLY, then));
    expect(result.kind).toBe('reply');
  });

  /**
   * Windows drops what was received and not yet read once the peer resets. What can be done is to have it read by then, and to
   * count it although the next thing that is heard is the error.
   */
  describe('a reset that is told in the turn of the last bytes', () => {
    const reset = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
    /** As the system's part hands them over, one after the other, with nothing of this program between. */
    const told = async (pieces: readonly string[]): Promise<ExchangeResult> => {
      const own = new Set<Socket>();
      const note = (message: unknown): void => {
        own.add((message as { readonly socket: Socket }).socket);
      };
      subscribe('net.client.socket', note);
      const server = await hostileServer({
        onRequest: ({ remotePort }) => {
          const socket = [...own].find(({ localPort }) => localPort === remotePort);
          for (const piece of pieces) socket?.push(Buffer.from(piece));
          socket?.destroy(reset());
        },
      });
      const result = await ask(server);
      unsubscribe('net.client.socket', note);
      return result;
    };

    test.each([
      ['whole by its length', [REPLY]],
      ['in pieces', [REPLY.slice(0, 40), REPLY.slice(40, -9), REPLY.slice(-9)]],
      ['whole by its end, without a length', [`HTTP/1.0 200 OK\r\n\r\n${STATUS}`]],
      ['without a head', [STATUS]],
      ['longer than it says', [REPLY.replace(/Content-Length: \d+/, 'Content-Length: 9')]],
      ['shorter than it says', [REPLY.replace(/Content-Length: \d+/, 'Content-Length: 99999')]],
    ])('loses no reply that is %s', async (_, pieces) => {
      expect(await told(pieces)).toMatchObject({ kind: 'reply', message: { name: 'GetTerminalStatusResponse' } });
    });

    test('makes no reply of what is cut', async () => {
      const result = await told([REPLY.slice(0, -9)]);
      expect(result).toMatchObject({
        kind: 'failed',
        sent: 'maybe',
        failure: { reason: 'reset', errno: 'ECONNRESET' },
      });
      expect(result.evidence.received).toBe(REPLY.length - 9);
    });
  });

  test('byte by byte', async () => {
    const { result } = await against({
      onRequest: (socket) => {
        const bytes = Buffer.from(REPLY);
        const next = (at: number): void => {
          if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
        };
        socket.setNoDelay(true);
        next(0);
      },
    });
    expect(result.kind).toBe('reply');
  });

  test('the request is one ordinary POST in one write, and never comes twice', async () => {
    const { result, server } = await against(answer('', (socket) => socket.end()));
    expect(result.kind).toBe('failed');
    expect(server.accepted()).toBe(1);
    expect(server.requests).toEqual([
      [
        'POST / HTTP/1.1',
        `Host: 127.0.0.1:${String(server.port)}`,
        'Content-Type: text/xml; charset=UTF-8',
        `Content-Length: ${String(Buffer.byteLength(DOCUMENT))}`,
        'Connection: close',
        '',
        DOCUMENT,
      ].join('\r\n'),
    ]);
  });
});

test('arbitrary bytes in arbitrary pieces never throw, and end by the deadline', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom(REPLY, REPLY.slice(0, 80), 'HTTP/1.0 200 OK\r\n\r\n').map((text) => Buffer.from(text)),
  );
  const ends = fc.constantFrom('end', 'resetAndDestroy', undefined);
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 4 }), ends, async (pieces, end) => {
      const server = await hostileServer({
        onRequest: (socket) => {
          for (const piece of pieces) socket.write(piece);
          if (end) socket[end]();
        },
      });
      const result = await ask(server, { deadlineMs: 60 });
      expect(result.timing.total).toBeLessThan(STUCK_MS);
      // What is given up while it is being dialled may never be accepted.
      expect(server.accepted()).toBeLessThanOrEqual(1);
    }),
    { seed: seeded('exchange').seed, numRuns: 60 },
  );
});

describe('signals of a serial line', () => {
  test.each([
    ['before the question', { onConnect: (socket: Socket) => socket.write(Uint8Array.of(0x05)), ...answer(REPLY) }],
    ['before the head', answer(`\u0006${REPLY}`)],
    ['before a document without a head', answer(`\u0005\u0006${STATUS}`)],
    ['between head and document', answer(httpReply(`\u0005${STATUS}`))],
  ] satisfies [string, Behaviour][])('a stray one does not spoil an answer: %s', async (_, behaviour) => {
    const { result } = await against(behaviour, { beforeSend: () => new Promise((done) => setTimeout(done, 30)) });
    expect(result).toMatchObject({ kind: 'reply', message: { name: 'GetTerminalStatusResponse' } });
  });

  test('text before the question still is no terminal, and is sent nothing', async () => {
    const { result, server } = await against(
      { onConnect: (socket) => socket.write('\u0005hello') },
      { beforeSend: () => new Promise((done) => setTimeout(done, 30)) },
    );
    expect(result).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'unreadable' } });
    expect(server.requests).toEqual([]);
  });
});

test('a port that is known as a printer’s is not even dialled', async () => {
  expect(await ask({ endpoint: { host: '127.0.0.1', port: 9100 } })).toMatchObject({
    kind: 'failed',
    sent: 'nothing',
    failure: { reason: 'local' },
  });
});
