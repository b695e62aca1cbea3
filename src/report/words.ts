import { TABLE } from '../diagnosis/table.js';
import { explainCode } from '../diagnosis/advice.js';
import { interpolateText } from '../diagnosis/text.js';
import type { Language } from '../contract/language.js';
import type { Params } from '../diagnosis/row.js';
import type { StepName } from '../contract/step-name.js';
import { safeExcerpt } from '../text/safe-excerpt.js';

/** The steps in their order: what each is called, and what it looks at. */
export const STEPS: readonly { readonly step: StepName; readonly title: string; readonly asks: string }[] = [
  { step: 'check', title: 'Reachable', asks: 'Do the two ports accept connections from outside?' },
  { step: 'probe', title: 'Terminal', asks: 'Which payment terminal answers, and is it ready?' },
  { step: 'register', title: 'Cloud', asks: 'Is it registered with this address?' },
  {
    step: 'test',
    title: 'Test payment',
    asks: "Is a payment made and reversed, and do the terminal's records agree?",
  },
];

export function titleOf(step: StepName): string {
  return STEPS.find((one) => one.step === step)?.title ?? step;
}

const LONGEST = 500;

/** Text of a journal, which may be the network's or the agent's: control characters visible, card data masked, bounded. */
export function cleanText(text: string): string {
  return safeExcerpt(text.trim(), LONGEST);
}

/** The same, null for what is not there. */
export function cleanOrNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : cleanText(text);
}

/** In which language the clinic is spoken to, and the values of its session. */
export interface Words {
  readonly language: Language;
  readonly params: Params;
}

/** The sentence for the clinic, with this session's values; null where one of them is not known. */
export function sayOf(code: string, { language, params }: Words): string | null {
  const said = TABLE.find((row) => row.code === code)?.texts().say?.[language];
  if (said === undefined) return null;
  const filled = interpolateText(said, params);
  return /\{\w+\}/.test(filled) ? null : filled;
}

export function meaningOf(code: string): string {
  return explainCode(code, 'en')?.meaning ?? code;
}

/** In the middle of a text a sentence begins with a capital. */
export function withCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
