import type { Item } from './port-list-types.js';
import { problemOfAddress } from '../connection/net/address.js';
import { beginOf, portRoles } from './port-roles.js';
import { DEFAULT_PORTS } from '../model/endpoint.js';
import { mayBePort } from './unused-numbers.js';
import type { Role } from '../model/endpoint.js';
import type { Word } from './tokenize.js';

/** A port as it was written, with what was said that it is for. */
export interface SaidPort {
  readonly text: string;
  readonly role?: Role;
}

export interface PortList {
  /** As they are reached from outside. */
  readonly ports: readonly SaidPort[];
  /** The words that were understood: those of the ports, and where the router leads them. */
  readonly used: readonly number[];
  readonly next: number;
  /** Written without a blank, `4445,5551`: the order says what each is for. */
  readonly ordered: boolean;
}

/** What a port of the terminal itself is for. */
const INSIDE_ROLES: Readonly<Record<string, Role>> = {
  [DEFAULT_PORTS.posxml]: 'posxml',
  [DEFAULT_PORTS.log]: 'log',
};
const COMMA = /^[\])}>"'”’\s]*[,;&|][\s"'“]*$/;
const BLANK = /^[\])}>"'”’]{0,3}\s+[-*•|([<"'\s]*$|^\s*\|\s*$/;
/** The most that are read as one list; no terminal has so many. */
const MOST = 16;
const PAUSE = /[,;\n\r…]|\.\s/;
/** Words between one number of a list and the next. */
const REACH = 6;
/** Of these, words that say nothing of ports. */
const OTHERS = 3;

/**
 * The list of ports that begins with a number: `14445 ja 15551`, `14445 (posxml), log port 15551`,
 * `14445 suunatud pordile 4445`.
 * @param begin where what is said of the first number begins
 * @param text the first number, where it stands in a word with its host
 */
export function readPortList(
  words: readonly Word[],
  begin: number,
  first: number,
  prose: boolean,
  text = words[first]?.text ?? '',
): PortList {
  const items: Item[] = [item(words, begin, first, text)];
  let ordered = true;
  let next = first + 1;
  while (items.length < MOST) {
    const last = items.at(-1) as Item;
    const led = last.inside ? undefined : ledTo(words, next);
    const at = led?.at ?? nextNumber(words, next, prose);
    if (at === undefined || (prose && count(items, false) > 1 && isAside(words, at))) break;
    ordered &&= !led && words[at]?.gap === ',';
    const further = led
      ? { at, text: led.text, inside: true, outside: false }
      : item(words, beginOf(words, next, at), at);
    const goesOn =
      !led && last.inside && !further.outside && count(items, true) < count(items, false) && !ledTo(words, at + 1);
    items.push(goesOn ? { ...further, inside: true } : further);
    next = at + 1;
  }
  const all = withoutUsual(items);
  const roles = portRoles(words, begin, all);
  const outer = all.filter(({ inside }) => !inside);
  const led = insideRoles(all);
  return {
    ports: outer.map((one) => said(one.text, roles.of.get(one) ?? led.get(one))),
    used: all.filter((one) => !one.inside || INSIDE_ROLES[one.text] !== undefined).map(({ at }) => at),
    next: Math.max(next, roles.next),
    ordered: ordered && items.length > 1,
  };
}

function said(text: string, role: Role | undefined): SaidPort {
  return role === undefined ? { text } : { text, role };
}

function item(words: readonly Word[], begin: number, at: number, text = words[at]?.text ?? ''): Item {
  const sides = words
    .slice(begin, at)
    .flatMap((word) => (word.kind === 'port' || word.kind === 'hint' ? (word.side ?? []) : []));
  return { at, text, inside: sides.at(-1) === 'inside', outside: sides.at(-1) === 'outside' };
}

/** After a comma and a blank: where there are two ports already, another thought sooner than a third. */
function isAside(words: readonly Word[], at: number): boolean {
  return /,\s/.test(words[at]?.gap ?? '') && !mayBePort(words, at);
}

function count(items: readonly Item[], inside: boolean): number {
  return items.filter((one) => one.inside === inside).length;
}

/** Beside a port that is said to be the outside one, a usual port is that of the terminal itself. */
function withoutUsual(items: readonly Item[]): readonly Item[] {
  if (!items.some(({ outside }) => outside)) return items;
  return items.map((one) => (one.outside || INSIDE_ROLES[one.text] === undefined ? one : { ...one, inside: true }));
}

