import { addressProblem } from '../connection/net/address.js';
import type { AddressProblem } from '../model/facts.js';
import { readDefanged } from './defanged.js';
import { doubtOf } from './doubt.js';
import { givenHosts } from './given-hosts.js';
import { isLink, mentionOf } from './mention.js';
import type { Mention } from './mention.js';
import { pastedTableAsWords } from './pasted-table.js';
import { rulesAsWords } from './router-rules.js';
import { scanWords } from './scan-words.js';
import { withoutStrangers } from './strangers.js';
import type { LeftOut } from './strangers.js';
import { normaliseText, readWords } from './tokenize.js';
import type { Word } from './tokenize.js';
import { unusedNumbers } from './unused-numbers.js';
import { unwrapText } from './unwrap.js';

interface Mentions {
  readonly mentions: readonly Mention[];
  readonly problems: readonly AddressProblem[];
  /** Whether the text was prose, in which a bare host may just be spoken of. */
  readonly prose: boolean;
  /** Numbers that may be ports and were understood as nothing. */
  readonly unused: readonly string[];
  /** Addresses that the text does not give as the terminal's. */
  readonly leftOut: readonly LeftOut[];
  /** Why a person has to agree before anything is dialled. */
  readonly doubt?: string;
}

/** Longer than any mail without its attachments; reading takes some two seconds then. Characters. */
const LONGEST_TEXT = 2_097_152;

/** An address with or without ports, as lists have them by the million: there is nothing to unwrap. */
const BARE = /^\d{1,3}(?:\.\d{1,3}){3}(?::[\d,]{1,20})?$/;

/** Finds every host with its ports in what the agent gave: a list of targets, or prose that holds some. */
export function findMentions(inputs: readonly string[]): Mentions {
  const length = inputs.reduce((sum, input) => sum + input.length, 0);
  if (length > LONGEST_TEXT) return tooLong(inputs, length);
  if (inputs.every((input) => BARE.test(input))) return mentionsIn(inputs);
  const rules = inputs.map((input) => rulesAsWords(pastedTableAsWords(unwrapText(input))));
  const found = mentionsOrDefanged(rules.map(({ text }) => text));
  return { ...found, leftOut: [...found.leftOut, ...rules.flatMap(({ others }) => others)] };
}

/** Where an address is written so that no program takes it for one, whatever else is written must not be taken for it. */
function mentionsOrDefanged(plain: readonly string[]): Mentions {
  const [text, plainly] = [plain.join(' '), readDefanged(plain.join(' '), 'plainly')];
  const found = plainly ? undefined : mentionsIn(plain);
  if (found && found.mentions.length > 0) return found;
  const defanged = plainly ?? readDefanged(text, 'maybe');
  const again = defanged && mentionsIn([defanged.text]);
  return again && again.mentions.length > 0
    ? { ...again, doubt: `${defanged.written} was read as ${defanged.address}` }
    : (found ?? mentionsIn(plain));
}

function tooLong([first = '']: readonly string[], length: number): Mentions {
  const reason = `the text has ${String(length)} characters, and at most ${String(LONGEST_TEXT)} are read: give the part with the address`;
  return {
    mentions: [],
    problems: [addressProblem('address.invalid', first, reason)],
    prose: true,
    unused: [],
    leftOut: [],
  };
}

function mentionsIn(inputs: readonly string[]): Mentions {
  const all = readWords(inputs.join(' '));
  const prose = isProse(inputs, all);
  const { words, leftOut } = prose ? withoutStrangers(all.map(withoutPrefix)) : { words: all, leftOut: [] };
  const { used, ...found } = scanWords(words, prose);
  const left = prose ? unusedNumbers(words, used) : [];
  const unused = left.map((at) => words[at]?.text ?? '');
  const meant = words.some((word) => word.kind === 'host' || word.kind === 'broken');
  if (found.mentions.length > 0 || (meant && found.problems.length > 0)) {
    const given = prose ? givenHosts(found.mentions, words) : { mentions: found.mentions, leftOut: [] };
    const doubt = given.doubt ?? doubtOf(words, used, left, given.mentions);
    return {
      problems: found.problems,
      mentions: given.mentions,
      prose,
      unused,
      leftOut: [...leftOut, ...given.leftOut],
      ...(doubt !== undefined && { doubt }),
    };
  }
  const names = prose
    ? words.flatMap((word, at) => (word.kind === 'host' && !isLink(word) ? [mentionOf(word, at)] : []))
    : [];
  if (names.length > 0) return { mentions: names, problems: [], prose, unused: [], leftOut };
  return {
    mentions: [],
    problems: [nothingFound(inputs, words, leftOut)],
    prose,
    unused: leftOut.length > 0 ? unused : [],
    leftOut,
  };
}

const PREFIX = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/;

/** `84.50.12.34/29`, as the page of a router shows its own address; `84.50.12.32/29` is a network and stays one. */
function withoutPrefix(word: Word): Word {
  const [, host = '', length = ''] = word.kind === 'broken' ? (PREFIX.exec(word.text) ?? []) : [];
  if (host === '' || Number(length) > 32) return word;
  const number = host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const isOne = length === '32' || number % 2 ** (32 - Number(length)) !== 0;
  return isOne ? { text: host, gap: word.gap, kind: 'host', host, family: 'ipv4', port: undefined } : word;
}

/**
 * Targets are a list as long as every argument is one word and stray words do not outnumber the addresses:
 * in a list a stray word is a mistake, in prose it is the prose.
 */
function isProse(inputs: readonly string[], words: readonly Word[]): boolean {
  if (words[0]?.kind === 'host' && words.every(isAddressOrNumber)) return false;
  if (inputs.some((input) => /\s/.test(normaliseText(input).trim()))) return true;
  const stray = words.filter(
    (word) => word.kind === 'plain' || word.kind === 'hint' || word.kind === 'other-number',
  ).length;
  return stray > words.filter((word) => word.kind === 'host' || word.kind === 'broken').length;
}

/** A text in which nothing is said is a list, whatever stands between its numbers. */
function isAddressOrNumber(word: Word): boolean {
  return word.kind === 'number' || (word.kind === 'host' && word.family !== 'name');
}

/** One broken address is told with its own reason; anything else is quoted as a whole. */
function nothingFound(inputs: readonly string[], words: readonly Word[], leftOut: readonly LeftOut[]): AddressProblem {
  const broken = words.filter((word) => word.kind === 'broken');
  const [only] = broken;
  if (only && broken.length === 1 && !/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(only.text)) {
    return addressProblem('address.invalid', only.text, only.reason);
  }
  const input = inputs.join(' ').trim();
  const [left] = leftOut;
  if (left)
    return addressProblem(
      'address.invalid',
      left.text,
      `${left.reason}, and no other address is given as the terminal's`,
    );
  return addressProblem('address.invalid', input, input === '' ? 'the input is empty' : 'there is no address in it');
}
