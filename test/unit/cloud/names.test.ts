import type { LookupFunction } from 'node:net';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { noReply } from '../../../src/cloud/no-reply.js';
import { closedPort } from '../../support/closed-port.js';
import { cloudOf, failureOf } from './support/servers.js';

/** The DNS server, as the system would ask it: each test says how it answers, and no name leaves this machine. */
const server = vi.hoisted((): { answer: LookupFunction } => ({ answer: () => undefined }));
vi.mock('node:dns', async (original) => ({
  ...(await original<object>()),
  lookup: ((host, options, callback) => {
    server.answer(host, options, callback);
  }) as LookupFunction,
}));

const failing =
  (code: string): LookupFunction =>
  (host, _options, callback) => {
    callback(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code }), '', 4);
  };
const leadingTo =
  (address: string): LookupFunction =>
  (_host, { all }, callback) => {
    callback(null, all === true ? [{ address, family: 4 }] : address, 4);
  };
const asked = async (port = 443, deadlineMs = 20_000) =>
  failureOf(cloudOf(`https://cloud.example:${String(port)}/clinic`, { deadlineMs }).cloud.authenticate());

describe('a name server', () => {
  beforeEach(() => {
    vi.stubEnv('HTTPS_PROXY', '');
    vi.stubEnv('https_proxy', '');
    vi.stubEnv('HTTP_PROXY', '');
    vi.stubEnv('http_proxy', '');
  });

  test('that never answers is named, and not the cloud', async () => {
    server.answer = () => undefined;
    const failure = await asked(443, 300);
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: false });
    expect(failure.detail).toMatch(/DNS did not answer within \d+ ms/);
  });

  test.each([
    ['ENOTFOUND', /its name is unknown/],
    ['EAI_AGAIN', /DNS does not answer/],
  ] as const)('that says %s', async (code, says) => {
    server.answer = failing(code);
    const failure = await asked();
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: false });
    expect(failure.detail).toMatch(says);
    expect(failure.detail).not.toContain('public address');
  });

  test('that leads a public name to this machine is told as what it may be', async () => {
    server.answer = leadingTo('127.0.0.1');
    const failure = await asked(await closedPort());
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: false });
    expect(failure.detail).toMatch(/the name resolves to 127\.0\.0\.1 here, which is not a public address: a filter/);
  });
});

describe('where a name leads, judged and not dialled', () => {
  const refused = (addresses: string[], proxy?: string): string => {
    const way = { proxy, addresses, waiting: new Set<'name' | 'proxy'>() };
    const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    return noReply(error, {
      url: new URL('https://cloud.example/clinic/'),
      way,
      seen: undefined,
      waitedMs: 5,
      timedOut: false,
      redact: String,
    }).detail;
  };

  test.each(['0.0.0.0', '10.0.0.5', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1'])(
    '%s is no public address',
    (address) => {
      expect(refused([address])).toContain(`the name resolves to ${address} here`);
    },
  );

  test.each([[['84.50.12.34']], [['10.0.0.5', '84.50.12.34']], [[]]])(
    '%j says nothing against the name server',
    (addresses) => {
      expect(refused(addresses)).not.toContain('the name resolves to');
    },
  );

  test("a proxy's own address is none of the name's", () => {
    expect(refused(['10.0.0.5'], 'http://proxy.example:3128')).not.toContain('the name resolves to');
  });
});
