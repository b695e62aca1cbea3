import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isNumberKey,
  isTabKey,
  isUpKey,
  makeTheme,
  useKeypress,
  useMemo,
  usePagination,
  usePrefix,
  useState,
} from '@inquirer/core';
import type { Status } from '@inquirer/core';
import { BACK } from '../steps/dependencies.js';
import { escapeControls } from '../text/escape-controls.js';
import type { SpecialKey } from './keyboard.js';
import { LONGEST_PASTE } from './key-decoder.js';
import { unicodeIsSafe } from './ascii-fallback.js';
import { visibleWidth } from './text-width.js';
import { labelAndText, wrapText } from './wrap.js';
import { yesOrNo } from './yes-or-no.js';

// An answer is no success: a tick before a wrong code, or before "no", would say so.
export const THEME = makeTheme({ prefix: { idle: '?', done: unicodeIsSafe(process.env) ? '›' : '>' } });
/** A longer paste is shown by its beginning. Characters. */
const SHORT_PASTE = 120;
const PASTE_EXCERPT = 48;
const TOO_LONG = `That was over ${String(LONGEST_PASTE)} characters, and none of it was taken: paste the part that answers this.`;
const ITEMS_SHOWN = 12;
const [POINTER, ARROWS] = unicodeIsSafe(process.env) ? ['❯', '↑↓'] : ['>', 'arrows'];

type Key = { readonly name: string } | SpecialKey;

export interface TextAsking {
  readonly message: string;
  /** Columns of the window. */
  readonly width: number;
  /** Enter alone takes it, Tab puts it into the line. */
  readonly default?: string;
  /** Tab puts it into the line. */
  readonly former?: string;
  readonly hint?: string;
  readonly back: boolean;
  readonly check: (answer: string) => string | undefined;
}

/** A line to type, into which anything can be pasted; a paste of many lines is one answer. */
export const askText = createPrompt<string, TextAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<string>();
  const prefix = usePrefix({ status, theme: THEME });
  const whole = [...pasted, line].filter((part) => part !== '').join('\n');
  const answer = whole === '' ? (asking.default ?? '') : whole;
  const finish = (text: string): void => {
    setStatus(text === BACK && asking.back ? 'back' : 'done');
    done(text);
  };
  useKeypress((key: Key, rl) => {
    if (status !== 'idle') return;
    setWrong(undefined);
    if (asking.back && (key.name === 'back' || (isEnter(key) && whole === BACK))) finish(BACK);
    else if (isEnter(key)) {
      const reason = asking.check(answer);
      if (reason === undefined) finish(answer);
      else {
        setWrong(reason);
        // The Enter has emptied the line.
        rl.write(line);
      }
    } else if (key.name === 'paste' && 'text' in key && key.text.length > LONGEST_PASTE) {
      setWrong(TOO_LONG);
    } else if (key.name === 'paste' && 'text' in key) {
      const text = key.text.trim();
      if (isShort(text)) rl.write(onOneLine(text));
      else setPasted([...pasted, text]);
      setLine(rl.line);
    } else if (isTabKey(key as never)) {
      rl.clearLine(0);
      rl.write(whole === '' ? (asking.former ?? asking.default ?? '') : line);
      setLine(rl.line);
    } else {
      if (isBackspaceKey(key as never) && line === '') setPasted(pasted.slice(0, -1));
      setLine(rl.line);
    }
  });
  const shown = [...pasted.map(inShort), line];
  const offered = whole !== '' || status === 'done' ? '' : offer(asking);
  const text =
    status === 'done'
      ? THEME.style.answer(isShort(answer) ? escapeControls(answer) : inShort(answer))
      : shown.join(' ');
  if (status === 'back') return wentBack(asking.message);
  const hint = status === 'done' || asking.hint === undefined ? '' : THEME.style.help(asking.hint);
  const before = [prefix, THEME.style.message(asking.message, status), offered].filter((part) => part !== '');
  const question = before.join(' ');
  return [
    status === 'done' ? labelAndText(question, text, asking.width) : `${question} ${text}`,
    wrong === undefined ? hint : THEME.style.error(wrong),
  ];
});

function offer({ default: usual, former }: TextAsking): string {
  if (former !== undefined && isShort(former)) return THEME.style.defaultAnswer(`Tab: ${escapeControls(former)}`);
  return usual === undefined ? '' : THEME.style.defaultAnswer(usual);
}

function isShort(text: string): boolean {
  return text.length <= SHORT_PASTE && !/[\r\n]/.test(text);
}

function inShort(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).filter((one) => one.trim() !== '');
  const count = lines.length === 1 ? '' : `, ${String(lines.length)} lines`;
  return `[${escapeControls((lines[0] ?? '').trim(), PASTE_EXCERPT)}${count}]`;
}

/** The question was left open. */
function wentBack(message: string): string {
  return THEME.style.help(`< ${message}`);
}

