import type { Target } from '../model/endpoint.js';
import type { SaidPort } from './port-list.js';
import type { Word } from './tokenize.js';

/** A host that was named, with the ports that were named with it, as they were written. */
export interface Mention {
  readonly text: string;
  /** Which of the words it is. */
  readonly at: number;
  readonly host: string;
  readonly family: Target['family'];
  readonly ports: readonly SaidPort[];
  /** Written as `host:posxml,log`, where the order says what each port is for. */
  readonly ordered: boolean;
}

export function mentionOf(word: Extract<Word, { kind: 'host' }>, at: number): Mention {
  return { text: word.text, at, host: word.host, family: word.family, ports: [], ordered: false };
}

/** In prose the link of a portal or a ticket is no host, whatever its port is. */
export function isLink(word: Word): boolean {
  return word.kind === 'host' && word.family === 'name' && word.host !== 'localhost' && /^https?:/i.test(word.text);
}
