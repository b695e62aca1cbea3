import { describe, expect, test } from 'vitest';
import { NO_NAMESPACE } from './namespace.js';
import { behindRouter } from './router.js';

const IPV4 = '84.50.12.35';
const IPV6 = '2a02:1810::5';
/** An IPv6 system believes a router only once it has tried again, after a second. */
const TIMEOUT = { 'no way': '5s', nobody: '5s', silence: '1s' } as const;

describe.skipIf(NO_NAMESPACE !== undefined)('a router on the way', () => {
  test.concurrent.each([
    ['check', IPV4, 'no way', 'network.unreachable', 'ENETUNREACH'],
    ['probe', IPV4, 'no way', 'network.unreachable', 'ENETUNREACH'],
    ['check', IPV4, 'nobody', 'network.unreachable', 'EHOSTUNREACH'],
    ['probe', IPV4, 'nobody', 'network.unreachable', 'EHOSTUNREACH'],
    ['check', IPV6, 'no way', 'network.unreachable', 'ENETUNREACH'],
    ['probe', IPV6, 'no way', 'network.unreachable', 'ENETUNREACH'],
    ['check', IPV6, 'silence', 'network.timeout', null],
    ['probe', IPV6, 'silence', 'network.timeout', null],
  ] as const)('%s %s: %s', async (command, address, manner, code, errno) => {
    const target = address === IPV6 ? `[${address}]` : address;
    const { document, status } = await behindRouter(address, manner).run([
      command,
      target,
      '--timeout',
      TIMEOUT[manner],
    ]);
    expect([document.diagnoses.map((diagnosis) => diagnosis.code), document.diagnoses[0]?.because, status]).toEqual([
      [code],
      ['tcp.posxml', 'tcp.log'],
      3,
    ]);
    const checks = document.checks.filter(({ id }) => id.startsWith('tcp.'));
    expect(checks.map(({ status: state, evidence, target: told }) => [state, evidence['errno'], told])).toEqual([
      ['fail', errno, `${target}:4445`],
      ['fail', errno, `${target}:5551`],
    ]);
  });
});
