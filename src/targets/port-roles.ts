import type { Item } from './port-list-types.js';
import type { Role } from '../model/endpoint.js';
import type { Word } from './tokenize.js';

interface Roles {
  readonly of: ReadonlyMap<Item, Role>;
  /** After the last word that was understood. */
  readonly next: number;
}

/** What was said of a port, or a port, in the order in which they stand. */
type Mark =
  | { readonly at: number; readonly role: Role; readonly item?: undefined }
  | { readonly at: number; readonly role?: undefined; readonly item: Item };

const PAUSE = /[,;\n\r…)(]|\.\s/;
/** Words after the last port that may still be about it. */
const AFTER = 4;

/**
 * Which of the ports was called the log port, and which the one for PosXML. As many names as ports go in their
 * order, whether they stand before or after; one name between two ports belongs to the one that it stands closer to.
 * Where that cannot be told nothing is.
 */
export function portRoles(words: readonly Word[], begin: number, items: readonly Item[]): Roles {
  const last = items.at(-1);
  const ports = items.filter(({ inside }) => !inside);
  if (!last || ports.length === 0) return { of: new Map(), next: 0 };
  const end = endOf(words, last.at + 1);
  const byPlace = new Map(ports.map((port) => [port.at, port]));
  const said: Mark[] = [];
  for (let at = begin; at < end; at += 1) {
    const item = byPlace.get(at);
    const role = roleAt(words, at);
    const before = said.at(-1);
    if (item) said.push({ at, item });
    else if (role && before?.role !== role) said.push({ at, role });
  }
  return { of: assigned(words, said), next: end };
}

function assigned(words: readonly Word[], said: readonly Mark[]): ReadonlyMap<Item, Role> {
  const ports = said.flatMap(({ item }) => item ?? []);
  const roles = said.flatMap(({ role }) => role ?? []);
  if (roles.length === ports.length)
    return new Map(ports.flatMap((port, index) => (roles[index] ? [[port, roles[index]] as const] : [])));
  const [role, another] = roles;
  if (role === undefined || another !== undefined) return new Map();
  const at = said.findIndex((mark) => mark.role !== undefined);
  const [before, after] = [said[at - 1], said[at + 1]];
  const closest = before && after ? closer(words, before, said[at] as Mark, after) : (before ?? after);
  return closest?.item ? new Map([[closest.item, role]]) : new Map();
}

/** The one that no pause parts from it. */
function closer(words: readonly Word[], before: Mark, role: Mark, after: Mark): Mark | undefined {
  const isEnclosed = (words[role.at]?.gap.includes('(') ?? false) && (words[role.at + 1]?.gap.includes(')') ?? false);
  if (isEnclosed) return before;
  const [far, near] = [hasPause(words, before.at + 1, role.at), hasPause(words, role.at + 1, after.at)];
  return far === near ? undefined : far ? after : before;
}

function hasPause(words: readonly Word[], from: number, to: number): boolean {
  return words.slice(from, to + 1).some(({ kind, gap }) => kind === 'joiner' || PAUSE.test(gap));
}

function roleAt(words: readonly Word[], at: number): Role | undefined {
  const word = words[at];
  return word?.kind === 'port' || word?.kind === 'hint' ? word.role : undefined;
}

function isAboutPorts(word: Word | undefined): boolean {
  return (
    word?.kind === 'port' || word?.kind === 'hint' || word?.kind === 'joiner' || (word?.kind === 'label' && word.filler)
  );
}

/** Where what is said of a port begins: right before its number, or before the word that announces it. */
export function beginOf(words: readonly Word[], from: number, first: number): number {
  let at = first;
  while (
    at > from &&
    isAboutPorts(words[at - 1]) &&
    !(at === first ? /[,;…]|\.\s/ : /[;…]|\.\s/).test(words[at]?.gap ?? '')
  )
    at -= 1;
  return at;
}

/** What stands right behind the last port, without a pause or in brackets, and is not said of the address after it. */
function endOf(words: readonly Word[], from: number): number {
  let end = from;
  for (let at = from; at < from + AFTER; at += 1) {
    const word = words[at];
    if (!isAboutPorts(word) || /[,;\n\r…]|\.\s|\)/.test(word?.gap ?? '') || (word?.kind === 'joiner' && end === from))
      break;
    if (roleAt(words, at)) end = at + 1;
  }
  const next = words[end];
  return next?.kind === 'host' && !PAUSE.test(next.gap) ? from : end;
}
