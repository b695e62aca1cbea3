import type { Check } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

/** What a terminal comes to that the clinic could not confirm. @param check `test.identify`, which failed */
export function notIdentified(
  { evidence: { detail } }: Check,
  { registered }: { readonly registered: boolean },
): Pick<JudgedFacts, 'exit' | 'error'> {
  return {
    exit: EXIT.notATerminal,
    error: {
      code: 'terminal.not-identified',
      category: 'terminal',
      message: `Could not confirm that this is the clinic's terminal, so nothing was ${registered ? 'charged' : 'registered or charged'}.`,
      cause: typeof detail === 'string' ? detail : null,
      actions: ['Check the address with the clinic, then try again.'],
      contact: "the clinic's IT",
      retryable: true,
    },
  };
}
