import {
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isNumberKey,
  isUpKey,
  useMemo,
  usePagination,
  usePrefix,
  useState,
} from '@inquirer/core';
import type { Status } from '@inquirer/core';
import { BACK } from '../steps/dependencies.js';
import { escapeControls } from '../text/escape-controls.js';
import { unicodeIsSafe } from './ascii-fallback.js';
import { visibleWidth } from './text-width.js';
import {
  leftOpen,
  onOneLine,
  pastedText,
  PASTE_EXCERPT,
  PROMPT_THEME,
  useTyping,
  windowPrompt,
} from './window-prompt.js';
import { labelAndText, wrapText } from './wrap.js';

const ITEMS_SHOWN = 12;
const [POINTER, ARROWS] = unicodeIsSafe(process.env) ? ['❯', '↑↓'] : ['>', 'arrows'];

const CHOOSE = 'Choose with the arrows, a number or the first letters.';

interface ChoiceAsking {
  readonly message: string;
  /** Columns of the window. */
  readonly width: number;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly echo?: string }[];
  readonly default?: string;
  readonly noDefault?: boolean;
  readonly back: boolean;
}

/** A list to choose from: with the arrows, by number, or by the first letters. */
export const askChoice = windowPrompt<string, ChoiceAsking>((asking, done) => {
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
  /** Whether a choice is marked, so that Enter takes it. */
  const [marked, setMarked] = useState(asking.noDefault !== true || asking.default !== undefined);
  const [none, setNone] = useState<string>();
  const prefix = usePrefix({ status, theme: PROMPT_THEME });
  const finish = (value: string): void => {
    setStatus(value === BACK && back ? 'back' : 'done');
    done(value);
  };
  useTyping((key, rl) => {
    if (status !== 'idle') return;
    const pasted = pastedText(key);
    const typed = pasted === undefined ? rl.line : onOneLine(pasted);
    setNone(undefined);
    // What was typed or pasted and is no choice must not be followed by the one that happens to be marked.
    if (isEnterKey(key)) {
      if (!marked) setNone('');
      else if (none === undefined) finish(choices[active]?.value ?? '');
    } else if (back && (key.name === 'back' || typed === BACK)) finish(BACK);
    else if (isUpKey(key) || isDownKey(key)) {
      rl.clearLine(0);
      const from = marked ? active : isUpKey(key) ? 0 : -1;
      setMarked(true);
      setActive((from + (isUpKey(key) ? -1 : 1) + choices.length) % choices.length);
    } else if (isBackspaceKey(key)) rl.clearLine(0);
    else {
      const found =
        isNumberKey(key) && /^\d+$/.test(typed)
          ? Number(typed) - 1
          : choices.findIndex(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()));
      if (typed !== '' && choices[found]) {
        setMarked(true);
        setActive(found);
      } else {
        rl.clearLine(0);
        if (typed !== '') setNone(typed);
      }
    }
  });
  const message = PROMPT_THEME.style.message(asking.message, status);
  const page = usePagination({
    items: choices,
    active,
    renderItem: ({ item, isActive }) => {
      const label = inLines(item.label, asking.width - 3).join('\n  ');
      return isActive && marked ? PROMPT_THEME.style.highlight(`${POINTER} ${label}`) : `  ${label}`;
    },
    pageSize: ITEMS_SHOWN,
    loop: false,
  });
  if (status === 'back') return leftOpen(asking.message);
  // Columns that stood below each other stand alone now.
  if (status === 'done')
    return labelAndText(
      `${prefix} ${message}`,
      PROMPT_THEME.style.answer((choices[active]?.echo ?? choices[active]?.label ?? '').replaceAll(/\s+/g, ' ')),
      asking.width,
    );
  return [
    labelAndText(
      `${prefix} ${message}`,
      PROMPT_THEME.style.help(`(${ARROWS} and Enter${back ? ', Esc: back' : ''})`),
      asking.width,
    ),
    none === undefined
      ? page
      : `${page}\n${PROMPT_THEME.style.error(none === '' ? CHOOSE : `No choice starts with ${escapeControls(none, PASTE_EXCERPT)}.`)}`,
  ];
});

/** What stands in columns stays in them, as long as it fits. */
function inLines(label: string, width: number): readonly string[] {
  return visibleWidth(label) <= width ? [label] : wrapText(label, width);
}
