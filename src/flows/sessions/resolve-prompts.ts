import type { Prompter } from '../../steps/dependencies.js';

/** How money can be resolved manually, with what each means. */
export const SETTLEMENTS = {
  void: "voided in the terminal's menu, with the same card",
  refund: 'refunded to the card',
  'not-charged': 'the bank confirms that the card was never charged',
} as const;

export type How = keyof typeof SETTLEMENTS;

export const HOW_NAMES = Object.keys(SETTLEMENTS) as readonly How[];

/** What proves it: the one that fits the way, as an example. */
const EVIDENCE: Readonly<Record<How, string>> = {
  void: "the number of the void's receipt",
  refund: "the number of the refund's receipt",
  'not-charged': 'who at the bank said so, and when',
};

export async function askHow(talk: Prompter): Promise<How> {
  const chosen = await talk.choose({
    kind: 'choice',
    id: 'resolve.how',
    message: 'How was the payment resolved?',
    choices: HOW_NAMES.map((value) => ({ value, label: `${value}: ${SETTLEMENTS[value]}` })),
    flag: '--how',
    // How money was settled is not what happens to come first.
    noDefault: true,
  });
  return chosen as How;
}

export function askEvidence(how: How, talk: Prompter): Promise<string> {
  return talk.text({
    kind: 'text',
    id: 'resolve.evidence',
    message: 'What is the evidence?',
    hint: `It must be traceable: ${EVIDENCE[how]}.`,
    flag: '--evidence',
    check: (answer) => (answer.trim() === '' ? 'A payment that was resolved manually needs evidence.' : undefined),
  });
}
