import { BANKS, findBank, findModel, MODELS } from '../../../model/catalog.js';
import type { Bank, Model } from '../../../model/catalog.js';
import type { Language } from '../../../contract/language.js';
import type { ChoiceQuestion, Prompter } from '../../../steps/dependencies.js';
import { clinicSentence } from '../../../ui/sentences.js';

/** What is not in the list, or not known yet: the call continues without it, and it is asked for again before it is needed. */
const OPEN = { another: 'Another one', unknown: 'I do not know' } as const;

interface Choice {
  readonly value: string;
  readonly label: string;
}

const choicesOf = (rows: Readonly<Record<string, { readonly label: string }>>): readonly Choice[] =>
  Object.entries(rows).map(([value, { label }]) => ({ value, label }));

export const MODEL_CHOICES = choicesOf(MODELS);
export const BANK_CHOICES = choicesOf(BANKS);

/** With the ways to leave it open. */
function withOpen(choices: readonly Choice[]): readonly Choice[] {
  return [...choices, ...Object.entries(OPEN).map(([value, label]) => ({ value, label }))];
}

export function isOpenAnswer(value: string | undefined): value is keyof typeof OPEN {
  return value !== undefined && Object.hasOwn(OPEN, value);
}

/** In the review. */
export function openInWords(value: keyof typeof OPEN): string {
  return value === 'another'
    ? 'another one (asked again before registering)'
    : 'not known (asked again before registering)';
}

/** Undefined while it is left open. */
export function knownModel(value: string | undefined): Model | undefined {
  return value !== undefined && findModel(value) ? (value as Model) : undefined;
}

/** As {@link knownModel}, for a bank. */
export function knownBank(value: string | undefined): Bank | undefined {
  return value !== undefined && findBank(value) ? (value as Bank) : undefined;
}

/** What the cloud wants to know of a terminal beside its place. */
export interface KnownAnswers {
  readonly model: Model;
  readonly bank: Bank;
}

const QUESTIONS = {
  model: { message: 'Model of the terminal:', choices: MODEL_CHOICES },
  bank: { message: "The clinic's bank:", choices: BANK_CHOICES },
} as const;

/** What is still open, and why. */
export interface LeftOpen {
  readonly missing: 'model' | 'bank';
  /** The clinic has another one than the cloud knows. */
  readonly isAnother: boolean;
}

/** Asks once more for what was left open. */
export async function askWhatIsOpen(
  answers: { readonly model: Model | undefined; readonly bank: Bank | undefined },
  talk: Prompter,
  language: Language,
): Promise<KnownAnswers | LeftOpen> {
  const ask = async (id: 'model' | 'bank'): Promise<string> =>
    talk.interactive ? talk.choose({ ...openQuestion(id, language), ignoreTypeAhead: true }) : 'unknown';
  const model = answers.model ?? (await ask('model'));
  if (isOpenAnswer(model)) return { missing: 'model', isAnother: model === 'another' };
  const bank = answers.bank ?? (await ask('bank'));
  if (isOpenAnswer(bank)) return { missing: 'bank', isAnother: bank === 'another' };
  return { model: model as Model, bank: bank as Bank };
}

/** No Enter takes what happens to come first. */
export function openQuestion(id: 'model' | 'bank', language: Language): ChoiceQuestion {
  return {
    kind: 'choice',
    id,
    message: QUESTIONS[id].message,
    preamble: [`Say: ${clinicSentence(id, language)}`],
    choices: withOpen(QUESTIONS[id].choices),
    flag: `--${id}`,
    noDefault: true,
  };
}
