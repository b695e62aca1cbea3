import { addressProblem } from '../connection/net/address.js';
import type { AddressProblem } from '../model/facts.js';
import { NO_PORTS, portsOf } from './announced-ports.js';
import { isLink, mentionOf } from './mention.js';
import type { Mention } from './mention.js';
import type { PortList, SaidPort } from './port-list.js';
import type { Word } from './tokenize.js';

interface Scan {
  readonly mentions: readonly Mention[];
  readonly problems: readonly AddressProblem[];
  /** The words whose numbers were understood. */
  readonly used: ReadonlySet<number>;
}

/** Joins each host with the ports that are said of it. */
export function scanWords(words: readonly Word[], prose: boolean): Scan {
  const mentions: Mention[] = [];
  const problems: AddressProblem[] = [];
  const used = new Set<number>();
  let waiting: PortList = NO_PORTS;
  const take = (...lists: readonly PortList[]): void => {
    lists.forEach((list) => {
      list.used.forEach((at) => used.add(at));
    });
  };
  for (let at = 0, free = 0; at < words.length;) {
    const word = words[at] as Word;
    const here = at;
    const found = portsOf(words, free, at, prose);
    at = found?.next ?? at + 1;
    if (found) free = at;
    if (word.kind === 'host' && found) {
      const lists = together(waiting, found);
      // A name without a port, in prose, is a signature's web page sooner than a terminal.
      if (
        prose &&
        word.family === 'name' &&
        word.host !== 'localhost' &&
        (isLink(word) || lists.every(({ ports }) => ports.length === 0))
      )
        continue;
      mentions.push({ ...mentionOf(word, here), ports: lists.flatMap(({ ports }) => ports), ordered: found.ordered });
      take(...lists);
      waiting = NO_PORTS;
    } else if (word.kind === 'broken' && found) {
      problems.push(addressProblem('address.invalid', word.text, word.reason));
      take(found);
    } else if (found)
      waiting =
        waiting.ports.length + found.ports.length > 2
          ? found
          : { ...found, ports: [...waiting.ports, ...found.ports], used: [...waiting.used, ...found.used] };
    else if (!prose && isStray(word)) problems.push(strayWord(word));
  }
  const late = lateMention(mentions, waiting);
  if (late) take(waiting);
  return { mentions: late ? [...mentions, late] : mentions, problems, used };
}

/** Of ports before an address and after it: the latter, unless it was said that each has one of the two. */
function together(before: PortList, after: PortList): readonly PortList[] {
  if (after.ports.length === 0) return [before];
  return isOther(before.ports, after.ports) ? [before, after] : [after];
}

/** Whether these are a port and the other one of the two. */
function isOther(ports: readonly SaidPort[], others: readonly SaidPort[]): boolean {
  const [one, other] = [ports[0]?.role, others[0]?.role];
  return ports.length === 1 && others.length === 1 && (one ?? other) !== undefined && one !== other;
}

/** Ports that come long after the only address of the text are its own, where it has none, or lacks the one that they are said to be. */
function lateMention(mentions: readonly Mention[], late: PortList): Mention | undefined {
  const [first, ...more] = mentions;
  if (!first || late.ports.length === 0 || more.some(({ host }) => host !== first.host)) return undefined;
  const known = mentions.flatMap(({ ports }) => ports);
  return known.length === 0 || isOther(known, late.ports) ? { ...first, ports: late.ports, ordered: false } : undefined;
}

function isStray(word: Word): boolean {
  return (
    word.kind === 'plain' ||
    word.kind === 'hint' ||
    word.kind === 'number' ||
    word.kind === 'port' ||
    word.kind === 'other-number'
  );
}

function strayWord(word: Word): AddressProblem {
  const reason = word.kind === 'number' ? 'a number without an address' : 'it is neither an address nor a host name';
  return addressProblem('address.invalid', word.text, reason);
}
