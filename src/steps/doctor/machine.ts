import { networkInterfaces } from 'node:os';
import { escapeControls } from '../../text/escape-controls.js';
import { examinedCheck } from './examined.js';
import type { Examined } from './examined.js';

/** @param engines what package.json asks for, like `>=20.18.1` */
export function examineNode(engines: string, running = process.versions.node): Examined {
  const needed = /(\d+)\.(\d+)\.(\d+)/.exec(engines)?.[0] ?? '0.0.0';
  const evidence = { node: running, needed };
  if (compare(running, needed) >= 0)
    return examinedCheck('doctor.node', 'pass', { says: `${running}; ${needed} or later is needed`, evidence });
  return examinedCheck('doctor.node', 'warn', {
    says: `${running} is too old: ${needed} or later is needed`,
    do: 'Install a newer Node.js.',
    evidence,
  });
}

function compare(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  const differing = (a ?? []).map((part, index) => part - (b?.[index] ?? 0)).find((difference) => difference !== 0);
  return differing ?? 0;
}

/** How many interfaces there are, and of which kind; no address is told. */
export function examineInterfaces(all = networkInterfaces()): Examined {
  const outward = Object.values(all).map((addresses) =>
    (addresses ?? []).filter((address) => !address.internal && !isLinkLocal(address.address)),
  );
  const interfaces = outward.filter((addresses) => addresses.length > 0).length;
  const has = (family: string): boolean => outward.flat().some((address) => address.family === family);
  const evidence = { interfaces, ipv4: has('IPv4'), ipv6: has('IPv6') };
  if (interfaces === 0) {
    return examinedCheck('doctor.interfaces', 'warn', {
      says: 'no network except loopback: nothing outside this computer can be reached',
      do: 'Connect this computer to a network.',
      evidence,
    });
  }
  const families = [evidence.ipv4 ? 'IPv4' : '', evidence.ipv6 ? 'IPv6' : '']
    .filter((family) => family !== '')
    .join(' and ');
  const says = `${String(interfaces)} network ${interfaces === 1 ? 'interface' : 'interfaces'} up, with ${families}`;
  if (evidence.ipv4) return examinedCheck('doctor.interfaces', 'pass', { says, evidence });
  return examinedCheck('doctor.interfaces', 'warn', {
    says: `${says} only: most clinics have an IPv4 address`,
    do: 'Try from a network with IPv4.',
    evidence,
  });
}

/** An address that a device gives itself when it got none (RFC 3927, RFC 4291). */
function isLinkLocal(address: string): boolean {
  return /^(?:169\.254\.|fe[89ab])/i.test(address);
}

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const;

/** Names and places of the proxies that are set, never what is needed to log in there. */
export function examineProxies(env: NodeJS.ProcessEnv): Examined {
  const set = PROXIES.flatMap((name) => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    return value === '' ? [] : [{ name, place: placeOf(value) }];
  });
  const evidence = {
    proxies: set.map(({ name, place }) => ({ name, place: place ?? null })),
    exceptions: (env['no_proxy'] ?? env['NO_PROXY'] ?? '') !== '',
  };
  if (set.length === 0) return examinedCheck('doctor.proxies', 'pass', { says: 'no proxy is set', evidence });
  const unreadable = set.filter(({ place }) => place === undefined).map(({ name }) => name);
  if (unreadable.length > 0) {
    return examinedCheck('doctor.proxies', 'warn', {
      says: `${unreadable.join(' and ')} cannot be read as a URL`,
      do: 'Write it like http://host:port, or remove it.',
      evidence,
    });
  }
  const told = set.map(({ name, place }) => `${name} ${place ?? ''}`).join(', ');
  const ignored = set.some(({ name }) => name === 'ALL_PROXY') ? '; ALL_PROXY is not used' : '';
  return examinedCheck('doctor.proxies', 'pass', {
    says: `${told}: used for the cloud, never for terminals${ignored}`,
    evidence,
  });
}

function placeOf(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { hostname, port, protocol } = new URL(value);
  if (hostname === '') return undefined;
  return escapeControls(`${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`);
}
