/** One thing that came from the keyboard, in the order in which it came. */
export type Stroke =
  /** Characters and sequences of keys, as the terminal sends them; never with an Enter. */
  | { readonly kind: 'keys'; readonly text: string }
  | { readonly kind: 'enter' }
  | { readonly kind: 'escape' }
  | { readonly kind: 'stop' }
  /** Ctrl-Z: the shell wants the window. */
  | { readonly kind: 'suspend' }
  /** A paste: its line ends are not the Enter key. One that is longer than {@link LONGEST_PASTE} is cut after one character more. */
  | { readonly kind: 'paste'; readonly text: string };

const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';
/** More than any mail: a longer one is not taken, since what is wanted may be in any part of it. Characters. */
export const LONGEST_PASTE = 50_000;
const KEPT = LONGEST_PASTE + 1;

const ENTER: Stroke = { kind: 'enter' };
const SINGLE: Readonly<Record<string, Stroke>> = {
  '\r': ENTER,
  '\n': ENTER,
  '\r\n': ENTER,
  '\u001b': { kind: 'escape' },
  // Ctrl-D hangs up as well: there is nothing else that it could end.
  '\u0003': { kind: 'stop' },
  '\u0004': { kind: 'stop' },
  '\u001a': { kind: 'suspend' },
};

/** Tells keys, the Enter key and pastes apart, however the reads cut them. */
export class KeyDecoder {
  /** What may be the beginning of a mark, and waits for the next read. */
  #rest = '';
  #pasted: string | undefined;

  /** Whether what came last is the Esc key, or the beginning of another one. */
  get undecided(): boolean {
    return this.#rest !== '' && this.#pasted === undefined;
  }

  decode(chunk: string): readonly Stroke[] {
    const strokes: Stroke[] = [];
    let text = this.#rest + chunk;
    this.#rest = '';
    while (text !== '') {
      const mark = this.#pasted === undefined ? PASTE_BEGINS : PASTE_ENDS;
      const at = text.indexOf(mark);
      const part = text.slice(0, at < 0 ? text.length - tailOf(text, mark) : at);
      if (this.#pasted === undefined) strokes.push(...keysIn(part));
      else this.#pasted = (this.#pasted + part).slice(0, KEPT);
      if (at < 0) {
        this.#rest = text.slice(part.length);
        return strokes;
      }
      if (this.#pasted !== undefined) strokes.push({ kind: 'paste', text: this.#pasted });
      this.#pasted = this.#pasted === undefined ? '' : undefined;
      text = text.slice(at + mark.length);
    }
    return strokes;
  }

  /** Nothing more came: it was a key. */
  decide(): readonly Stroke[] {
    const text = this.#rest;
    this.#rest = '';
    return keysIn(text);
  }
}

/** How much of the end of a text may be the beginning of a mark. */
function tailOf(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}

function keysIn(text: string): readonly Stroke[] {
  const parts = text === '\u001b' ? [text] : text.split(/(\r\n|[\r\n\u0003\u0004\u001a])/);
  return parts.filter((part) => part !== '').map((part) => SINGLE[part] ?? { kind: 'keys', text: part });
}

/**
 * What one read holds, where an answer may have many lines: a terminal that does not tell what was pasted sends all
 * of it in one read, and a person does not type that fast. The line end at its end is the Enter that it would be.
 */
export function asOnePaste(strokes: readonly Stroke[]): readonly Stroke[] {
  const last = strokes.findLastIndex((stroke) => stroke !== ENTER);
  const within = strokes.slice(0, last + 1);
  if (!within.includes(ENTER) || within.some((stroke) => stroke.kind !== 'enter' && stroke.kind !== 'keys'))
    return strokes;
  const text = within.map((stroke) => (stroke.kind === 'keys' ? stroke.text : '\n')).join('');
  return [{ kind: 'paste', text: text.slice(0, KEPT) }, ...strokes.slice(last + 1, last + 2)];
}
