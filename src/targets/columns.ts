import type { Role } from '../model/endpoint.js';
import { hintsOf, portHintsOf } from './vocabulary.js';

/** What a column of a list holds, or a value of a JSON object, by its name. */
export type Column =
  /** `rank`: which of several is the address, the lowest first. */
  | { readonly kind: 'host'; readonly rank: number }
  /** Without a role: its place among the other ports says what it is for. */
  | { readonly kind: 'port'; readonly role: Role | undefined }
  /** Of another machine than the terminal, or of former days. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'other' };

const word = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

/** The best first. */
const HOSTS = [
  word('target'),
  word('host|hostname|server|хост|сервер'),
  word('ip|ips|ipv4|ip4|ipaddress|ipaddr|ipaadress|ipадрес|айпи|wan|ипадрес'),
  word('address|addr|aadress|aadressid|адрес'),
] as const;
const FOREIGN = word(
  [
    'sise|sisemi\\p{L}+|sisevõr\\p{L}+|inside|internal|inner|lan|local|private|kohali\\p{L}+|внутр\\p{L}+|локальн\\p{L}+',
    'dns\\d?|nameserver|ns\\d?|nimeserver\\p{L}*|gateway|gw|lüüs|vaikelüüs|шлюз|mask|netmask|subnet|võrgumask|alamvõr\\p{L}+|маска',
    'router|ruuter\\p{L}*|роутер|маршрутизатор|mail|e?mail|smtp|meil|почт\\p{L}+|mac|old|vana|previous|endi\\p{L}+|стар\\p{L}+|прежн\\p{L}+',
  ].join('|'),
);
const NEUTRAL = word(
  [
    'terminal|terminali|terminals|терминал\\p{L}?|clinic|kliiniku?|клиник\\p{L}|device|seade|seadme|our|the|new|uus|current|v4|nr|no|number|id|custom|field|txt|text|int|integer|string',
    'väli\\p{L}*|outside|external|public|avalik|staatiline|static|fixed|püsi|внешн\\p{L}+|публичн\\p{L}+|статич\\p{L}+|постоянн\\p{L}+|wan|tcp|\\d',
  ].join('|'),
);
/** `ip:port`, `Aadress ja pordid`. */
const BOTH = /[:/&+]|\s(?:ja|ning|and|with|и)\s/iu;
const ROLE_ALONE = word('posxml|xml|log|logi|лог');
const INSIDE_PORTS: Readonly<Record<string, Role>> = { 4445: 'posxml', 5551: 'log' };

/** `IP-aadress`, `PosXML port`, `logPort`, `Внешний IP`, whatever their case, blanks and hyphens are. */
export function columnOf(name: string): Column {
  const words = wordsOf(name);
  if (words.some((one) => FOREIGN.test(one))) return { kind: 'foreign' };
  const ranks = words.map((one) => HOSTS.findIndex((pattern) => pattern.test(one)));
  const rank = Math.min(...ranks.filter((one) => one !== -1));
  const isOfHost = (one: string, index: number): boolean => ranks[index] !== -1 || NEUTRAL.test(one);
  if (Number.isFinite(rank) && words.every(isOfHost)) return { kind: 'host', rank };
  if (Number.isFinite(rank) && BOTH.test(name) && words.every((one, at) => isOfHost(one, at) || isOfPort(one)))
    return { kind: 'host', rank: HOSTS.length };
  return portColumn(words) ?? { kind: 'other' };
}

function isOfPort(one: string): boolean {
  return portHintsOf(one) !== undefined || hintsOf(one) !== undefined || /^(?:ja|ning|and|with|и)$/.test(one);
}

function portColumn(words: readonly string[]): Column | undefined {
  const hints = words.map((one) => portHintsOf(one) ?? hintsOf(one));
  const plain = words.every((one, index) => hints[index] !== undefined || NEUTRAL.test(one) || one in INSIDE_PORTS);
  const isPort =
    words.some((one) => portHintsOf(one) !== undefined || one in INSIDE_PORTS) ||
    ROLE_ALONE.test(words.join('')) ||
    words.join('') === 'posxml';
  if (!plain || !isPort) return undefined;
  const roles = new Set(words.flatMap((one, index) => hints[index]?.role ?? INSIDE_PORTS[one] ?? []));
  const [role] = roles;
  return { kind: 'port', role: roles.size === 1 ? role : undefined };
}

function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/((?:port|pord|порт)\p{L}{0,4})(?=\d)/giu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((one) => one !== '');
}
