import { createPrompt, isEnterKey, useKeypress, usePrefix, useState } from '@inquirer/core';
import type { Status } from '@inquirer/core';
import type { SpecialKey } from './keyboard.js';
import { THEME } from './prompts.js';

export interface SecretAsking {
  readonly message: string;
  readonly check: (answer: string) => string | undefined;
}

/** A line that is never shown, only how long it is: whoever pastes sees that something has arrived. */
export const askSecret = createPrompt<string, SecretAsking>((asking, done) => {
  const [status, setStatus] = useState<Status>('idle');
  const [line, setLine] = useState('');
  const [wrong, setWrong] = useState<string>();
  const prefix = usePrefix({ status, theme: THEME });
  useKeypress((key: { readonly name: string } | SpecialKey, rl) => {
    if (status !== 'idle') return;
    setWrong(undefined);
    if (isEnterKey(key as never)) {
      const reason = asking.check(line.trim());
      setWrong(reason);
      // The Enter has emptied the line: a secret that was wrong is typed anew.
      setLine('');
      if (reason !== undefined) return;
      setStatus('done');
      done(line.trim());
    } else {
      if (key.name === 'paste' && 'text' in key) rl.write(key.text.trim().replaceAll(/\p{Cc}/gu, ' '));
      setLine(rl.line);
    }
  });
  const long = line === '' ? '' : `, ${String(line.length)} ${line.length === 1 ? 'character' : 'characters'}`;
  const told = status === 'done' ? THEME.style.answer('hidden') : THEME.style.help(`(hidden${long})`);
  return [
    [prefix, THEME.style.message(asking.message, status), told].join(' '),
    wrong === undefined ? '' : THEME.style.error(wrong),
  ];
});
