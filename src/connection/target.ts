import type { AddressProblem } from '../diagnosis/facts.js';
import { problem, problemOfHost } from './address.js';
import { findMentions } from './mentions.js';
import type { Mention } from './mentions.js';
import type { Endpoint, Pair, Role, Target } from './types.js';

/** The ports of a terminal (posxml documents; the setup guide asks for the same two outside). */
export const DEFAULT_PORTS = { posxml: 4445, log: 5551 } as const;

export interface ReadOptions {
  /** Accept inside, loopback and reserved addresses: on site, over a VPN, in tests. */
  readonly allowPrivate: boolean;
  /** What a single pair is for, where its port does not tell. Pairs are not grouped then. */
  readonly role?: Role;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly problems: readonly AddressProblem[];
}

/**
 * Reads terminals from targets or from prose that holds some. Two pairs of one host make a terminal: 5551, or a
 * port that ends in it, is the log port; else 4445, or a port that ends in it, is the posxml port; else the first
 * is posxml and the second log, as in `host:posxml,log`. A host name is returned with a warning among the
 * problems; nothing else that has a problem is returned.
 */
export function readTargets(words: readonly string[], options: ReadOptions): Targets {
  const found = findMentions(words);
  const problems = [...found.problems];
  const targets: Target[] = [];
  for (const mentions of byHost(found.mentions).values()) {
    const [first] = mentions;
    if (!first) continue;
    const trouble = problemOfHost(first.host, first.family, options.allowPrivate);
    if (trouble) problems.push({ ...trouble, input: problem(trouble.code, first.text, '').input });
    if (trouble && trouble.code !== 'address.hostname') continue;
    const group = groupOf(mentions, found.prose, options.role);
    if (typeof group === 'string') problems.push(problem('address.invalid', inputOf(mentions), group));
    else targets.push(...group);
  }
  return { targets, problems: distinct(problems, (each) => `${each.code} ${each.input}`) };
}

export function formatPair(pair: Endpoint): string {
  return `${pair.host.includes(':') ? `[${pair.host}]` : pair.host}:${String(pair.port)}`;
}

/** The shortest spelling that {@link readTargets} reads back as the same target. */
export function formatTarget(target: Target): string {
  const { posxml, log } = target;
  if (posxml && log) {
    if (posxml.port === DEFAULT_PORTS.posxml && log.port === DEFAULT_PORTS.log) return bracketed(target.host);
    return `${formatPair(posxml)},${String(log.port)}`;
  }
  const only = posxml ?? log;
  return only ? formatPair(only) : bracketed(target.host);
}

/** The pairs of a target, `posxml` first. */
export function pairsOf(target: Target): readonly Pair[] {
  return [target.posxml, target.log].filter((pair) => pair !== undefined);
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function byHost(mentions: readonly Mention[]): Map<string, Mention[]> {
  const hosts = new Map<string, Mention[]>();
  for (const each of mentions) {
    const known = hosts.get(each.host);
    if (known) known.push(each);
    else hosts.set(each.host, [each]);
  }
  return hosts;
}

function inputOf(mentions: readonly Mention[]): string {
  const [first] = mentions;
  if (mentions.length > 1 || !first) return first?.host ?? '';
  return first.ports.length > 1 ? `${bracketed(first.host)}:${first.ports.join(',')}` : first.text;
}

/** The targets of one host, or why there are none. */
function groupOf(mentions: readonly Mention[], prose: boolean, role: Role | undefined): readonly Target[] | string {
  for (const each of mentions) {
    const wrong = portProblem(each.ports);
    if (wrong !== undefined) return wrong;
  }
  const { host, family } = mentions[0] as Mention;
  const make = (posxml: number | undefined, log: number | undefined): Target => ({
    host,
    family,
    posxml: posxml === undefined ? undefined : { host, port: posxml, role: 'posxml' },
    log: log === undefined ? undefined : { host, port: log, role: 'log' },
  });
  const whole = mentions.filter((each) => each.ports.length === 2).map((each) => make(...rolesOf(each)));
  // A host that is spoken of in prose and then given with ports is one and the same.
  const bare = mentions.some((each) => each.ports.length === 0) && !(prose && mentions.some((each) => each.ports.length > 0));
  if (bare) whole.push(make(DEFAULT_PORTS.posxml, DEFAULT_PORTS.log));
  const terminals = distinct(whole, formatTarget);
  const taken = new Set(terminals.flatMap((target) => pairsOf(target).map((pair) => pair.port)));
  const single = mentions.filter((each) => each.ports.length === 1).map((each) => Number(each.ports[0]));
  const loose = [...new Set(single)].filter((port) => !taken.has(port));
  if (role !== undefined) return [...terminals, ...loose.map((port) => (role === 'log' ? make(undefined, port) : make(port, undefined)))];
  const [one, two, ...more] = loose;
  if (more.length > 0) return tooManyPorts(loose);
  if (one === undefined) return terminals;
  if (two !== undefined) return [...terminals, make(...tellApart(one, two))];
  return [...terminals, one === DEFAULT_PORTS.log ? make(undefined, one) : make(one, undefined)];
}

function portProblem(ports: readonly string[]): string | undefined {
  const wrong = ports.find((port) => !/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535);
  if (wrong !== undefined) return `${wrong === '' ? 'nothing' : problem('address.invalid', wrong, '').input} is no port; ports go from 1 to 65535`;
  if (ports.length > 2) return tooManyPorts(ports.map(Number));
  if (ports.length === 2 && ports[0] === ports[1]) return `the port ${String(ports[0])} is given twice; each of the two needs an outside port of its own`;
  return undefined;
}

function tooManyPorts(ports: readonly number[]): string {
  const shown = ports.slice(0, 6).join(', ');
  return `it has ${String(ports.length)} ports (${shown}) and a terminal has two; write each terminal as HOST:POSXML,LOG`;
}

function rolesOf(mention: Mention): [posxml: number, log: number] {
  const [first, second] = mention.ports.map(Number) as [number, number];
  return mention.ordered ? [first, second] : tellApart(first, second);
}

function tellApart(first: number, second: number): [posxml: number, log: number] {
  const backwards = isMore(first, second, DEFAULT_PORTS.log) || isMore(second, first, DEFAULT_PORTS.posxml);
  return backwards && !isMore(second, first, DEFAULT_PORTS.log) ? [second, first] : [first, second];
}

/** Whether `port` is, or else ends in, the known one, as `14445` does, and `other` does not. */
function isMore(port: number, other: number, known: number): boolean {
  if (port === known || other === known) return port === known;
  return port % 10_000 === known && other % 10_000 !== known;
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
