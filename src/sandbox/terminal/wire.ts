import type { Message } from '../../posxml/messages.js';

/** One request as it was received. Card data is never kept: only fields that the codec knows have values here. */
export interface WireRecord {
  /** As the client wrote it; undefined where the document could not be read. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** Undefined for a message that the codec does not know. */
  readonly body: Message['body'] | undefined;
  /** The names of all elements in it, those that the codec does not know too. */
  readonly elements: readonly string[];
  /** `vendor` has no request line. */
  readonly form: 'vendor' | 'post';
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the document, without the HTTP head. */
  readonly bytes: number;
}

const KEPT = 4000;

/** The requests received, the oldest dropped when there are too many. */
export class Wire {
  readonly records: WireRecord[] = [];

  add(record: WireRecord): void {
    this.records.push(record);
    if (this.records.length > KEPT) this.records.shift();
  }
}

/** Element names without their values; the envelope and the message come first. */
export function elementNames(document: string): string[] {
  return [...document.matchAll(/<([A-Za-z][\w.-]{0,63})/g)].slice(0, 200).map((match) => match[1] ?? '');
}
