/** Letters and digits that survive being read out on a telephone: no 0/O, 1/I. Upper case, without a dash: terminals change the rest. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** C-16 on the wire, but terminals were seen to cut ids to so many. */
const LENGTH = 12;
const MARK = 'TT';
/** How many random bytes an id takes. */
export const RANDOM_BYTES = LENGTH - MARK.length;

/**
 * An id that no other client of this terminal makes: a mark, then 10 letters of 5 random bits each.
 * @param random at least 10 random bytes
 */
export function transactionIdFrom(random: Uint8Array): string {
  if (random.length < RANDOM_BYTES) throw new RangeError('10 random bytes are needed');
  const letters = Array.from(random.slice(0, RANDOM_BYTES), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return `${MARK}${letters.join('')}`;
}

/** So much of an id tells it from every other. */
const TELLING_LENGTH = 10;

/**
 * Our id where it is what the terminal has made of it: cut, in lower case, without its dash; else what was said.
 * Only for words that answer a question of ours.
 */
export function asOurId(said: string, ours: string): string {
  const [plain, whole] = [plainId(said), plainId(ours)];
  const isForm = plain === whole || (plain.length >= TELLING_LENGTH && whole.startsWith(plain));
  return isForm ? ours : said;
}

function plainId(id: string): string {
  return id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
