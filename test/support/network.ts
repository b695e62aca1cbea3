import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** A network namespace with nothing in it but loopback, and no way out. */
export interface Network {
  readonly name: string;
  close(): void;
}

/** Why none can be made here; undefined if one can. */
export function whyNoNetwork(): string | undefined {
  try {
    makeNetwork().close();
    return undefined;
  } catch (cause) {
    return `no network namespace can be made here (${String(cause).split('\n')[0] ?? ''})`;
  }
}

/** Makes one in which these addresses, or blocks of them, are its own. */
export function makeNetwork(...addresses: readonly string[]): Network {
  const name = `terminal-test-${randomBytes(4).toString('hex')}`;
  ip('netns', 'add', name);
  const close = (): void => {
    ip('netns', 'del', name);
  };
  try {
    ip('-n', name, 'link', 'set', 'lo', 'up');
    for (const address of addresses) ip('-n', name, 'route', 'add', 'local', address, 'dev', 'lo');
    return { name, close };
  } catch (cause) {
    close();
    throw cause;
  }
}

/** Makes a router the only way out of a network; what it has no way to is dropped there without a word. */
export function addRouter(inside: Network, ...addresses: readonly string[]): Network {
  const router = makeNetwork(...addresses);
  ip('link', 'add', 'out', 'netns', inside.name, 'type', 'veth', 'peer', 'name', 'in', 'netns', router.name);
  for (const [name, device, address] of [
    [inside.name, 'out', '10.200.0.1/30'],
    [router.name, 'in', '10.200.0.2/30'],
  ] as const) {
    ip('-n', name, 'address', 'add', address, 'dev', device);
    ip('-n', name, 'link', 'set', device, 'up');
  }
  // It does not forward, so what is not its own ends there.
  ip('-n', inside.name, 'route', 'add', 'default', 'via', '10.200.0.2');
  return router;
}

export function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}
