import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { readInstance } from '../../../src/cloud/instance.js';
import { examineCloudSide } from '../../../src/steps/doctor/cloud-side.js';
import { examineInterfaces, examineNode, examineProxies } from '../../../src/steps/doctor/machine.js';

const address = (family: 'IPv4' | 'IPv6', text: string, internal = false) =>
  ({
    address: text,
    family,
    internal,
    netmask: '',
    mac: '',
    cidr: null,
    ...(family === 'IPv6' && { scopeid: 0 }),
  }) as never;
const loopback = { lo: [address('IPv4', '127.0.0.1', true), address('IPv6', '::1', true)] };

test.each([
  ['20.18.1', 'pass'],
  ['20.18.10', 'pass'],
  ['24.0.0', 'pass'],
  ['20.18.0', 'warn'],
  ['20.9.9', 'warn'],
  ['18.99.99', 'warn'],
])('Node.js %s: %s', (running, status) => {
  expect(examineNode('>=20.18.1', running).check.status).toBe(status);
});

describe('interfaces are counted, and their addresses not told', () => {
  test.each([
    [loopback, 'warn', { interfaces: 0, ipv4: false, ipv6: false }],
    [
      { ...loopback, eth0: [address('IPv4', '10.1.2.3'), address('IPv6', 'fe80::1')] },
      'pass',
      { interfaces: 1, ipv4: true, ipv6: false },
    ],
    [{ ...loopback, eth0: [address('IPv4', '169.254.7.7')] }, 'warn', { interfaces: 0, ipv4: false, ipv6: false }],
    [
      { ...loopback, tun0: [address('IPv6', '2001:db8::1')], eth1: undefined as never },
      'warn',
      { interfaces: 1, ipv4: false, ipv6: true },
    ],
  ])('the interfaces of case %# are counted', (all, status, evidence) => {
    const { check } = examineInterfaces(all);
    expect(check).toMatchObject({ status, evidence });
    expect(JSON.stringify(check)).not.toMatch(/10\.1\.2\.3|169\.254|2001:db8|fe80/);
  });
});

describe('proxies are named without what is needed to log in there', () => {
  test.each([
    [{}, 'pass', []],
    [{ HTTPS_PROXY: '' }, 'pass', []],
    [
      { HTTPS_PROXY: 'http://agent:hush@proxy.example:3128/hush?hush' },
      'pass',
      [{ name: 'HTTPS_PROXY', place: 'proxy.example:3128' }],
    ],
    [
      { HTTP_PROXY: 'http://hush@[::1]', https_proxy: 'https://proxy.example' },
      'pass',
      [
        { name: 'HTTPS_PROXY', place: 'proxy.example:443' },
        { name: 'HTTP_PROXY', place: '[::1]:80' },
      ],
    ],
    [{ ALL_PROXY: 'socks5://agent:hush@127.0.0.1:1080' }, 'pass', [{ name: 'ALL_PROXY', place: '127.0.0.1:1080' }]],
    [{ HTTPS_PROXY: 'agent:hush@proxy.example:3128' }, 'warn', [{ name: 'HTTPS_PROXY', place: null }]],
    [{ HTTPS_PROXY: 'http://hush hush' }, 'warn', [{ name: 'HTTPS_PROXY', place: null }]],
  ])('the environment %j is examined', (env, status, proxies) => {
    const { check } = examineProxies(env);
    expect(check).toMatchObject({ status, evidence: { proxies } });
    expect(JSON.stringify(check)).not.toContain('hush');
  });

  test('and terminals never go through them', () => {
    expect(examineProxies({ HTTPS_PROXY: 'http://proxy.example:3128' }).check.evidence['says']).toContain(
      'never for terminals',
    );
  });
});

test.each([
  [59, 'pass'],
  [60, 'warn'],
  [-60, 'pass'],
  [-61, 'warn'],
])('a cloud whose clock is %i s ahead, told in whole seconds: %s', async (seconds, status) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 1, 14, 8) });
  const server = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString()).end('hello');
  });
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const reading = readInstance(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/clinic`);
    if (!reading.ok) throw new Error('no instance');
    const access = { code: 'credentials.missing', why: 'none are set' } as const;
    const examined = await examineCloudSide({ instance: reading.instance, access, deadlineMs: 60_000 });
    expect(examined.find(({ check }) => check.id === 'doctor.clock')?.check.status).toBe(status);
  } finally {
    vi.useRealTimers();
    server.close();
  }
});
