import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { proxiesFor } from '../../../src/cloud/route.js';
import { makeCertificate } from './support/certificate.js';
import { INPUT } from './support/input.js';
import { expectNoLeak } from './support/leaks.js';
import { cloudOf, failureOf, instanceOf, json, proxyTo, rogue, sandboxFor, SECRET, TOKEN } from './support/servers.js';

/** Never looked up: the tests' proxy leads every tunnel to this machine. */
const CLOUD = 'https://cloud.invalid/clinic';
const department = { id: 1, url: 'x', name: 'Clinic' };
const none = { http: undefined, https: undefined, no: undefined };

beforeEach(() => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'])
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function secureCloud(name = 'cloud.invalid', times?: Parameters<typeof makeCertificate>[1]) {
  const certificate = makeCertificate(name, times);
  const server = await rogue((_request, response) => {
    json(response, department);
  }, certificate);
  return { ...server, ca: certificate.cert };
}

describe('proxies', () => {
  test('are used for the cloud, as HTTPS_PROXY says', async () => {
    const { port, ca, seen } = await secureCloud();
    const proxy = await proxyTo(port);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const { cloud, trace } = cloudOf(CLOUD, { ca });
    await expect(cloud.department('1')).resolves.toMatchObject({ name: 'Clinic' });
    expect(new Set(proxy.asked)).toEqual(new Set(['cloud.invalid:443']));
    expect(seen).toContain('GET /clinic/api/0.1/department/1/');
    expect(trace).toContainEqual({ kind: 'route', proxies: [proxy.host] });
  });

  test('are not used for loopback, where a sandbox is', async () => {
    const sandbox = await sandboxFor();
    const proxy = await proxyTo(1);
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    await expect(cloudOf(sandbox.url).cloud.department('1')).resolves.toMatchObject({ id: '1' });
    expect(proxy.asked).toEqual([]);
  });

  test('are used for loopback when that is asked for, and NO_PROXY is obeyed', async () => {
    const sandbox = await sandboxFor();
    const proxy = await proxyTo(Number(new URL(sandbox.url).port));
    const through = (no: string | undefined) =>
      cloudOf(sandbox.url, { proxies: { ...none, http: proxy.url, no } }).cloud.department('1');
    await through('127.0.0.1');
    await through('*');
    expect(proxy.asked).toEqual([]);
    await through('cloud.invalid');
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  test.each([
    [
      { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'x' },
      { http: undefined, https: 'http://p:1', no: 'x' },
    ],
    [
      { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' },
      { http: undefined, https: 'http://low:1', no: undefined },
    ],
    [{ HTTPS_PROXY: 'proxy.clinic:3128' }, { http: undefined, https: 'http://proxy.clinic:3128', no: undefined }],
    [{ HTTP_PROXY: ' agent:pass@p:1 ' }, { http: 'http://agent:pass@p:1', https: undefined, no: undefined }],
    [{ HTTPS_PROXY: '' }, undefined],
    [{}, undefined],
  ])('are read from the environment: %o', (env, expected) => {
    expect(proxiesFor(instanceOf(CLOUD), undefined, env)).toEqual(expected);
    expect(proxiesFor(instanceOf('http://127.0.0.1:8080/sandbox'), undefined, env)).toBeUndefined();
  });

  test.each([
    [407, /requires a user name and password/],
    [403, /refuses to connect to it \(403\)/],
  ])('that refuse are named, with no credentials in it: %i', async (status, why) => {
    const proxy = await proxyTo(1, status);
    vi.stubEnv('HTTPS_PROXY', proxy.url.replace('http://', 'http://agent:proxy-pass-word@'));
    const { cloud, trace } = cloudOf(CLOUD);
    const failure = await failureOf(cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'proxy', maybeDone: false });
    expect(failure.detail).toMatch(why);
    expect(failure.detail).toContain(`through the proxy ${proxy.host}`);
    expect(proxy.authorizations[0]).toMatch(/^Basic /);
    for (const value of [failure, trace])
      expectNoLeak(value, [SECRET, TOKEN, 'proxy-pass-word', 'agent:proxy-pass-word']);
  });

  test.each(['agent:proxy-pass-word@', 'http://agent:proxy-pass-word@:x/'])(
    'that cannot be read are named without their value: %s',
    async (value) => {
      vi.stubEnv('HTTPS_PROXY', value);
      const failure = await failureOf(cloudOf(CLOUD).cloud.authenticate());
      expect(failure.detail).toMatch(/HTTPS_PROXY is not a usable URL/);
      expectNoLeak(failure, ['proxy-pass-word']);
    },
  );
});

describe('TLS', () => {
  // Node warns of what is set here.
  beforeEach(() => {
    vi.spyOn(process, 'emitWarning').mockReturnValue();
  });

  const day = 24 * 3600 * 1000;
  test.each<[string, string, Parameters<typeof makeCertificate>[1], boolean, RegExp]>([
    ['self-signed', 'cloud.invalid', undefined, false, /self-signed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
    ['for another name', 'other.invalid', undefined, true, /for another name/],
    ['expired', 'cloud.invalid', { from: Date.now() - 9 * day, to: Date.now() - day }, true, /has expired/],
    [
      'of tomorrow',
      'cloud.invalid',
      { from: Date.now() + day, to: Date.now() + 9 * day },
      true,
      /not valid yet: it was valid from .* and this computer shows/,
    ],
  ])('names a certificate that is %s, and sends nothing', async (_name, dnsName, times, trusted, why) => {
    const { port, ca, seen } = await secureCloud(dnsName, times);
    const proxy = await proxyTo(port);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    // Whatever the environment says, certificates are checked.
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const failure = await failureOf(cloudOf(CLOUD, trusted ? { ca } : {}).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'untrusted', maybeDone: false });
    expect(failure.detail).toMatch(why);
    expect(failure.detail).not.toMatch(/NODE_TLS|reject_?unauthorized|insecure|disable|ignore/i);
    expect(seen.filter((line) => line !== 'HEAD /')).toEqual([]);
    expectNoLeak(failure, [SECRET]);
  });

  test('names a certificate without a proxy too', async () => {
    const { url, seen } = await secureCloud('127.0.0.1');
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect((await failureOf(cloudOf(url).cloud.authenticate())).detail).toMatch(/self-signed/);
    expect(seen.filter((line) => line !== 'HEAD /')).toEqual([]);
  });

  test('names a port that speaks no TLS', async () => {
    const plain = await rogue((_request, response) => {
      json(response, department);
    });
    const failure = await failureOf(cloudOf(`https://127.0.0.1:${plain.port}/clinic`).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'unavailable', maybeDone: false });
    expect(failure.detail).toMatch(/does not speak TLS/);
  });
});
