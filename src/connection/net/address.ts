import { isIP, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AddressProblem, AddressProblemCode } from '../../model/facts.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import type { Target } from '../../model/endpoint.js';
/** A host in its one canonical spelling, or why it is none. */
type HostReading =
  | { readonly ok: true; readonly host: string; readonly family: Target['family'] }
  | { readonly ok: false; readonly reason: string };

const INPUT_LENGTH = 80;

/**
 * Reads a strict dotted quad, an IPv6 address without brackets, or a host name of RFC 1123 that has a dot or is
 * `localhost`. What the system's own readers would turn into another address (`010.0.0.1`, `84.111.222`) is refused.
 */
export function readHost(text: string): HostReading {
  if (text.includes(':')) return readIPv6(text);
  const number = notAQuad(text);
  if (number === undefined) return { ok: true, host: text, family: 'ipv4' };
  if (looksNumeric(text)) return { ok: false, reason: number };
  const name = notAName(text);
  return name === undefined ? { ok: true, host: text.toLowerCase(), family: 'name' } : { ok: false, reason: name };
}

/** Whether a text was meant as a dotted quad: it ends in a number, or only one of its four parts is none. */
export function looksNumeric(text: string): boolean {
  const parts = text.split('.');
  if (/^(?:\d+|0x[0-9a-f]*)$/i.test(parts.at(-1) ?? '')) return true;
  return parts.length === 4 && parts.filter((part) => /^\d+$/.test(part)).length === 3;
}

/** A person's reason why this is no strict dotted quad; undefined if it is one. */
function notAQuad(text: string): string | undefined {
  const parts = text.split('.');
  const odd = parts.find((part) => !/^\d+$/.test(part));
  if (odd === '') return 'a number is missing between two dots';
  if (odd !== undefined) return `${safeExcerpt(odd, 20)} is not a decimal number`;
  if (parts.length !== 4) return `it has ${count(parts.length)}, an address has four`;
  const high = parts.find((part) => Number(part) > 255);
  if (high !== undefined) return `one number, ${safeExcerpt(high, 20)}, is above 255`;
  const padded = parts.find((part) => part.length > 1 && part.startsWith('0'));
  return padded === undefined
    ? undefined
    : `${safeExcerpt(padded, 20)} begins with a zero, which some programs read as another number`;
}

function count(numbers: number): string {
  return numbers === 1 ? 'one number' : `${String(numbers)} numbers`;
}

function notAName(text: string): string | undefined {
  if (text.length > 253) return 'a host name has at most 253 characters';
  const labels = text.split('.');
  if (labels.some((label) => !/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label)))
    return 'it is neither an address nor a host name';
  if (labels.length === 1 && text.toLowerCase() !== 'localhost')
    return 'it is neither an address nor a host name with a dot in it';
  return /^[a-z]/i.test(labels.at(-1) ?? '') && (labels.at(-1) ?? '').length > 1
    ? undefined
    : 'its last part is not that of a host name';
}

function readIPv6(text: string): HostReading {
  if (text.includes('%')) return { ok: false, reason: 'it has a zone (after %), which is valid on one computer only' };
  if (!isIPv6(text)) return { ok: false, reason: 'it is not an IPv6 address' };
  return { ok: true, host: ipaddr.IPv6.parse(text).toString(), family: 'ipv6' };
}

/**
 * Why an address may not be dialled, by its range (RFC 1918, 3927, 4193, 4291, 5737, 6598, 6890).
 * It is also what a host name's address is held against at the moment of dialling, since a name can lead anywhere.
 */
export function problemOfAddress(ip: string, allowPrivate: boolean): AddressProblem | undefined {
  if (isIP(ip) === 0) return addressProblem('address.invalid', ip, 'it is not an address');
  const range: string = ipaddr.parse(ip).range();
  // In this spelling one terminal would be two: it is held, recorded and looked up by its address.
  if (range === 'unicast' || (allowPrivate && range !== 'ipv4Mapped')) return undefined;
  const [code, reason] = RANGES[range] ?? (['address.reserved', 'it is reserved, no clinic can have it'] as const);
  return addressProblem(code, ip, reason);
}

/**
 * Whether these are two addresses of one kind. An internal address beside a public one is one clinic seen from within and
 * from outside, and a name or an address of the other family may be the same place.
 */
export function isAnotherAddress(before: string, now: string): boolean {
  const family = isIP(now);
  const isPublic = (ip: string): boolean => problemOfAddress(ip, false) === undefined;
  return before !== now && family !== 0 && isIP(before) === family && isPublic(before) === isPublic(now);
}

/** As {@link problemOfAddress}, for a host as it was read: a name is accepted, with a warning. */
export function problemOfHost(
  host: string,
  family: Target['family'],
  allowPrivate: boolean,
): AddressProblem | undefined {
  if (family !== 'name') return problemOfAddress(host, allowPrivate);
  const itself = host === 'localhost' || host.endsWith('.localhost');
  if (itself) return allowPrivate ? undefined : addressProblem('address.private', host, OWN_ADDRESS);
  return addressProblem('address.hostname', host, 'it is a host name; the guide asks for a fixed public address');
}

/** A problem whose input is safe to show: bounded, visible, and without the password that a URL may carry. */
export function addressProblem(code: AddressProblemCode, input: string, reason: string): AddressProblem {
  const withoutSecret = input.slice(0, 4 * INPUT_LENGTH).replace(/\/\/[^\s/@]*@/g, '//…@');
  return { code, input: safeExcerpt(withoutSecret, INPUT_LENGTH), reason };
}

const OWN_ADDRESS = 'it is the loopback address of this computer';
const LINK_LOCAL = 'it is an address that a device gives itself when the router gives it none';
const INSIDE = 'it is a private address, not reachable from the internet';

const RANGES: Readonly<Record<string, readonly [AddressProblemCode, string]>> = {
  private: ['address.private', INSIDE],
  uniqueLocal: ['address.private', INSIDE],
  deprecatedSiteLocal: ['address.private', INSIDE],
  linkLocal: ['address.private', LINK_LOCAL],
  loopback: ['address.private', OWN_ADDRESS],
  carrierGradeNat: ['address.cgnat', 'it is an address that the provider shares among customers (CGNAT)'],
  unspecified: ['address.reserved', 'it stands for “no address”'],
  broadcast: ['address.reserved', 'it is the broadcast address'],
  multicast: ['address.reserved', 'it is a multicast address'],
  ipv4Mapped: ['address.reserved', 'it is an IPv4 address written as IPv6; write it as four numbers'],
  reserved: ['address.reserved', 'it is reserved for manuals and tests, no clinic can have it'],
};
