import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { wayTo } from '../../../src/cloud/route.js';
import { makeCertificate } from '../../../src/sandbox/services/certificate.js';
import { closedPort } from '../../support/closed-port.js';
import { INPUT } from './support/input.js';
import { expectNoLeak } from './support/leaks.js';
import { cloudOf, failureOf, instanceOf, json, listen, proxyTo, rogue, SECRET } from './support/servers.js';

const CLOUD = 'https://cloud.invalid/clinic';
const DAY = 24 * 3600 * 1000;

beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A port that does the given thing to each connection. */
async function portThat(welcome: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onTestFinished(() => {
      socket.destroy();
    });
    welcome(socket);
  });
  return listen(server);
}

describe('a proxy', () => {
  test.each<[string, () => Promise<number>, RegExp]>([
    ['is not there', closedPort, /the proxy cannot be reached: it refuses the connection \(ECONNREFUSED\)/],
    [
      'answers rubbish',
      () =>
        portThat((socket) => {
          socket.once('data', () => socket.end('SSH-2.0-dropbear\r\n'));
        }),
      /does not answer like a proxy/,
    ],
    [
      'hangs up',
      () =>
        portThat((socket) => {
          socket.once('data', () => socket.end());
        }),
      /the proxy closed the connection/,
    ],
    ['is silent', () => portThat(() => undefined), /the proxy did not answer within \d+ ms/],
  ])('that %s is told as its own failure, and nothing may have been done', async (_name, port, why) => {
    const at = `127.0.0.1:${String(await port())}`;
    vi.stubEnv('HTTPS_PROXY', `http://agent:proxy-pass-word@${at}`);
    const failure = await failureOf(cloudOf(CLOUD, { deadlineMs: 1500 }).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'proxy', maybeDone: false });
    expect(failure.detail).toMatch(why);
    expect(failure.detail).toContain(`cloud.invalid through the proxy ${at}`);
    expectNoLeak(failure, [SECRET, 'proxy-pass-word']);
  });

  test.each([
    ['https://cloud.example/clinic', 'example', false],
    ['https://cloud.example/clinic', '.example', false],
    ['https://cloud.example/clinic', '*.example', false],
    ['https://cloud.example/clinic', 'other, CLOUD.example', false],
    ['https://cloud.example/clinic', 'cloud.example:443', false],
    ['https://cloud.example/clinic', '*', false],
    ['https://cloud.example/clinic', 'cloud.example:8443', true],
    ['https://cloud.example:8443/clinic', 'cloud.example:8443', false],
    ['https://cloud.example/clinic', 'loud.example', true],
    ['https://cloud.example/clinic', ' , ,', true],
    ['https://[2001:db8::7]/clinic', '2001:db8::7', false],
    ['https://[2001:db8::7]/clinic', '[2001:db8::7]:443', false],
    ['https://[2001:db8::7]/clinic', '[2001:db8::8]', true],
  ])('is used for %s with NO_PROXY=%s: %s', (instance, no, used) => {
    const way = wayTo(instanceOf(instance), undefined, { HTTPS_PROXY: 'http://p:1', NO_PROXY: no });
    expect(way.proxy).toBe(used ? 'http://p:1' : undefined);
  });
});

