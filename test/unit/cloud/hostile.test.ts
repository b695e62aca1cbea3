import { createServer } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CloudFailure } from '../../../src/cloud/errors.js';
import { readRetryAfter } from '../../../src/cloud/request.js';
import { INPUT } from './support/input.js';
import { closedPort } from '../../support/closed-port.js';
import { expectNoLeak } from './support/leaks.js';
import { cloudOf, failureOf, json, listen, rogue, SECRET, TOKEN } from './support/servers.js';

const SECRETS = [SECRET, TOKEN];

function endless(response: ServerResponse, type: string): void {
  response.writeHead(200, { 'content-type': type });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', pour);
  };
  pour();
}

const raw =
  (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json' }): RequestListener =>
  (_request, response) => {
    response.writeHead(200, headers).end(body);
  };
const value =
  (content: unknown, status = 200): RequestListener =>
  (_request, response) => {
    json(response, content, status);
  };
const CONTROL = /[\u0000-\u001f\u202e]/;
const terminal = { id: 1, name: 'x', model: 'm', bank: 'b', host: 'h', posxml_port: 1, status: 'pending' };

describe('bodies that no honest cloud sends', () => {
  test.each<[string, RequestListener, RegExp]>([
    [
      'an endless body',
      (_request, response) => {
        endless(response, 'application/json');
      },
      /more than 1048576 bytes/,
    ],
    ['JSON of 8 MB', raw(`"${'x'.repeat(8e6)}"`), /more than 1048576 bytes/],
    ['deep nesting', raw('['.repeat(500_000) + ']'.repeat(500_000)), /differs from the contract/],
    [
      'deep nesting of objects',
      raw('{"results":'.repeat(80_000) + '1' + '}'.repeat(80_000)),
      /differs from the contract/,
    ],
    [
      'a web page',
      raw('<h1>Sign in</h1>', { 'content-type': 'text/html' }),
      /a web page came with status 200 instead of data/,
    ],
    ['no content type', raw('{}', {}), /not JSON/],
    ['text', raw('{"next":null,"results":[]}', { 'content-type': 'text/plain' }), /not JSON/],
    ['broken JSON', raw('{"next":'), /cannot be read/],
    ['bytes that are no UTF-8', raw(Buffer.from([0x22, 0xff, 0xfe, 0x22])), /cannot be read/],
    [
      'compression that is none',
      raw('{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
      /cannot be unpacked/,
    ],
    [
      'compression of an unknown kind',
      raw('{}', { 'content-type': 'application/json', 'content-encoding': 'zstd2' }),
      /cannot be unpacked/,
    ],
    [
      'a small answer that unpacks to 16 MB',
      raw(gzipSync(Buffer.alloc(16e6, ' ')), { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
      /cannot be unpacked/,
    ],
    ['null', value(null), /differs from the contract/],
    ['a word', value('x'), /differs from the contract/],
    ['results of another type', value({ next: null, results: {} }), /results differs from/],
    ['a next of another type', value({ next: 7, results: [] }), /next differs from/],
    ['a next that is no page of it', value({ next: '/clinic/oauth2/authorize/', results: [] }), /next page/],
    ['a next that is no URL', value({ next: 'page 2', results: [] }), /next page/],
  ])('the client refuses %s', async (_name, answer, why) => {
    const { url } = await rogue(answer);
    const failure = await failureOf(cloudOf(url).cloud.findTerminals({ host: '192.0.2.7' }));
    expect(failure.kind).toBe(_name === 'a web page' ? 'unavailable' : 'unreadable');
    expect(failure.detail).toMatch(why);
    expectNoLeak(failure, SECRETS);
  });

  test('follows no circle of pages', async () => {
    const server = await rogue((request, response) => {
      json(response, { next: `http://${request.headers.host ?? ''}${request.url ?? ''}`, results: [] });
    });
    expect((await failureOf(cloudOf(server.url).cloud.findTerminals({ host: 'h' }))).detail).toMatch(/pages repeat/);
    expect(server.seen).toHaveLength(2);
  });

  test('ends a list that has no end', async () => {
    let page = 0;
    const server = await rogue((request, response) => {
      json(response, {
        next: `http://${request.headers.host ?? ''}/clinic/api/0.1/paymentterminal/?page=${(page += 1)}`,
        results: [],
      });
    });
    expect(
      (await failureOf(cloudOf(server.url, { deadlineMs: 280_000 }).cloud.findTerminals({ host: 'h' }))).detail,
    ).toMatch(/does not end/);
    expect(server.seen.length).toBeLessThan(2010);
  });

  test('sorts out what a cloud sends that knows no filters', async () => {
    const { url } = await rogue(
      value({
        next: null,
        results: [
          { ...terminal, host: '192.0.2.7' },
          { ...terminal, id: 2, host: '192.0.2.8' },
        ],
      }),
    );
    expect(await cloudOf(url).cloud.findTerminals({ host: '192.0.2.8' })).toMatchObject([
      { id: '2', host: '192.0.2.8' },
    ]);
  });

  test('refuses an answer about another object', async () => {
    const { url } = await rogue(value({ ...terminal, id: 2 }));
    expect((await failureOf(cloudOf(url).cloud.terminal('1'))).detail).toMatch(/about 2, but 1 was requested/);
  });

  test('makes control characters visible, in names and in errors', async () => {
    const nasty = 'Good\u001b[2J\u202eevil\r\n';
    const first = await rogue(value({ id: 1, url: 'x', name: nasty }));
    expect((await cloudOf(first.url).cloud.department('1')).name).not.toMatch(CONTROL);
    const errors: unknown = Object.fromEntries([
      ['detail', nasty],
      ['host', [nasty]],
      ['__proto__', [nasty]],
      ['bad\u0007name', ['x']],
    ]);
    const second = await rogue(value(errors, 400));
    const failure = await failureOf(cloudOf(second.url).cloud.department('1'));
    expect([failure.detail, ...(failure.fields['host'] ?? [])].join('')).not.toMatch(CONTROL);
    expect(Object.getPrototypeOf(failure.fields)).toBe(Object.prototype);
    expect(Object.keys(failure.fields)).not.toContain('bad\u0007name');
  });

  test('bounds the errors that it keeps', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`field${i}`, Array.from({ length: 50 }, () => 'x'.repeat(1000))]),
    );
    const { url } = await rogue(value(many, 400));
    const failure = await failureOf(cloudOf(url).cloud.department('1'));
    expect(JSON.stringify(failure.facts()).length).toBeLessThan(40_000);
  });

  test('survives any JSON in any status', async () => {
    let answer: unknown;
    let status = 200;
    const { url } = await rogue((_request, response) => {
      json(response, answer, status);
    });
    const { cloud } = cloudOf(url);
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom(200, 201, 400, 404, 409, 418, 500),
        async (json, code) => {
          [answer, status] = [json, code];
          // It may be read, as an empty list is, and throws nothing else.
          await cloud.findTerminals({ host: 'h' }).catch((error: unknown) => {
            expect(error).toBeInstanceOf(CloudFailure);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a token that is none', () => {
  test.each([
    {},
    { access_token: 'a b', token_type: 'Bearer', expires_in: 9 },
    { access_token: 'a\r\nX: y', token_type: 'Bearer', expires_in: 9 },
    { access_token: 'ok', token_type: 'mac', expires_in: 9 },
  ])('is refused: %o', async (token) => {
    const server = createServer((_request, response) => {
      json(response, token);
    });
    const failure = await failureOf(cloudOf(`http://127.0.0.1:${await listen(server)}/clinic`).cloud.authenticate());
    expect(failure).toMatchObject({ kind: 'unreadable', status: 200 });
  });
});

describe('secrets', () => {
  test('does not follow a redirect with them', async () => {
    const elsewhere = await rogue(value({}));
    const { url } = await rogue((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/oauth2/token/` }).end();
    });
    const failure = await failureOf(cloudOf(url).cloud.department('1'));
    expect(failure).toMatchObject({ kind: 'intercepted', status: 307 });
    expect(failure.detail).toMatch(/no credentials are sent/);
    expect(elsewhere.seen).toEqual([]);
  });

  test('blots them out where the cloud repeats them', async () => {
    const { url } = await rogue((request, response) => {
      json(
        response,
        { detail: `bad ${SECRET} ${request.headers.authorization ?? ''}`, host: [`${SECRET} ${TOKEN}`] },
        400,
      );
    });
    const { cloud, trace } = cloudOf(url);
    const failure = await failureOf(cloud.department('1'));
    expect(failure.detail).toContain('***');
    expectNoLeak(failure, SECRETS);
    expectNoLeak(trace, SECRETS);
  });

  test.each<[string, RequestListener]>([
    [
      'a reset',
      (request) => {
        request.socket.resetAndDestroy();
      },
    ],
    [
      'an end',
      (request) => {
        request.socket.end();
      },
    ],
    [
      'a cut body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy());
      },
    ],
    [
      'nonsense',
      (request) => {
        request.socket.end(`HTTP/1.1 200 OK\r\nx: ${'\u0000'.repeat(9)}\r\n\r\n`);
      },
    ],
    [
      'headers without end',
      (request) => {
        request.socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`);
      },
    ],
    ['silence', () => undefined],
    [
      'a body that trickles',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      },
    ],
  ])('are in no error and no trace after %s', async (_name, answer) => {
    const { url } = await rogue(answer);
    const { cloud, trace } = cloudOf(url, { deadlineMs: 1500 });
    for (const operation of [() => cloud.department('1'), () => cloud.createTerminal(INPUT)]) {
      const failure = await failureOf(operation());
      expect(failure.kind).toMatch(/unavailable|unreadable/);
      expect(failure.cause).toBeInstanceOf(Error);
      expectNoLeak(failure, SECRETS);
    }
    expectNoLeak(trace, SECRETS);
  });

  test('are not sent where nothing listens, which is told', async () => {
    const port = await closedPort();
    const failure = await failureOf(cloudOf(`http://127.0.0.1:${String(port)}/clinic`).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: false });
    expect(failure.detail).toMatch(/it refuses the connection \(ECONNREFUSED\)/);
    expectNoLeak(failure, SECRETS);
  });
});

test('Retry-After is read by the cloud’s own clock', () => {
  expect(readRetryAfter('Fri, 06 Feb 2026 10:00:30 GMT', 'Fri, 06 Feb 2026 10:00:00 GMT')).toBe(30);
  expect(readRetryAfter('Fri, 06 Feb 2026 09:00:00 GMT', 'Fri, 06 Feb 2026 10:00:00 GMT')).toBe(0);
  expect(readRetryAfter('-5', undefined)).toBeUndefined();
  expect(readRetryAfter('7', undefined)).toBe(7);
});
