import type { ErrorDocument } from '../contract/document.js';
import type { Theme } from './theme.js';
import { wrap } from './wrap.js';

/** What happened, why, what to do, who can help. */
export function renderError(error: ErrorDocument, theme: Theme, width = 80): readonly string[] {
  return [
    ...wrap(`${theme.bad('Error:')} ${error.message}`, width),
    ...(error.cause === null ? [] : wrap(`Why: ${error.cause}`, width, '  ')),
    ...error.actions.flatMap((action) => wrap(`Do: ${action}`, width, '  ')),
    ...(error.contact === null ? [] : wrap(`Help: ${error.contact}`, width, '  ')),
    ...wrap(`(${error.code}; more: terminal explain ${error.code})`, width, '  ').map((line) => theme.dim(line)),
  ];
}