describe('a certificate', () => {
  const authority = makeCertificate(['Clinic IT \u202eInspection'], { authority: true });
  const signed = makeCertificate(['cloud.invalid'], {
    issuer: { name: 'Clinic IT \u202eInspection', key: authority.key },
  });

  test.each([true, false])(
    'of an inspecting proxy is named by its issuer, and accepted once that is trusted; through a proxy: %s',
    async (proxied) => {
      const asked: string[] = [];
      const own = proxied
        ? signed
        : makeCertificate(['localhost'], { issuer: { name: 'Clinic IT \u202eInspection', key: authority.key } });
      const server = await rogue((request, response) => {
        asked.push(request.headers.authorization ?? '');
        json(response, { id: 1, url: 'x', name: 'Clinic' });
      }, own);
      const proxy = await proxyTo(server.port);
      if (proxied) vi.stubEnv('HTTPS_PROXY', proxy.url.replace('//', '//agent:pass%2Fword@'));
      const url = proxied ? CLOUD : `https://localhost:${String(server.port)}/clinic`;
      const failure = await failureOf(cloudOf(url).cloud.createTerminal(INPUT));
      expect(failure).toMatchObject({ kind: 'untrusted', maybeDone: false });
      expect(failure.detail).toMatch(
        /CA that this computer does not know, “Clinic IT \\u202eInspection”: most likely your company's TLS-inspecting proxy/,
      );
      // The look at the certificate carries no credentials.
      expect([server.seen, asked]).toEqual([['HEAD /'], ['']]);
      // Both looks tell the proxy who asks.
      const known = `Basic ${Buffer.from('agent:pass/word').toString('base64')}`;
      expect(proxy.authorizations).toEqual(proxied ? [known, known] : []);
      await expect(cloudOf(url, { ca: authority.cert }).cloud.department('1')).resolves.toMatchObject({
        name: 'Clinic',
      });
    },
  );

  test.each([-400, 400])(
    'that is good by the clock of the cloud and not by ours is the clock’s fault: %i days',
    async (days) => {
      const theirs = Date.now() + days * DAY;
      const certificate = makeCertificate(['localhost'], { from: theirs - DAY, to: theirs + DAY });
      const server = await rogue((_request, response) => {
        response.setHeader('date', new Date(theirs).toUTCString()).end();
      }, certificate);
      const failure = await failureOf(
        cloudOf(`https://localhost:${String(server.port)}/clinic`, { ca: certificate.cert }).cloud.authenticate(),
      );
      expect(failure).toMatchObject({ kind: 'clock', maybeDone: false });
      const shown = (at: number): string => new Date(at).toISOString().slice(0, 10);
      expect(failure.detail).toMatch(
        new RegExp(`valid at ${shown(theirs)} .* its own time, but not at ${shown(Date.now())}`),
      );
      expect(server.seen).toEqual(['HEAD /']);
    },
  );

  describe('below an authority that this machine knows', () => {
    const ROOT = 'Public Root';
    const root = makeCertificate([ROOT], { authority: true });
    const between = (from: number, to: number): ReturnType<typeof makeCertificate> =>
      makeCertificate(['Intermediate 3'], {
        ...{ from: Date.now() + from * DAY, to: Date.now() + to * DAY, authority: true },
        issuer: { name: ROOT, key: root.key },
      });
    const served = async (intermediate: ReturnType<typeof makeCertificate>, sent: boolean, aheadMs = 0) => {
      const leaf = makeCertificate(['localhost'], { issuer: { name: 'Intermediate 3', key: intermediate.key } });
      const chain = { key: leaf.key, cert: sent ? leaf.cert + intermediate.cert : leaf.cert };
      const { port, seen } = await rogue((_request, response) => {
        response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
        json(response, { id: 1, name: 'Clinic' });
      }, chain);
      const { cloud } = cloudOf(`https://localhost:${String(port)}/clinic`, { ca: root.cert });
      return { cloud, seen };
    };

    test('is accepted with its intermediate', async () => {
      const { cloud } = await served(between(-1, 1), true);
      await expect(cloud.department('1')).resolves.toMatchObject({ name: 'Clinic' });
    });

    test.each([
      [
        'expired',
        -9,
        -1,
        /own certificate is valid, but the intermediate certificate “Intermediate 3” that it sends has expired/,
      ],
      [
        'of tomorrow',
        1,
        9,
        /own certificate is valid, but the intermediate certificate “Intermediate 3” .* not valid yet/,
      ],
    ])('is not blamed on the clock where its intermediate is %s', async (_name, from, to, why) => {
      const { cloud, seen } = await served(between(from, to), true);
      const failure = await failureOf(cloud.authenticate());
      expect(failure).toMatchObject({ kind: 'untrusted', maybeDone: false });
      expect(failure.detail).toMatch(why);
      expect(seen).toEqual(['HEAD /']);
    });

    test('is told of where the server does not send its intermediate', async () => {
      const { cloud } = await served(between(-1, 1), false);
      const failure = await failureOf(cloud.authenticate());
      expect(failure.kind).toBe('untrusted');
      expect(failure.detail).toMatch(/“Intermediate 3”.*does not send the intermediate certificate/);
    });
  });

  test('is told without its issuer where the second look meets nothing', async () => {
    const server = await rogue((_request, response) => {
      response.socket?.destroy();
    }, signed);
    const failure = await failureOf(cloudOf(`https://127.0.0.1:${String(server.port)}/clinic`).cloud.authenticate());
    expect(failure.kind).toBe('untrusted');
  });
});
