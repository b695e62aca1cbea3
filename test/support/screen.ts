/** A place of the screen, with the ways in which its character stands out. */
export interface Cell {
  readonly char: string;
  /** `bold`, `dim`, and a colour's name. */
  readonly style: readonly string[];
}

const BLANK: Cell = { char: ' ', style: [] };

/** What a person reads of the bytes that a program has written to a terminal window: lines, as far as they have scrolled. */
export function screenOf(raw: string, columns = 100): readonly string[] {
  return cellsOf(raw, columns).map((cells) =>
    cells
      .map(({ char }) => char)
      .join('')
      .trimEnd(),
  );
}

/** The same with its colours. Knows the few movements that prompts and spinners use. */
export function cellsOf(raw: string, columns = 100): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [[]];
  let style: readonly string[] = [];
  let row = 0;
  let column = 0;
  const line = (): Cell[] => (lines[row] ??= []);
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
    else if (letter === 'm') style = styled(style, numbers);
    else if (letter === 'J') {
      line().length = Math.min(line().length, column);
      lines.length = row + 1;
    }
  };
  const erase = (how: string): void => {
    if (how === '2') line().length = 0;
    else if (how === '1') line().fill(BLANK, 0, column);
    else line().length = Math.min(line().length, column);
  };
  const put = (char: string): void => {
    if (column >= columns) {
      move(1);
      column = 0;
    }
    while (line().length < column) line().push(BLANK);
    line()[column] = { char, style };
    column += 1;
  };
  for (const [token, numbers, letter] of raw.matchAll(/\u001b\[([0-9;?]*)([A-Za-z])|\u001b.|[\s\S]/gu)) {
    if (letter !== undefined) control(numbers ?? '', letter);
    else if (token === '\n') move(1);
    else if (token === '\r') column = 0;
    else if (token === '\b') column = Math.max(0, column - 1);
    else if (!token.startsWith('\u001b') && token >= ' ') put(token);
  }
  return lines;
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const isColour = (name: string): boolean => COLOURS.includes(name);

/** After a sequence of SGR numbers. One that is not known changes nothing. */
function styled(style: readonly string[], numbers: string): readonly string[] {
  return numbers
    .split(';')
    .map(Number)
    .reduce<readonly string[]>((names, number) => {
      if (number === 0) return [];
      if (number === 1) return [...names, 'bold'];
      if (number === 2) return [...names, 'dim'];
      if (number === 22) return names.filter(isColour);
      if (number === 39) return names.filter((name) => !isColour(name));
      const colour = COLOURS[number >= 90 ? number - 90 : number - 30];
      return colour === undefined ? names : [...names.filter((name) => !isColour(name)), colour];
    }, style);
}
