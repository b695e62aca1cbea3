import { EXIT } from '../../../contract/exit.js';
import type { StepResult } from '../../step/step-result.js';

/** What can be done about a step that failed. */
export type Remedy =
  | 'ask'
  | 'beep'
  | 'keep'
  | 'again'
  | 'address'
  | 'desk'
  | 'vantage'
  | 'letter'
  | 'skip'
  | 'next'
  | 'unknown'
  | 'note'
  | 'stop';

export const REMEDIES: Readonly<Record<Remedy, string>> = {
  ask: 'Check again what happened to the payment',
  beep: 'Beep again',
  keep: 'Keep trying (rings when it works)',
  again: 'Try again',
  address: 'Change the address',
  desk: 'Correct the department or the desk',
  letter: "Write the mail for the clinic's IT",
  vantage: 'Check from another network too (through a proxy)',
  skip: 'Register later, make the test payment now',
  next: 'Show the next likely cause',
  unknown: 'The clinic does not know',
  note: 'Write a note, then hang up',
  stop: 'Save and hang up',
};

/** The same as answers to whether the cause that was asked about was it. */
export const CAUSE_REMEDIES = {
  again: 'Yes, check again',
  next: 'No, show what comes next',
} as const satisfies Partial<Record<Remedy, string>>;

/** What fits the step and what was found, the likeliest first. Of money the terminal is only asked again: no sale is sent while one is open. Pure. */
export function remediesFor(end: StepResult): readonly Remedy[] {
  const [gravest = end.error?.code ?? ''] = end.diagnoses
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
  if (end.error?.category === 'interrupted') return [];
  if (end.exit === EXIT.money) return end.step === 'test' || end.step === 'probe' ? ['ask', 'stop'] : [];
  switch (end.step) {
    case 'check':
    case 'probe':
      return forALook(gravest);
    case 'register':
      return forARegistration(gravest, end.canWait === true);
    case 'test':
      return end.canRepeat === true ? forATest(gravest) : [];
  }
}

function forALook(code: string): readonly Remedy[] {
  if (WRONG_ADDRESS.test(code)) return ['address', 'again', 'stop'];
  if (code === 'terminal.not-identified') return NOT_IDENTIFIED;
  if (code === 'terminal.other-clinic') return ['address', 'again', 'keep', 'stop'];
  if (code === TWO_TERMINALS) return ['keep', 'beep', 'again', 'address', 'stop'];
  // What a person there mends by hand, who then says so.
  if (code.startsWith('terminal.')) return ['again', 'keep', 'stop'];
  // What the bank has to switch on is in no router.
  if (code.startsWith('posxml.')) return ['keep', 'again', 'address', 'vantage', 'stop'];
  // The sentence for the clinic announces the mail.
  return ['keep', 'letter', 'again', 'address', 'vantage', 'stop'];
}

/** Which of the two is meant, a beep tells. */
export const TWO_TERMINALS = 'ports.two-terminals';

/** Findings that say what is wrong with the address itself. */
export const WRONG_ADDRESS = /^address\.(invalid|private|cgnat|reserved|unresolved)$/;

function forARegistration(code: string, canWait: boolean): readonly Remedy[] {
  if (code === 'terminal.other-clinic') return ['desk', 'address', 'again', 'stop'];
  const later: readonly Remedy[] = canWait ? ['skip', 'stop'] : ['stop'];
  if (code === 'cloud.rejected') return ['desk', 'again', ...later];
  // The cloud has it otherwise, or keeps this department to itself: both may be what was answered wrong.
  return WRONG_DESK.test(code) ? ['again', 'desk', ...later] : ['again', ...later];
}

const WRONG_DESK = /^cloud\.(conflict|permission)$/;

function forATest(code: string): readonly Remedy[] {
  return code === 'terminal.not-identified' ? NOT_IDENTIFIED : ['again', 'stop'];
}

const NOT_IDENTIFIED: readonly Remedy[] = ['again', 'address', 'stop'];
