import type { TerminalRecord } from '../../cloud/records.js';
import { EXIT } from '../../contract/exit.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { TestParts } from './run-test.js';
import { testedElsewhere } from './tested-elsewhere.js';

const WAYS = {
  returned: 'It was reversed',
  'not-charged': 'Nothing was charged',
  stop: 'It is not known (stop here)',
} as const;

/** Stops before the sale where the record shows open money of another computer, unless the agent says how that ended. */
export async function agreedElsewhere(
  record: TerminalRecord,
  { store, session, context, talk }: Pick<TestParts, 'store' | 'session' | 'context' | 'talk'>,
): Promise<JudgedFacts | undefined> {
  const error = session.state.sandbox ? undefined : testedElsewhere(record, store);
  if (!error) return undefined;
  const how = talk.interactive
    ? await talk.choose({
        kind: 'choice',
        id: 'resolve.how',
        message: 'How did that test payment end?',
        preamble: [error.message],
        choices: Object.entries(WAYS).map(([value, label]) => ({ value, label })),
        default: 'stop',
        ignoreTypeAhead: true,
      })
    : 'stop';
  if (how === 'stop') return { exit: EXIT.money, diagnoses: [], error };
  context.report({ kind: 'note', text: `${WAYS[how as keyof typeof WAYS]}, as you say. A new test follows.` });
  return undefined;
}
