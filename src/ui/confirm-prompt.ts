import { isEnterKey, usePrefix, useState } from '@inquirer/core';
import type { Status } from '@inquirer/core';
import { BACK } from '../steps/dependencies.js';
import { escapeControls } from '../text/escape-controls.js';
import {
  leftOpen,
  onOneLine,
  pastedText,
  PASTE_EXCERPT,
  PROMPT_THEME,
  useTyping,
  windowPrompt,
} from './window-prompt.js';
import { yesOrNo } from './yes-or-no.js';

interface ConfirmAsking {
  readonly message: string;
  readonly default: boolean;
  /** Esc, and `<` with Enter, are a no. */
  readonly back: boolean;
  /** See `ConfirmQuestion`. */
  readonly isOneKey: boolean;
}

/** Yes or no; anything else is neither. */
export const askYesOrNo = windowPrompt<boolean, ConfirmAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [wrong, setWrong] = useState(false);
  const prefix = usePrefix({ status, theme: PROMPT_THEME });
  const finish = (said: boolean, how: Status): void => {
    setLine(said ? 'Yes' : 'No');
    setStatus(how);
    done(said);
  };
  useTyping((key, rl) => {
    if (status !== 'idle') return;
    const said = yesOrNo(line, asking.default);
    if (asking.back && (key.name === 'back' || (isEnterKey(key) && line.trim() === BACK))) finish(false, 'back');
    else if (!isEnterKey(key)) {
      const paste = pastedText(key);
      if (paste !== undefined) rl.write(onOneLine(paste).slice(0, PASTE_EXCERPT));
      setLine(rl.line);
      setWrong(false);
      const meant = paste === undefined && rl.line !== '' ? yesOrNo(rl.line, asking.default) : undefined;
      if (asking.isOneKey && meant !== undefined) finish(meant, 'done');
    } else if (said === undefined) {
      setLine('');
      setWrong(true);
    } else finish(said, 'done');
  });
  if (status === 'back') return leftOpen(asking.message);
  const message = PROMPT_THEME.style.message(asking.message, status);
  const offered =
    status === 'done'
      ? PROMPT_THEME.style.answer(line)
      : `${PROMPT_THEME.style.defaultAnswer(asking.default ? 'Y/n' : 'y/N')} ${escapeControls(line)}`;
  return [`${prefix} ${message} ${offered}`, wrong ? PROMPT_THEME.style.error('Type y or n.') : ''];
});
