import { StringDecoder } from 'node:string_decoder';
import { asOnePaste, KeyDecoder } from './key-decoder.js';
import type { Stroke } from './key-decoder.js';

/** A terminal far away may send a key in two parts, and a paste in several reads. Milliseconds. */
const MORE_COMES_WITHIN = 50;

/** Makes strokes of the bytes of a keyboard. */
export class KeyReader {
  readonly #take: (strokes: readonly Stroke[]) => void;
  readonly #letters = new StringDecoder('utf8');
  readonly #decoder = new KeyDecoder();
  /** They end with an Enter, and more of a paste may follow. */
  #held: readonly Stroke[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The terminal was seen to tell what is pasted: then lines in one read were typed ahead. */
  #tellsPastes = false;

  constructor(take: (strokes: readonly Stroke[]) => void) {
    this.#take = take;
  }

  /** @param manyLines whether several lines in one read are one answer */
  read(bytes: Buffer, manyLines: boolean): void {
    clearTimeout(this.#timer);
    const strokes = [...this.#held, ...this.#decoder.decode(this.#letters.write(bytes))];
    this.#tellsPastes ||= strokes.some((stroke) => stroke.kind === 'paste');
    const guess = manyLines && !this.#tellsPastes;
    const mayGoOn = guess && strokes.length > 1 && strokes.at(-1)?.kind === 'enter';
    this.#held = mayGoOn ? strokes : [];
    if (!mayGoOn) this.#take(guess ? asOnePaste(strokes) : strokes);
    if (mayGoOn || this.#decoder.undecided)
      this.#timer = setTimeout(() => {
        this.#decide();
      }, MORE_COMES_WITHIN);
  }

  #decide(): void {
    const strokes = [...asOnePaste(this.#held), ...this.#decoder.decide()];
    this.#held = [];
    this.#take(strokes);
  }
}
