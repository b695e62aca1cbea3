import type { WriteStream } from 'node:tty';

/** A whole window that is drawn again at each change, and leaves what was on it before untouched. */
export interface LiveScreen {
  redraw(): void;
  /** Gives the window to the shell for a while. */
  leave(): void;
  comeBack(): void;
  /** Gives the window back; may be called more than once. */
  close(): void;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The other screen, no cursor, and pastes marked as such. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?2004h';
const LEAVE = '\u001b[?2004l\u001b[?25h\u001b[?1049l';

/** Where a window cannot be drawn on, things are written line by line: in a pipe, where nothing is to be redrawn, or on a terminal that says it has no columns. */
export function canDraw(stream: WriteStream, redraws: boolean): boolean {
  return redraws && stream.columns > 0 && stream.rows > 0;
}

/** @param draw the lines that fit the size: no more than its rows, none wider than its columns */
export function openLiveScreen(stream: WriteStream, draw: (size: Size) => readonly string[]): LiveScreen {
  let due: NodeJS.Immediate | undefined;
  let open = true;
  const show = (): void => {
    due = undefined;
    const lines = draw({ columns: stream.columns, rows: stream.rows });
    // Erased before it is written: a line that fills the window leaves the cursor on its own last character.
    stream.write(
      `\u001b[H${lines.map((line) => `\u001b[K${line}`).join('\r\n')}${lines.length < stream.rows ? '\r\n\u001b[J' : ''}`,
    );
  };
  const redraw = (): void => {
    if (open) due ??= setImmediate(show);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    clearImmediate(due);
    stream.off('resize', redraw);
    process.off('exit', close);
    stream.write(LEAVE);
  };
  stream.write(ENTER);
  stream.on('resize', redraw);
  // Whatever ends the program, the window is given back.
  process.once('exit', close);
  redraw();
  const leave = (): void => {
    clearImmediate(due);
    due = undefined;
    stream.write(LEAVE);
  };
  const comeBack = (): void => {
    stream.write(ENTER);
    redraw();
  };
  return { redraw, leave, comeBack, close };
}
