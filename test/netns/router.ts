import { ip } from '../support/network.js';
import { droppingNamespace } from './namespace.js';
import type { Namespace } from './namespace.js';

/** What a router does with what it cannot deliver: says that it knows no way, that nobody is there, or nothing. */
type Manner = 'no way' | 'nobody' | 'silence';

const ROUTES: Readonly<Record<Exclude<Manner, 'no way'>, string>> = { nobody: 'unreachable', silence: 'blackhole' };

/** A network whose only way out is a router that cannot deliver to `address` (IPv4 or IPv6), nor to any other. */
export function behindRouter(address: string, manner: Manner): Namespace {
  const net = droppingNamespace();
  const { name, router } = net;
  ip('-n', name, 'address', 'add', 'fd00::1/64', 'dev', 'out', 'nodad');
  ip('-n', router, 'address', 'add', 'fd00::2/64', 'dev', 'in', 'nodad');
  ip('-n', name, '-6', 'route', 'add', 'default', 'via', 'fd00::2');
  if (manner !== 'no way') ip('-n', router, 'route', 'add', ROUTES[manner], address);
  // Without the last two a router says it of the first port and not of the second.
  ip(
    'netns',
    'exec',
    router,
    'sysctl',
    '-qw',
    'net.ipv4.ip_forward=1',
    'net.ipv6.conf.all.forwarding=1',
    'net.ipv4.icmp_ratelimit=0',
    'net.ipv6.icmp.ratelimit=0',
  );
  return net;
}