/** A paste as it would be typed. */
function onOneLine(text: string): string {
  return text.trim().replaceAll(/\p{Cc}+/gu, ' ');
}

function isEnter(key: Key): boolean {
  return isEnterKey(key as never);
}

export interface ChoiceAsking {
  readonly message: string;
  /** Columns of the window. */
  readonly width: number;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly told?: string }[];
  readonly default?: string;
  readonly back: boolean;
}

/** A list to choose from: with the arrows, by number, or by the first letters. */
export const askChoice = createPrompt<string, ChoiceAsking>((asking, done) => {
  const { choices, back } = asking;
  const [status, setStatus] = useState<Status>('idle');
  const [active, setActive] = useState(
    useMemo(
      () =>
        Math.max(
          0,
          choices.findIndex(({ value }) => value === asking.default),
        ),
      [],
    ),
  );
  const [none, setNone] = useState<string>();
  const prefix = usePrefix({ status, theme: THEME });
  const finish = (value: string): void => {
    setStatus(value === BACK && back ? 'back' : 'done');
    done(value);
  };
  useKeypress((key: Key, rl) => {
    if (status !== 'idle') return;
    const typed = key.name === 'paste' && 'text' in key ? onOneLine(key.text) : rl.line;
    setNone(undefined);
    // What was typed or pasted and is no choice must not be followed by the one that happens to be marked.
    if (isEnter(key)) {
      if (none === undefined) finish(choices[active]?.value ?? '');
    } else if (back && (key.name === 'back' || typed === BACK)) finish(BACK);
    else if (isUpKey(key as never) || isDownKey(key as never)) {
      rl.clearLine(0);
      setActive((active + (isUpKey(key as never) ? -1 : 1) + choices.length) % choices.length);
    } else if (isBackspaceKey(key as never)) rl.clearLine(0);
    else {
      const found =
        isNumberKey(key as never) && /^\d+$/.test(typed)
          ? Number(typed) - 1
          : choices.findIndex(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()));
      if (typed !== '' && choices[found]) setActive(found);
      else {
        rl.clearLine(0);
        if (typed !== '') setNone(typed);
      }
    }
  });
  const message = THEME.style.message(asking.message, status);
  const page = usePagination({
    items: choices,
    active,
    renderItem: ({ item, isActive }) => {
      const label = inLines(item.label, asking.width - 3).join('\n  ');
      return isActive ? THEME.style.highlight(`${POINTER} ${label}`) : `  ${label}`;
    },
    pageSize: ITEMS_SHOWN,
    loop: false,
  });
  if (status === 'back') return wentBack(asking.message);
  // Columns that stood below each other stand alone now.
  if (status === 'done')
    return labelAndText(
      `${prefix} ${message}`,
      THEME.style.answer((choices[active]?.told ?? choices[active]?.label ?? '').replaceAll(/\s+/g, ' ')),
      asking.width,
    );
  return [
    labelAndText(
      `${prefix} ${message}`,
      THEME.style.help(`(${ARROWS} and Enter${back ? ', Esc goes back' : ''})`),
      asking.width,
    ),
    none === undefined
      ? page
      : `${page}\n${THEME.style.error(`No choice begins with ${escapeControls(none, PASTE_EXCERPT)}.`)}`,
  ];
});

/** What stands in columns stays in them, as long as it fits. */
function inLines(label: string, width: number): readonly string[] {
  return visibleWidth(label) <= width ? [label] : wrapText(label, width);
}

export interface ConfirmAsking {
  readonly message: string;
  readonly default: boolean;
  /** Esc, and `<` with Enter, are a no. */
  readonly back: boolean;
}

/** Yes or no; anything else is neither. */
export const askYesOrNo = createPrompt<boolean, ConfirmAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [wrong, setWrong] = useState(false);
  const prefix = usePrefix({ status, theme: THEME });
  const finish = (said: boolean, how: Status): void => {
    setLine(said ? 'Yes' : 'No');
    setStatus(how);
    done(said);
  };
  useKeypress((key: Key, rl) => {
    if (status !== 'idle') return;
    const said = yesOrNo(line, asking.default);
    if (asking.back && (key.name === 'back' || (isEnter(key) && line.trim() === BACK))) finish(false, 'back');
    else if (!isEnter(key)) {
      if (key.name === 'paste' && 'text' in key) rl.write(onOneLine(key.text).slice(0, PASTE_EXCERPT));
      setLine(rl.line);
      setWrong(false);
    } else if (said === undefined) {
      setLine('');
      setWrong(true);
    } else finish(said, 'done');
  });
  if (status === 'back') return wentBack(asking.message);
  const message = THEME.style.message(asking.message, status);
  const offered =
    status === 'done'
      ? THEME.style.answer(line)
      : `${THEME.style.defaultAnswer(asking.default ? 'Y/n' : 'y/N')} ${escapeControls(line)}`;
  return [`${prefix} ${message} ${offered}`, wrong ? THEME.style.error('Type y or n.') : ''];
});
