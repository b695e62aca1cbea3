import type { ErrorDocument } from '../contract/document.js';
import { labelledLines } from './label.js';
import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

/** What happened, why, what to do, who can help: in the form of a finding. */
export function renderError(error: ErrorDocument, theme: Theme, width = 80): readonly string[] {
  const more = `more: terminal explain ${error.code}`;
  return [
    ...renderErrorInBrief(error, theme, width),
    ...error.actions.flatMap((action) => labelledLines('do', action, theme, width)),
    ...(error.contact === null
      ? labelledLines('more', `terminal explain ${error.code}`, theme, width)
      : labelledLines('help', `${error.contact} · ${more}`, theme, width)),
  ];
}

/** What happened and why. */
export function renderErrorInBrief({ message, cause }: ErrorDocument, theme: Theme, width: number): readonly string[] {
  return [
    ...wrapText(`${theme.sign.fail} ${theme.strong(message)}`, width),
    ...labelledLines('why', cause, theme, width),
  ];
}
