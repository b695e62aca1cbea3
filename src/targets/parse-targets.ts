import { DEFAULT_PORTS, formatHost, formatTarget, pairsOf } from '../model/endpoint.js';
import type { AddressProblem } from '../model/facts.js';
import { addressProblem, problemOfHost } from '../connection/net/address.js';
import { findMentions } from './find-mentions.js';
import type { Mention } from './mention.js';
import type { SaidPort } from './port-list.js';
import type { LeftOut } from './strangers.js';
import type { Role, Target } from '../model/endpoint.js';

interface ReadOptions {
  /** Accept inside, loopback and reserved addresses: on site, over a VPN, in tests. */
  readonly allowPrivate: boolean;
  /** What a single pair is for, where its port does not tell. Pairs are not grouped then. */
  readonly role?: Role;
}

interface Targets {
  readonly targets: readonly Target[];
  readonly problems: readonly AddressProblem[];
  /** Numbers of a text that may be ports and were understood as nothing. */
  readonly unused: readonly string[];
  /** Addresses that the text does not give as the terminal's. */
  readonly leftOut: readonly LeftOut[];
  /** Why a person has to agree before anything is dialled. */
  readonly doubt?: string;
}

/**
 * Reads terminals from targets or from prose that holds some. Two pairs of one host make a terminal: each port is
 * what it is called; else 5551, or a port that ends in it, is the log port; else 4445, or a port that ends in it, is the posxml port; else the first
 * is posxml and the second log, as in `host:posxml,log`. A host name is returned with a warning among the
 * problems; nothing else that has a problem is returned.
 */
export function parseTargets(words: readonly string[], options: ReadOptions): Targets {
  const found = findMentions(words);
  const problems = [...found.problems];
  const targets: Target[] = [];
  for (const mentions of byHost(found.mentions).values()) {
    const [first] = mentions;
    if (!first) continue;
    const trouble = problemOfHost(first.host, first.family, options.allowPrivate);
    if (trouble) problems.push({ ...trouble, input: addressProblem(trouble.code, writtenAs(mentions), '').input });
    if (trouble && trouble.code !== 'address.hostname') continue;
    const group = groupOf(mentions, found.prose, options.role);
    if (typeof group === 'string') problems.push(addressProblem('address.invalid', inputOf(mentions), group));
    else targets.push(...group);
  }
  const { unused, leftOut, doubt } = found;
  return {
    targets,
    problems: distinct(problems, (each) => `${each.code} ${each.input}`),
    unused,
    leftOut: distinct(leftOut, ({ text }) => text),
    ...(doubt !== undefined && { doubt }),
  };
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
  return first.ports.length > 1
    ? `${formatHost(first.host)}:${first.ports.map(({ text }) => text).join(',')}`
    : first.text;
}

/** As it was written, with ports that were named elsewhere in the text. */
function writtenAs(mentions: readonly Mention[]): string {
  const [text = '', host = ''] = [mentions[0]?.text, mentions[0]?.host];
  const ports = [...new Set(mentions.flatMap((each) => each.ports.map((port) => port.text)))];
  return ports.every((port) => text.includes(`:${port}`)) ? text : `${formatHost(host)}:${ports.join(',')}`;
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
  const bare =
    mentions.some((each) => each.ports.length === 0) && !(prose && mentions.some((each) => each.ports.length > 0));
  if (bare) whole.push(make(DEFAULT_PORTS.posxml, DEFAULT_PORTS.log));
  const terminals = distinct(whole, formatTarget);
  const taken = new Set(terminals.flatMap((target) => pairsOf(target).map((pair) => pair.port)));
  const single = mentions.flatMap((each) => (each.ports.length === 1 ? each.ports : []));
  // Of a port that is named twice, what it was called.
  const called = [...single].sort((one, other) => Number(other.role !== undefined) - Number(one.role !== undefined));
  const loose = single
    .filter(({ text }, index) => !taken.has(Number(text)) && single.findIndex((other) => other.text === text) === index)
    .map(({ text }) => called.find((one) => one.text === text) as SaidPort);
  const alone = ({ text, role: own }: SaidPort, usual: Role): Target =>
    (own ?? usual) === 'log' ? make(undefined, Number(text)) : make(Number(text), undefined);
  if (role !== undefined) return [...terminals, ...loose.map((port) => alone(port, role))];
  const [one, two, ...more] = loose;
  if (more.length > 0) return tooManyPorts(loose);
  if (!one) return terminals;
  const wrong = portProblem(loose);
  if (wrong !== undefined) return wrong;
  if (two) return [...terminals, make(...tellApart(one, two))];
  return [...terminals, alone(one, Number(one.text) === DEFAULT_PORTS.log ? 'log' : 'posxml')];
}

function portProblem(ports: readonly SaidPort[]): string | undefined {
  const wrong = ports.find(({ text }) => !/^[1-9]\d{0,4}$/.test(text) || Number(text) > 65535)?.text;
  if (wrong !== undefined)
    return `${wrong === '' ? 'nothing' : addressProblem('address.invalid', wrong, '').input} is not a port; ports go from 1 to 65535`;
  if (ports.length > 2) return tooManyPorts(ports);
  const [one, two] = ports;
  if (!one || !two) return undefined;
  if (one.text === two.text) return `the port ${one.text} is given twice: posxml and log need different external ports`;
  if (one.role !== undefined && one.role === two.role)
    return `${one.text} and ${two.text} are both called the ${one.role} port: write the terminal as HOST:POSXML,LOG`;
  return undefined;
}

function tooManyPorts(ports: readonly SaidPort[]): string {
  const shown = ports
    .slice(0, 6)
    .map(({ text }) => text)
    .join(', ');
  return `it has ${String(ports.length)} ports (${shown}), but a terminal has two: write each terminal as HOST:POSXML,LOG`;
}

function rolesOf({ ports, ordered }: Mention): [posxml: number, log: number] {
  const [first, second] = ports as [SaidPort, SaidPort];
  return ordered && (first.role ?? second.role) === undefined
    ? [Number(first.text), Number(second.text)]
    : tellApart(first, second);
}

function tellApart(one: SaidPort, two: SaidPort): [posxml: number, log: number] {
  const [first, second] = [Number(one.text), Number(two.text)];
  if (one.role !== undefined || two.role !== undefined)
    return one.role === 'log' || two.role === 'posxml' ? [second, first] : [first, second];
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
