/**
 * What a person sees of the bytes that a program has written to a terminal window: lines, as far as they have
 * scrolled. Knows the few movements that prompts and spinners use.
 */
export function screenOf(raw: string, columns = 100): readonly string[] {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const line = (): string[] => (lines[row] ??= []);
  const move = (rows: number): void => {
    row = Math.max(0, row + rows);
    while (lines.length <= row) lines.push([]);
  };
  const control = (numbers: string, letter: string): void => {
    const count = Number(numbers.split(';')[0]) || 1;
    if (letter === 'A' || letter === 'B') move(letter === 'A' ? -count : count);
    else if (letter === 'C') column += count;
    else if (letter === 'D') column = Math.max(0, column - count);
    else if (letter === 'G') column = count - 1;
    else if (letter === 'K') erase(numbers);
    else if (letter === 'J') {
      line().length = Math.min(line().length, column);
      lines.length = row + 1;
    }
  };
  const erase = (how: string): void => {
    if (how === '2') line().length = 0;
    else if (how === '1') line().fill(' ', 0, column);
    else line().length = Math.min(line().length, column);
  };
  const put = (char: string): void => {
    if (column >= columns) {
      move(1);
      column = 0;
    }
    while (line().length < column) line().push(' ');
    line()[column] = char;
    column += 1;
  };
  for (const [token, numbers, letter] of raw.matchAll(/\u001b\[([0-9;?]*)([A-Za-z])|\u001b.|[\s\S]/gu)) {
    if (letter !== undefined) control(numbers ?? '', letter);
    else if (token === '\n') move(1);
    else if (token === '\r') column = 0;
    else if (token === '\b') column = Math.max(0, column - 1);
    else if (!token.startsWith('\u001b') && token >= ' ') put(token);
  }
  return lines.map((chars) => chars.join('').trimEnd());
}
