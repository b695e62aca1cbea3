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
const LINE_END = /\r\n|\r|\n/;

/**
 * Splits a list into its lines as it arrives, whatever its line ends are.
 * @param told how many lines are known to follow each line
 */
export async function* linesOf(
  texts: AsyncIterable<string>,
  told: (ahead: number) => void = () => undefined,
): AsyncGenerator<ListLine> {
  let [rest, cut, line] = ['', false, 0];
  const take = (text: string, ahead: number): ListLine => (
    told(ahead),
    { text: text.slice(0, LONGEST_LINE), line: (line += 1), ...((cut || text.length > LONGEST_LINE) && { cut: true }) }
  );
  for await (const text of texts) {
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
