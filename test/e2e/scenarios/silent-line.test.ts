import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { droppingNamespace, namespace, NO_NAMESPACE } from '../../netns/namespace.js';
import type { Namespace, Ran } from '../../netns/namespace.js';

/** Public elsewhere; in the test's own network it is whatever the test makes of it. */
const CLINIC = '84.50.12.34';
const NOBODY = '84.50.12.35';
const TIMEOUT = ['--timeout', '3s'] as const;

const told = ({ document, status }: Ran): readonly unknown[] => [document.diagnoses.map(({ code }) => code), status];

/** What loopback cannot play: packets that are dropped, and routers that say so. */
describe.skipIf(NO_NAMESPACE !== undefined)('in a network of the test', () => {
  test.concurrent.each(['check', 'probe'])('%s: both ports drop whatever comes', async (command) => {
    const ran = await droppingNamespace(CLINIC).run([command, NOBODY, ...TIMEOUT]);
    expect(told(ran)).toEqual([['network.timeout'], 3]);
    expect(ran.document.diagnoses[0]).toMatchObject({
      because: ['tcp.posxml', 'tcp.log'],
      ask: expect.stringContaining('ekraanil on midagi näha') as unknown,
    });
  });

  test.concurrent.each(['check', 'probe'])('%s: the network says that nobody is there', async (command) => {
    const ran = await namespace(CLINIC).run([command, NOBODY, ...TIMEOUT]);
    expect(told(ran)).toEqual([['network.unreachable'], 3]);
  });

  test.concurrent('one port drops, the other is a terminal', async () => {
    const net = droppingNamespace(CLINIC);
    await net.peer('terminal', 4445);
    drop(net, 5551);
    expect(told(await net.run(['probe', CLINIC, ...TIMEOUT]))).toEqual([['ports.log-closed'], 0]);
  });

  test.concurrent('one port drops, the other is the log', async () => {
    const net = droppingNamespace(CLINIC);
    await net.peer('silent', 5551);
    drop(net, 4445);
    expect(told(await net.run(['probe', CLINIC, ...TIMEOUT]))).toEqual([['ports.posxml-closed'], 3]);
  });
});

/** Leads what goes to this port out of the namespace, where it is dropped, even if the address is its own. */
function drop({ name }: Namespace, port: number): void {
  const rule = (...args: readonly string[]): void => {
    execFileSync('ip', ['netns', 'exec', name, 'ip', 'rule', ...args], { stdio: 'pipe' });
  };
  rule('add', 'pref', '10', 'lookup', 'local');
  rule('add', 'pref', '5', 'ipproto', 'tcp', 'dport', String(port), 'lookup', 'main');
  rule('del', 'pref', '0');
}
