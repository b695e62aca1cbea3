import { problemOfAddress } from '../connection/net/address.js';
import type { Mention } from './mention.js';
import { saidBefore } from './strangers.js';
import type { LeftOut } from './strangers.js';
import type { Word } from './tokenize.js';

interface Given {
  readonly mentions: readonly Mention[];
  readonly leftOut: readonly LeftOut[];
  /** Why a person has to agree before anything is dialled. */
  readonly doubt?: string;
}

/** What a text calls the address that is asked for: the terminal's, the outside one, the new one. */
const CALLED =
  /(?<![\p{L}\d])(?:\p{L}*terminal\p{L}*|терминал\p{L}*|pos|pinpad|desk ?\d*|ipp ?\d*|väli\p{L}*|avalik\p{L}*|staatili\p{L}+|outside|external|public|static|wan|внешн\p{L}+|публичн\p{L}+|статичес\p{L}+|uus|uue\p{L}*|nüüd\p{L}*|new|now|нов\p{L}+|теперь)(?![\p{L}\d])/iu;
const EITHER = /^(?:või|or|или)$/i;
const NOT_SAID = "it is not named as the terminal's";

/**
 * Of several addresses of one text those that it clearly gives as a terminal's: those with ports, and where none has
 * any, those that are called so. Where that leaves more than one way of reading it, there is doubt.
 */
export function givenHosts(all: readonly Mention[], words: readonly Word[]): Given {
  // An internal address is refused by itself.
  const inside = all.filter(({ host }) => problemOfAddress(host, false)?.code === 'address.private');
  if (inside.length === 0 || inside.length === all.length) return givenOf(all, words);
  const given = givenOf(
    all.filter((one) => !inside.includes(one)),
    words,
  );
  return { ...given, mentions: [...given.mentions, ...inside] };
}

function givenOf(mentions: readonly Mention[], words: readonly Word[]): Given {
  const hosts = [...new Set(mentions.map(({ host }) => host))];
  if (hosts.length < 2) return { mentions, leftOut: [] };
  if (words.some((word, at) => EITHER.test(word.text) && isHost(words[at - 1]) && isHost(words[at + 1])))
    return { mentions, leftOut: [], doubt: 'it is not said which of them it is' };
  const [withPorts, called] = [portHolders(mentions), calledHosts(mentions, words)];
  const given = withPorts.size > 0 ? withPorts : called;
  if (given.size === 0) return { mentions, leftOut: [], doubt: "it is not said which of them is the terminal's" };
  const isLeft = ({ host }: Mention): boolean => !given.has(host);
  const unclear = mentions.find((one) => isLeft(one) && (called.has(one.host) || sharesPorts(one, words)));
  const stranger = called.size === 0 ? undefined : mentions.find(({ host }) => given.has(host) && !called.has(host));
  if (stranger)
    return {
      mentions,
      leftOut: [],
      doubt: `${[...called][0] ?? ''} is called a terminal, and ${stranger.host} has the ports`,
    };
  if (unclear)
    return { mentions, leftOut: [], doubt: `${unclear.host} has no ports there, and another address has some` };
  return {
    mentions: mentions.filter((one) => !isLeft(one)),
    leftOut: mentions.filter(isLeft).map(({ text }) => ({ text, reason: NOT_SAID })),
  };
}

function portHolders(mentions: readonly Mention[]): ReadonlySet<string> {
  return new Set(mentions.filter(({ ports }) => ports.length > 0).map(({ host }) => host));
}

/** The hosts that are called so; one of which nothing is said is what the one before it is. */
function calledHosts(mentions: readonly Mention[], words: readonly Word[]): ReadonlySet<string> {
  const called = new Set<string>();
  let last = false;
  for (const { at, host } of mentions) {
    const said = saidBefore(words, at);
    if (/\p{L}{3}/u.test(said)) last = CALLED.test(said);
    if (last) called.add(host);
  }
  return called;
}

/** Whether the ports behind the next address may be said of this one, too: `84.50.12.34 ja 84.50.12.35, pordid …`. */
function sharesPorts({ at }: Mention, words: readonly Word[]): boolean {
  let next = at + 1;
  while (words[next]?.kind === 'joiner') next += 1;
  return isHost(words[next]);
}

function isHost(word: Word | undefined): boolean {
  return word?.kind === 'host';
}
