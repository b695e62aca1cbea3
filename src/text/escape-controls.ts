import { redactText } from './redact.js';

/** Longest excerpt that is shown, in characters. */
export const EXCERPT_LENGTH = 200;

/**
 * Characters that move a cursor, hide, join or reorder text: control characters, line separators, bidirectional
 * overrides (CVE-2021-42574), zero-width and tag characters, lone surrogates.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Makes every control, bidirectional and zero-width character visible (`\x1b`, `\u202e`) and bounds the length. */
export function escapeControls(text: string, max: number = EXCERPT_LENGTH): string {
  const bounded = shorten(text, max);
  return shorten(bounded.replace(UNSAFE, escapeCharacter), max);
}

/** One that the program itself has put there: a line end, or a colour. */
const OWN = /(\u001b\[(?:0|1|2|22|3[0-9]|38;5;\d{1,3}|9[0-7]|4|24|7|27)m)/;

/** A text of many lines that is printed as it is: what would move a cursor, hide or reorder it is made visible. */
export function visibleText(text: string, colored: boolean): string {
  if (colored)
    return text
      .split(OWN)
      .map((part, index) => (index % 2 === 1 ? part : visibleText(part, false)))
      .join('');
  return text.replace(UNSAFE, (char) => (char === '\n' || char === '\t' ? char : escapeCharacter(char)));
}

/** JSON as it is printed: what JSON leaves as it is and no window should get is written by its number, and read as it was. */
export function visibleJson(json: string): string {
  return json.replace(UNSAFE, (char) =>
    char === '\n'
      ? char
      : Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
          '',
        ),
  );
}

/** Bytes as text: UTF-8 where it is UTF-8, else each byte above ASCII as `\xNN`, which no card number could be seen behind. */
export function textOf(bytes: Uint8Array): string {
  try {
    // `stream` forgives a character that the bound of the evidence has cut in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return redactText(latin).replace(/[\u0080-\u00ff]/g, escapeCharacter);
  }
}

function escapeCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (NAMED[char] !== undefined) return NAMED[char];
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** Cuts at a whole character, and says so with an ellipsis. */
function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
