import { stripVTControlCharacters } from 'node:util';
import type { Size } from './live-screen.js';
import type { Theme } from './theme.js';
import { paddedText, shortenedText, visibleWidth } from './text-width.js';
import { wrapText } from './wrap.js';

/** What a person at the clinic sees, and what can be done there; every text is safe to show. */
export interface ClinicView {
  readonly title: string;
  /** To be typed in another window. */
  readonly commands: readonly string[];
  /** Which terminal it is. */
  readonly name: string;
  readonly display: readonly string[];
  readonly facts: readonly ViewFact[];
  /** The latest last. */
  readonly events: readonly string[];
  readonly keys: readonly KeyGroup[];
}

export interface ViewFact {
  readonly name: string;
  readonly value: string;
  /** It is not as it should be, or not as it was at the start. */
  readonly stands?: 'out';
}

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly { readonly key: string; readonly does: string }[];
}

/** Characters inside the frame of the terminal's display. */
const DISPLAY_WIDTH = 24;
const FACTS_COLUMN = DISPLAY_WIDTH + 6;
/** From here on the facts have room next to the display. */
const WIDE = 66;
/** What happened has so many lines, as soon as so much has happened. */
const EVENTS_LEAST = 6;

/** As much of it as the window has room for: the commands go first, but for one line of them, then what happened, then the keys. */
export function renderClinic(view: ClinicView, theme: Theme, { columns, rows }: Size): readonly string[] {
  const width = Math.max(columns, 1);
  const title = theme.strong(shortenedText(view.title, width));
  const whole = [
    shortenedText('In another window:', width),
    ...view.commands.flatMap((command) => continued(command, width)),
    '',
  ];
  const short = [shortenedText(`In another window: ${view.commands[0] ?? ''}`, width), ''];
  const clinic = [...deskLines(view, theme, width), ''];
  const keys = view.keys.flatMap((group) => keyLines(group, theme, width));
  const fixed = 1 + clinic.length + keys.length + 1;
  const wanted = fixed + Math.min(view.events.length, EVENTS_LEAST);
  const shown = [whole, short].find((commands) => wanted + commands.length <= rows) ?? [];
  const room = Math.max(0, rows - fixed - shown.length);
  const events = room === 0 ? [] : view.events.slice(-room).map((event) => shortenedText(event, width));
  return [
    title,
    ...shown,
    ...clinic,
    ...events,
    ...Array.from({ length: room - events.length }, () => ''),
    '',
    ...keys,
  ].slice(0, rows);
}

/** What the keys do, for a window that cannot be drawn on. */
export function renderKeys(groups: readonly KeyGroup[], theme: Theme, width: number): readonly string[] {
  return groups.flatMap((group) => keyLines(group, theme, width));
}

function deskLines({ name, display, facts }: ClinicView, theme: Theme, width: number): readonly string[] {
  const head = `─ ${shortenedText(name, DISPLAY_WIDTH - 3)} `;
  const frame = [
    `┌${paddedText(head, DISPLAY_WIDTH + 2, '─')}┐`,
    ...display.map((line) => `│ ${paddedText(shortenedText(line, DISPLAY_WIDTH), DISPLAY_WIDTH)} │`),
    `└${'─'.repeat(DISPLAY_WIDTH + 2)}┘`,
  ];
  if (width < WIDE)
    return [...frame.map((line) => shortenedText(line, width)), ...facts.map((fact) => factLine(fact, theme, width))];
  return frame.map((line, index) => {
    const fact = facts[index];
    return fact ? `${line}  ${factLine(fact, theme, width - FACTS_COLUMN)}` : line;
  });
}

function factLine({ name, value, stands }: ViewFact, theme: Theme, width: number): string {
  const text = shortenedText(`${name.padEnd(9)} ${value}`, width);
  return stands === 'out' ? theme.warn(text) : text;
}

/** `person  c card  w wrong PIN first`, the further lines below the first key. */
function keyLines({ title, keys }: KeyGroup, theme: Theme, width: number): readonly string[] {
  const indent = title.length + 2;
  const lines: string[] = [];
  let line = `${theme.dim(title)}  `;
  for (const { key, does } of keys) {
    const part = `${theme.strong(key)} ${does}`;
    const begun = visibleWidth(line) > indent;
    if (begun && visibleWidth(line) + 3 + visibleWidth(part) > width) {
      lines.push(line);
      line = `${' '.repeat(indent)}${part}`;
    } else line += begun ? `   ${part}` : part;
  }
  return [...lines, line].map((each) =>
    visibleWidth(each) > width ? shortenedText(stripVTControlCharacters(each), width) : each,
  );
}

/** A command over several lines, as a shell takes it when it is pasted. */
function continued(command: string, width: number): readonly string[] {
  const lines = wrapText(command, width - 2, '  ').map((line) => line.trimStart());
  return lines.map((line, index) =>
    shortenedText(`${index === 0 ? '  ' : '    '}${line}${index < lines.length - 1 ? ' \\' : ''}`, width),
  );
}
