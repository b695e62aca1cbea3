/** Decimal digits of all scripts (full-width, Arabic, mathematical …) as those of ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, (digit) => String(valueOf(digit)));
}

/** The digits of a script stand in a row from its zero on, and rows that touch are whole (Unicode, chapter 4.6). */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % 10;
}
