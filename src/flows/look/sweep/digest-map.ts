import { createHash } from 'node:crypto';

/** What came of many keys, in 20 to 60 bytes each; a key may have been seen several times. */
export interface Outcomes<T> {
  add(key: string, outcome: T): void;
  /** One of what was added of this key, and not taken yet. */
  take(key: string): T | undefined;
}

/** Of a digest: in a list of a million, the chance that any two keys share these 96 bits is less than 1 in 10^16. */
const WORDS = 3;
const BYTES_A_WORD = 4;
const [EMPTY, TAKEN] = [0, 1] as const;
const MOST_OUTCOMES = 0xffff;

/**
 * Holds each outcome once, and of the keys their digests: as strings in a `Map` a million of them take 100 MB.
 * @param nameOf tells outcomes apart
 */
export function createOutcomes<T>(nameOf: (outcome: T) => string): Outcomes<T> {
  const numbers = new Map<string, number>();
  const outcomes: (T | undefined)[] = [undefined, undefined];
  let table = tableOf(1024);
  let held = 0;
  const numberOf = (outcome: T): number => {
    const name = nameOf(outcome);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    if (outcomes.length > MOST_OUTCOMES) throw new RangeError('more kinds of outcomes than any table of diagnoses has');
    numbers.set(name, outcomes.length);
    return outcomes.push(outcome) - 1;
  };
  return {
    add(key, outcome) {
      if (held * 4 >= table.numbers.length * 3) table = grown(table);
      held += 1;
      const digest = digestOf(key);
      let slot = slotOf(digest, table);
      while (table.numbers[slot] !== EMPTY) slot = following(slot, table);
      table.digests.set(digest, slot * WORDS);
      table.numbers[slot] = numberOf(outcome);
    },
    take(key) {
      const digest = digestOf(key);
      for (let slot = slotOf(digest, table); table.numbers[slot] !== EMPTY; slot = following(slot, table)) {
        const number = table.numbers[slot] ?? TAKEN;
        if (number === TAKEN || !digest.every((word, index) => word === table.digests[slot * WORDS + index])) continue;
        table.numbers[slot] = TAKEN;
        return outcomes[number];
      }
      return undefined;
    },
  };
}

interface Table {
  readonly digests: Uint32Array;
  /** Of the outcomes; {@link EMPTY} where there is none. */
  readonly numbers: Uint16Array;
}

/** @param slots a power of two */
function tableOf(slots: number): Table {
  return { digests: new Uint32Array(slots * WORDS), numbers: new Uint16Array(slots) };
}

function grown(table: Table): Table {
  const larger = tableOf(table.numbers.length * 2);
  table.numbers.forEach((number, from) => {
    if (number === EMPTY) return;
    const digest = table.digests.subarray(from * WORDS, (from + 1) * WORDS);
    let slot = slotOf(digest, larger);
    while (larger.numbers[slot] !== EMPTY) slot = following(slot, larger);
    larger.digests.set(digest, slot * WORDS);
    larger.numbers[slot] = number;
  });
  return larger;
}

function slotOf(digest: Uint32Array, { numbers }: Table): number {
  return (digest[0] ?? 0) & (numbers.length - 1);
}

function following(slot: number, { numbers }: Table): number {
  return (slot + 1) & (numbers.length - 1);
}

function digestOf(key: string): Uint32Array {
  const bytes = createHash('sha256').update(key).digest();
  return Uint32Array.from({ length: WORDS }, (_, index) => bytes.readUInt32LE(index * BYTES_A_WORD));
}
