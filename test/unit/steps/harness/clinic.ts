import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { ConfirmQuestion, Prompter, QuestionId } from '../../../../src/steps/dependencies.js';

/** Answers in the order of the questions; when they are used up, what an agent would say who wants to get on. */
export type Answers = Partial<Record<QuestionId, (boolean | Error)[]>> & { readonly code?: (string | Error)[] };

const USUAL: Partial<Record<QuestionId, boolean>> = {
  'charge.consent': true,
  'sending.near': true,
  'charge.again': false,
  'reversal.again': true,
  'reversal.late': true,
  'identify.beep': true,
  'receipt.printed': true,
};

/** The agent, with a person at the clinic who reads out what the terminal shows. A question that nobody expects fails. */
export class Clinic implements Prompter {
  readonly interactive: boolean;
  readonly asked: QuestionId[] = [];
  readonly #terminal: VirtualTerminal;
  readonly #answers: Answers;

  constructor(terminal: VirtualTerminal, answers: Answers, interactive: boolean) {
    this.#terminal = terminal;
    this.#answers = answers;
    this.interactive = interactive;
  }

  confirm({ id }: ConfirmQuestion): Promise<boolean> {
    this.asked.push(id);
    const answer = this.#answers[id]?.shift() ?? USUAL[id];
    if (answer === undefined) return Promise.reject(new Error(`nobody expected to be asked ${id}`));
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }

  text({ id }: { readonly id: QuestionId }): Promise<string> {
    this.asked.push(id);
    const answer = this.#answers.code?.shift() ?? shownCode(this.#terminal);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }

  choose(): Promise<string> {
    return Promise.reject(new Error('nobody expected a choice'));
  }
}

export function shownCode(terminal: VirtualTerminal): string {
  return /\b\d{4}\b/.exec(terminal.display.join(' '))?.[0] ?? 'no code';
}
