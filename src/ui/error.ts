import type { ErrorDocument } from '../contract/document.js';
import { label } from './label.js';
import type { Theme } from './theme.js';
import { wrap } from './wrap.js';

/** What happened, why, what to do, who can help: in the form of a finding. */
export function renderError(error: ErrorDocument, theme: Theme, width = 80): readonly string[] {
  const more = `more: terminal explain ${error.code}`;
  return [
    ...renderErrorInBrief(error, theme, width),
    ...error.actions.flatMap((action) => label('do', action, theme, width)),
    ...(error.contact === null ? label('more', `terminal explain ${error.code}`, theme, width) : label('help', `${error.contact} · ${more}`, theme, width)),
  ];
}

/** What happened and why. */
export function renderErrorInBrief({ message, cause }: ErrorDocument, theme: Theme, width: number): readonly string[] {
  return [...wrap(`${theme.sign.fail} ${theme.strong(message)}`, width), ...label('why', cause, theme, width)];
}