/** What an external port is for, by the terminal's own port to which the router leads it. */
function insideRoles(items: readonly Item[]): Map<Item, Role> {
  const roles = new Map<Item, Role>();
  const waiting: { readonly inner: Item[]; readonly outer: Item[] } = { inner: [], outer: [] };
  for (const one of items) {
    (one.inside ? waiting.inner : waiting.outer).push(one);
    const [inner, outer] = [waiting.inner[0], waiting.outer[0]];
    if (!inner || !outer) continue;
    const role = INSIDE_ROLES[inner.text];
    if (role) roles.set(outer, role);
    waiting.inner.shift();
    waiting.outer.shift();
  }
  return roles;
}

/** Where the router leads the port before: `suunatud terminali pordile 4445`, `-> 192.168.1.50:4445`, `на порт 4445`. */
function ledTo(words: readonly Word[], from: number): { readonly at: number; readonly text: string } | undefined {
  let to: 'plainly' | 'maybe' | undefined;
  for (let at = from; at < from + REACH; at += 1) {
    const word = words[at];
    if (!word || word.kind === 'joiner' || word.kind === 'broken' || word.kind === 'other-number') return undefined;
    const here = word.kind === 'port' || word.kind === 'hint' ? word.to : undefined;
    if (PAUSE.test(word.gap) && (to !== undefined || here !== 'plainly')) return undefined;
    if (word.kind === 'number') return to === undefined ? undefined : { at, text: word.text };
    if (word.kind === 'host') {
      if (to !== 'plainly' || !isInside(word) || !words.some((other) => other.kind === 'host' && !isInside(other)))
        return undefined;
      if (word.port !== undefined) return { at, text: word.port };
    }
    to = to === 'plainly' ? to : (here ?? to);
  }
  return undefined;
}

function isInside(word: Extract<Word, { kind: 'host' }>): boolean {
  return (
    word.family === 'ipv4' &&
    problemOfAddress(word.host, false)?.code === 'address.private' &&
    !word.host.startsWith('127.')
  );
}

/** Where the list continues: `,5551`, `, 5551`, `ja 5551`, `(posxml) and port 5551`, `ning logi jaoks 5551`. */
export function nextNumber(words: readonly Word[], from: number, prose: boolean): number | undefined {
  let at = from;
  if (words[at]?.kind === 'plain' && words[at]?.gap.trimEnd().endsWith('(')) at += 1;
  let joined: 'loosely' | 'hinted' | 'plainly' | undefined;
  let others = 0;
  for (; at < from + REACH; at += 1) {
    const word = words[at];
    if (word?.kind === 'port') joined = 'plainly';
    else if (word?.kind === 'hint' && (word.role ?? word.side ?? word.further) !== undefined) {
      if (joined !== 'plainly') joined = 'hinted';
      // A port of its own is spoken of, whatever stands before.
      if (word.role !== undefined) others = 0;
    } else if (word?.kind === 'joiner') joined ??= 'loosely';
    else if (prose && others < OTHERS && (word?.kind === 'plain' || word?.kind === 'hint') && !/\.\s/.test(word.gap))
      others += 1;
    else if (!(word?.kind === 'label' && word.filler)) break;
  }
  const word = words[at];
  if (word?.kind !== 'number') return undefined;
  if (others > 0) return words[at - 1]?.kind === 'joiner' && isSaidFor(words, at) ? at : undefined;
  if (word.gap === ',' || joined === 'plainly') return at;
  // A list with nothing but blanks, line ends and bullets between its numbers.
  if (prose && joined === undefined && BLANK.test(word.gap))
    return from === at && mayBePort(words, at) ? at : undefined;
  if (joined !== undefined)
    return !prose || (joined === 'hinted' ? /^\d{3,}$/ : /^\d{2,}$/).test(word.text) ? at : undefined;
  // In prose a comma and a blank may begin another thought: "…:4445, 2 tk".
  if (COMMA.test(word.gap)) return !prose || /^\d{3,5}$/.test(word.text) ? at : undefined;
  return !prose && /^\s+$/.test(word.gap) ? at : undefined;
}

/** Whether right behind a number stands what it is for. */
function isSaidFor(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  return mayBePort(words, at) && next?.kind === 'hint' && next.role !== undefined && /^ \(?$/.test(next.gap);
}
