import { safeExcerpt } from '../../text/safe-excerpt.js';
import { formatTarget } from '../../model/endpoint.js';
import type { LeftOut } from '../../targets/strangers.js';
import type { ReadWords } from './target-arguments.js';

/** An address of a text that is not dialled, and why. */
export function leftOutInWords({ text, reason }: LeftOut): string {
  return `Left out: ${safeExcerpt(text, 60)} (${reason}).`;
}

/** What the words of a command line hold and no target has, and what of a terminal was not said. */
export function readingInWords({ written, unused, leftOut }: ReadWords): readonly string[] {
  return [
    ...(unused.length === 0 ? [] : [`Not used, but it may be a port: ${unused.join(', ')}.`]),
    ...leftOut.map(leftOutInWords),
    ...written.flatMap(({ target, onePort }) =>
      target && onePort === true
        ? [`Only one port of ${formatTarget(target)} was given, so the log port is not checked.`]
        : [],
    ),
  ];
}
