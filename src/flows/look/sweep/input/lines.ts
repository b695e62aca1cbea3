import { TextDecoder } from 'node:util';
import { decodeText, encodingOf } from '../../../../cli/input/text-encoding.js';

/** One line of an input, without its line end. */
export interface ListLine {
  readonly text: string;
  /** 1 for the first line. */
  readonly line: number;
  /** It was longer than any address needs, and cut. */
  readonly cut?: boolean;
}

/** Far more than a row of any list of clinics; characters. What is longer must not fill the memory. */
export const LONGEST_LINE = 16_384;
/** What a byte order mark, or the lack of one, is looked for in. */
const SAMPLE_BYTES = 65_536;
const LINE_END = /\r\n|\r|\n/;

/**
 * Splits a list into its lines as it arrives: any line ends, UTF-8, UTF-16 with its mark, or what old Windows programs write.
 * @param told how many lines are known to follow each line
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  told: (ahead: number) => void = () => undefined,
): AsyncGenerator<ListLine> {
  let [rest, cut, line] = ['', false, 0];
  const take = (text: string, ahead: number): ListLine => (
    told(ahead),
    { text: text.slice(0, LONGEST_LINE), line: (line += 1), ...((cut || text.length > LONGEST_LINE) && { cut: true }) }
  );
  for await (const text of decoded(chunks)) {
    // A CR at the very end may be the first half of a line end.
    const held = text.endsWith('\r') ? '\r' : '';
    const [first = '', ...others] = `${rest}${text.slice(0, text.length - held.length)}`.split(LINE_END);
    const last = others.pop();
    if (last === undefined) {
      cut ||= first.length > LONGEST_LINE;
      rest = first.slice(0, LONGEST_LINE) + held;
      continue;
    }
    yield take(first, others.length);
    cut = false;
    for (const [index, one] of others.entries()) yield take(one, others.length - index - 1);
    rest = last + held;
  }
  for (const one of rest.replace(LINE_END, '\n').split('\n')) if (one !== '') yield take(one, 0);
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let sample: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    if (decoder) yield decoder.decode(chunk, { stream: true });
    else {
      sample = Buffer.concat([sample, chunk]);
      if (sample.length < SAMPLE_BYTES && !sample.includes(0x0a)) continue;
      decoder = new TextDecoder(encodingOf(sample));
      yield decoder.decode(sample, { stream: true });
    }
  }
  yield decoder ? decoder.decode() : decodeText(sample);
}
