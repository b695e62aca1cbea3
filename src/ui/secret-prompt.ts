import { isEnterKey, usePrefix, useState } from '@inquirer/core';
import type { Status } from '@inquirer/core';
import { pastedText, PROMPT_THEME, useTyping, windowPrompt } from './window-prompt.js';

interface SecretAsking {
  readonly message: string;
  readonly check: (answer: string) => string | undefined;
}

/** A line that is never shown, only how long it is: after a paste one sees that something has arrived. */
export const askSecret = windowPrompt<string, SecretAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [wrong, setWrong] = useState<string>();
  const prefix = usePrefix({ status, theme: PROMPT_THEME });
  useTyping((key, rl) => {
    if (status !== 'idle') return;
    setWrong(undefined);
    if (isEnterKey(key)) {
      const reason = asking.check(line.trim());
      setWrong(reason);
      // The Enter has emptied the line: a secret that was wrong is typed again from the start.
      setLine('');
      if (reason !== undefined) return;
      setStatus('done');
      done(line.trim());
    } else {
      const paste = pastedText(key);
      if (paste !== undefined) rl.write(paste.trim().replaceAll(/\p{Cc}/gu, ' '));
      setLine(rl.line);
    }
  });
  const long = line === '' ? '' : `, ${String(line.length)} ${line.length === 1 ? 'character' : 'characters'}`;
  const shown = status === 'done' ? PROMPT_THEME.style.answer('hidden') : PROMPT_THEME.style.help(`(hidden${long})`);
  return [
    [prefix, PROMPT_THEME.style.message(asking.message, status), shown].join(' '),
    wrong === undefined ? '' : PROMPT_THEME.style.error(wrong),
  ];
});
