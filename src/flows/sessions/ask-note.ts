import type { SessionNote } from '../../session/events.js';
import type { Prompter } from '../../steps/dependencies.js';
import { holdsCardData } from '../../text/redact.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

/** What is kept of it: nothing of a card, and undefined where nothing was said. */
export function noteOf(said: { readonly [K in keyof SessionNote]: string | undefined }): SessionNote | undefined {
  const kept = Object.entries(said).flatMap(([key, value]) => {
    const text = value?.trim() ?? '';
    return text === '' ? [] : [[key, safeExcerpt(text)] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Asks for what is to be remembered; Enter alone is nothing. A ticket, a telephone number and a time are found by their words. */
export async function askForNote(talk: Prompter): Promise<SessionNote | undefined> {
  const said = await talk.text({
    kind: 'text',
    id: 'note',
    message: 'Note for the next call (Enter for none):',
    default: '',
    hint: 'Such as: call back Monday 10:00, ticket SUP-12, tel 600 0000',
    check: (answer) => (holdsCardData(answer) ? 'It contains a card number, which must not be saved.' : undefined),
  });
  return noteOf({ text: said, ...found(said) });
}

const KINDS = {
  callBack: /\bcall\s*back\s+([^,;]+)/i,
  ticket: /\bticket\s+([^,;]+)/i,
  telephone: /\btel(?:ephone)?\.?\s+([^,;]+)/i,
} as const;

function found(said: string): SessionNote {
  const kinds = Object.entries(KINDS).flatMap(([key, pattern]) => {
    const value = pattern.exec(said)?.[1]?.trim();
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(kinds);
}
