import { readHost } from './address.js';
import { formatPair } from '../../model/endpoint.js';
import type { Route } from '../../model/endpoint.js';
type RouteReading =
  | { readonly ok: true; readonly route: Route }
  /** The reason never repeats what was written: it could hold a password. */
  | { readonly ok: false; readonly reason: string };

const SHAPE = /^(socks5|http):\/\/(\[[^\]]+\]|[^:[\]/]+)(?::(\d{1,5}))?\/?$/i;

/** Reads `socks5://host:port` or `http://host:port`. Strict: no credentials, no path, no port that is only guessed. */
export function readRoute(text: string): RouteReading {
  const written = text.trim();
  if (written.includes('@'))
    return refuse('it must not contain a user name or password: every program on this computer could read it');
  const [, scheme, bracketed, digits] = SHAPE.exec(written) ?? [];
  if (scheme === undefined || bracketed === undefined)
    return refuse('write it like socks5://host:port or http://host:port');
  const port = Number(digits);
  if (digits === undefined || port < 1 || port > 65535)
    return refuse('the port of the proxy is missing or not valid: socks5://host:port');
  const reading = readHost(bracketed.replace(/^\[|\]$/g, ''));
  if (!reading.ok || bracketed.startsWith('[') !== (reading.family === 'ipv6'))
    return refuse('the host of the proxy is neither an address nor a host name');
  const kind = scheme.toLowerCase() === 'http' ? 'http' : 'socks5';
  const proxy = { host: reading.host, port };
  return { ok: true, route: { kind, proxy, name: `${kind}://${formatPair(proxy)}` } };
}

function refuse(reason: string): RouteReading {
  return { ok: false, reason };
}
