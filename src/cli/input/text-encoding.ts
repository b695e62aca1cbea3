import { TextDecoder } from 'node:util';

/** A mark says it; without one, what is no UTF-8 was written by an old Windows program, in the letters of the Baltic countries. */
export function encodingOf(sample: Uint8Array): string {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const unmarked = unmarkedUtf16(sample.subarray(0, ENOUGH));
  if (unmarked !== undefined) return unmarked;
  try {
    // A sample may end in the middle of a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return 'utf-8';
  } catch {
    return 'windows-1257';
  }
}

const ENOUGH = 512;

/** In the letters of Europe every other byte of UTF-16 is zero, which no other encoding has. */
function unmarkedUtf16(sample: Uint8Array): string | undefined {
  const zeros = (odd: number): number => sample.filter((byte, at) => byte === 0 && at % 2 === odd).length;
  const most = sample.length / 4;
  if (sample.length < 4 || Math.max(zeros(0), zeros(1)) <= most) return undefined;
  return zeros(1) > zeros(0) ? 'utf-16le' : 'utf-16be';
}

/** The whole of a text, without its mark. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}
