/** C-16 on the wire. Letters and digits that survive being read out on a telephone: no 0/O, 1/I. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * An id that no other client of this terminal makes: a mark, then 13 letters of 5 random bits each.
 * @param random at least 13 random bytes
 */
export function transactionIdFrom(random: Uint8Array): string {
  if (random.length < 13) throw new RangeError('13 random bytes are needed');
  const letters = Array.from(random.slice(0, 13), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return `TT-${letters.join('')}`;
}
