import { isBackspaceKey, isEnterKey, isTabKey, usePrefix, useState } from '@inquirer/core';
import type { Status } from '@inquirer/core';
import { BACK } from '../steps/dependencies.js';
import { escapeControls } from '../text/escape-controls.js';
import { LONGEST_PASTE } from './key-decoder.js';
import {
  leftOpen,
  onOneLine,
  pastedText,
  PASTE_EXCERPT,
  PROMPT_THEME,
  useTyping,
  windowPrompt,
} from './window-prompt.js';
import { labelAndText } from './wrap.js';

/** A longer paste is shown by its beginning. Characters. */
const SHORT_PASTE = 120;

const TOO_LONG = `That was more than ${String(LONGEST_PASTE)} characters, so it was ignored. Paste only the part that answers this.`;

interface TextAsking {
  readonly message: string;
  /** Columns of the window. */
  readonly width: number;
  /** Enter alone takes it, Tab puts it into the line. */
  readonly default?: string;
  /** Tab puts it into the line. */
  readonly former?: string;
  readonly hint?: string;
  readonly back: boolean;
  /** See `TextQuestion`. */
  readonly isWhole?: (typed: string) => boolean;
  readonly check: (answer: string) => string | undefined;
}

/** A line to type, into which anything can be pasted; a paste of many lines is one answer. */
export const askText = windowPrompt<string, TextAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<string>();
  const prefix = usePrefix({ status, theme: PROMPT_THEME });
  const whole = [...pasted, line].filter((part) => part !== '').join('\n');
  const answer = whole === '' ? (asking.default ?? '') : whole;
  const finish = (text: string): void => {
    setStatus(text === BACK && asking.back ? 'back' : 'done');
    done(text);
  };
  useTyping((key, rl) => {
    if (status !== 'idle') return;
    setWrong(undefined);
    const paste = pastedText(key);
    if (asking.back && (key.name === 'back' || (isEnterKey(key) && whole === BACK))) finish(BACK);
    else if (isEnterKey(key)) {
      const reason = asking.check(answer);
      if (reason === undefined) finish(answer);
      else {
        setWrong(reason);
        // The Enter has emptied the line.
        rl.write(line);
      }
    } else if (paste !== undefined && paste.length > LONGEST_PASTE) {
      setWrong(TOO_LONG);
    } else if (paste !== undefined) {
      const text = paste.trim();
      if (isShort(text)) rl.write(onOneLine(text));
      else setPasted([...pasted, text]);
      setLine(rl.line);
    } else if (isTabKey(key)) {
      rl.clearLine(0);
      rl.write(whole === '' ? (asking.former ?? asking.default ?? '') : line);
      setLine(rl.line);
    } else {
      if (isBackspaceKey(key) && line === '') setPasted(pasted.slice(0, -1));
      setLine(rl.line);
      if (asking.isWhole?.(rl.line) === true && asking.check(rl.line) === undefined) finish(rl.line);
    }
  });
  const shown = [...pasted.map(inShort), line];
  const offered = whole !== '' || status === 'done' ? '' : offer(asking);
  const text =
    status === 'done'
      ? PROMPT_THEME.style.answer(isShort(answer) ? escapeControls(answer) : inShort(answer))
      : shown.join(' ');
  if (status === 'back') return leftOpen(asking.message);
  const hint = status === 'done' || asking.hint === undefined ? '' : PROMPT_THEME.style.help(asking.hint);
  const before = [prefix, PROMPT_THEME.style.message(asking.message, status), offered].filter((part) => part !== '');
  const question = before.join(' ');
  return [
    status === 'done' ? labelAndText(question, text, asking.width) : `${question} ${text}`,
    wrong === undefined ? hint : PROMPT_THEME.style.error(wrong),
  ];
});

function offer({ default: usual, former }: TextAsking): string {
  if (former !== undefined && isShort(former))
    return PROMPT_THEME.style.defaultAnswer(`Tab: ${escapeControls(former)}`);
  return usual === undefined || usual === '' ? '' : PROMPT_THEME.style.defaultAnswer(usual);
}

function isShort(text: string): boolean {
  return text.length <= SHORT_PASTE && !/[\r\n]/.test(text);
}

function inShort(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).filter((one) => one.trim() !== '');
  const count = lines.length === 1 ? '' : `, ${String(lines.length)} lines`;
  return `[${escapeControls((lines[0] ?? '').trim(), PASTE_EXCERPT)}${count}]`;
}
