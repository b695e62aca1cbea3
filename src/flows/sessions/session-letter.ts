import { DEFAULT_PORTS } from '../../model/endpoint.js';
import type { Target } from '../../model/endpoint.js';
import { LANGUAGES } from '../../contract/language.js';
import type { Language } from '../../contract/language.js';
import { EXIT } from '../../contract/exit.js';
import type { Letter, LetterFacts } from '../../report/letter.js';
import { cleanOrNull, cleanText } from '../../report/words.js';
import type { Entry } from '../../session/events.js';
import type { SessionState } from '../../session/reduce.js';

/** What a letter about a terminal needs, before anything else is known of it. */
export function letterFactsOfTarget({ host, posxml, log }: Target, codes: readonly string[] = []): LetterFacts {
  return {
    host,
    posxmlPort: posxml?.port ?? DEFAULT_PORTS.posxml,
    logPort: log?.port ?? DEFAULT_PORTS.log,
    internalAddress: undefined,
    codes,
  };
}

/** The same of a session, with what was found in it last, and the language in which the clinic was spoken to. */
export function letterFactsOf(
  entries: readonly Entry[],
  { target, answers }: SessionState,
): { readonly facts: LetterFacts; readonly spoken: Language | undefined } {
  const events = entries.map(({ event }) => event);
  const ended = events.findLast((event) => event.type === 'step.ended');
  const seen = events.findLast((event) => event.type === 'terminal.identified');
  return {
    facts: {
      host: cleanText(target.host),
      posxmlPort: target.posxmlPort ?? DEFAULT_PORTS.posxml,
      logPort: target.logPort ?? DEFAULT_PORTS.log,
      internalAddress: cleanOrNull(seen?.localIpAddress) ?? undefined,
      codes: ended && ended.exitCode !== EXIT.done ? ended.codes : [],
    },
    spoken: LANGUAGES.find((known) => known === answers.language),
  };
}

/** As it is pasted into a mail. */
export function letterText({ subject, lines }: Letter): string {
  return [subject, '', ...lines].join('\n');
}
