/** One value of a list in JSON, as it is written. */
interface JsonText {
  readonly text: string;
  /** Of its first character, from 1. */
  readonly line: number;
}

/** Far more than what is written of one clinic. Characters. */
const LONGEST_VALUE = 1_048_576;

/**
 * Cuts a list into its values while it arrives: JSON lines, one array, or objects over several lines. A value that is
 * not closed ends where a line begins with a brace; its lines are told one by one.
 */
export async function* jsonValues(texts: AsyncIterable<string>): AsyncGenerator<JsonText> {
  const cutter = createCutter();
  for await (const text of texts) yield* cutter.add(text);
  yield* cutter.end();
}

function createCutter(): {
  readonly add: (text: string) => readonly JsonText[];
  readonly end: () => readonly JsonText[];
} {
  let [held, begun, line, depth] = ['', 1, 1, 0];
  let [quoted, escaped, lineStart] = [false, false, true];
  let out: JsonText[] = [];
  const close = (): void => {
    if (held.trim() !== '') out.push({ text: held.trim(), line: begun });
    [held, depth, quoted, escaped] = ['', 0, false, false];
  };
  /** What was begun is no value: each line of it stands for itself. */
  const giveUp = (): void => {
    for (const [index, text] of held.split('\n').entries())
      if (text.trim() !== '') out.push({ text: text.trim(), line: begun + index });
    [held, depth, quoted, escaped] = ['', 0, false, false];
  };
  const hold = (char: string): void => {
    if (held === '') begun = line;
    held += char;
    if (held.length > LONGEST_VALUE) giveUp();
  };
  const inString = (char: string): void => {
    hold(char);
    if (escaped) escaped = false;
    else if (char === '\\') escaped = true;
    else if (char === '"') {
      quoted = false;
      if (depth === 0) close();
    }
  };
  const outside = (char: string): void => {
    if (char === '{' && lineStart && depth > 0) giveUp();
    if (char === '{' || (char === '[' && depth > 0)) depth += 1;
    else if (char === '"') quoted = true;
    else if (depth === 0 && /[[\],\s]/.test(char)) {
      close();
      return;
    }
    hold(char);
    if ((char === '}' || char === ']') && depth > 0) {
      depth -= 1;
      if (depth === 0) close();
    }
  };
  const add = (text: string): readonly JsonText[] => {
    out = [];
    for (const char of text) {
      if (char === '\n') quoted = false;
      if (quoted) inString(char);
      else outside(char);
      lineStart = char === '\n';
      if (char === '\n') line += 1;
    }
    return out;
  };
  const end = (): readonly JsonText[] => {
    out = [];
    giveUp();
    return out;
  };
  return { add, end };
}
