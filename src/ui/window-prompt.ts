import { createPrompt, makeTheme, useKeypress, useState } from '@inquirer/core';
import type { KeypressEvent } from '@inquirer/core';
import { unicodeIsSafe } from './ascii-fallback.js';
import { hasManyColors } from './theme.js';

/** A key of the keyboard, or one of `paste`, `back`, `hide` and `show`, by which the program tells a prompt the rest. */
export interface PromptKey extends KeypressEvent {
  /** What was pasted, where its name is `paste`. */
  readonly text?: string;
}

type Readline = Parameters<Parameters<typeof useKeypress>[0]>[1];

const [CYAN, DARK_CYAN] = ['\u001b[36m', '\u001b[38;5;30m'];

// An answer is no success: a tick before a wrong code, or before "no", would say so.
const THEME = makeTheme({ prefix: { idle: '?', done: unicodeIsSafe(process.env) ? '›' : '>' } });

export const PROMPT_THEME = {
  ...THEME,
  style: { ...THEME.style, answer: onWhite(THEME.style.answer), highlight: onWhite(THEME.style.highlight) },
};

/** Cyan as dark as it is bright: inquirer's own cannot be read on white. */
function onWhite(style: (text: string) => string): (text: string) => string {
  return (text) => (hasManyColors(process.env) ? style(text).replaceAll(CYAN, DARK_CYAN) : style(text));
}

/** So much of a paste is shown. Characters. */
export const PASTE_EXCERPT = 48;
/** Nothing is left of a prompt but a blank; for an empty text inquirer would begin another line. */
const HIDDEN = ' ';

/**
 * A prompt of inquirer that takes itself away at the key `hide` and stands there again, as it was, at the key `show`:
 * what the shell writes in between is not drawn over.
 */
export function windowPrompt<Answer, Asking>(
  view: (asking: Asking, done: (answer: Answer) => void) => string | [content: string, below: string],
): (asking: Asking, context?: Parameters<ReturnType<typeof createPrompt<Answer, Asking>>>[1]) => Promise<Answer> {
  return createPrompt<Answer, Asking>((asking, done) => {
    const [hidden, setHidden] = useState(false);
    useKeypress(({ name }) => {
      if (isAboutWindow(name)) setHidden(name === 'hide');
    });
    const shown = view(asking, done);
    return hidden ? HIDDEN : shown;
  });
}

/** Calls `typed` for each key and each paste. */
export function useTyping(typed: (key: PromptKey, line: Readline) => void): void {
  useKeypress((key, line) => {
    if (!isAboutWindow(key.name)) typed(key, line);
  });
}

function isAboutWindow(name: string): boolean {
  return name === 'hide' || name === 'show';
}

/** What was pasted, or undefined for any other key. */
export function pastedText({ name, text }: PromptKey): string | undefined {
  return name === 'paste' ? text : undefined;
}

/** A paste as it would be typed. */
export function onOneLine(text: string): string {
  return text.trim().replaceAll(/\p{Cc}+/gu, ' ');
}

/** The question was left open. */
export function leftOpen(message: string): string {
  return PROMPT_THEME.style.help(`< ${message}`);
}
