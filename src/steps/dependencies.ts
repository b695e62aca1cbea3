import type { Role } from '../model/endpoint.js';
import type { Uptime } from '../payment/elapsed.js';
import type { Doubt } from '../payment/types.js';

/** Time, so that tests need not wait. `now` is epoch milliseconds that never jumps while the program runs. */
export interface Clock {
  now(): number;
  /** What the machine counts from its own start; absent where it cannot be told. */
  uptime?(): Uptime;
  /** Resolves after `ms`, or immediately when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export type QuestionId =
  | 'target'
  | 'instance'
  | 'cloud'
  | 'department'
  | 'name'
  | 'model'
  | 'bank'
  | 'understood'
  | 'log-port'
  | 'identify.code'
  | 'identify.beep'
  | 'card.out'
  | 'charge.consent'
  | 'sending.near'
  | 'charge.again'
  | 'reversal.again'
  | 'reversal.late'
  | 'receipt.printed'
  | 'register.moved'
  | 'register.conflict'
  | 'register.undo'
  | 'clinic.same'
  | 'step.failed'
  | 'via'
  | 'former'
  | 'review'
  | 'next'
  | 'more'
  | 'note'
  | 'resolve.how'
  | 'resolve.evidence'
  | 'sandbox.answer'
  | 'client-id'
  | 'client-secret'
  | 'credentials.instance';

/** The answer that asks for the former question. */
export const BACK = '<';

interface QuestionBase {
  readonly id: QuestionId;
  readonly message: string;
  /** Lines shown above the question: what to say to the clinic, what it will see. */
  readonly preamble?: readonly string[];
  /** The flag that answers it without a question. */
  readonly flag?: string;
  /** Whether {@link BACK} is an answer: a key goes back to the former question. To a question of yes or no it is a no. */
  readonly back?: boolean;
  /** Whether what was typed before it showed is no answer to it. */
  readonly ignoreTypeAhead?: boolean;
}

export interface ConfirmQuestion extends QuestionBase {
  readonly kind: 'confirm';
  readonly default: boolean;
  /** True where not to agree is an end of its own: then nobody's silence is a no, and the program need not end. */
  readonly treatNoAnswerAsNo?: boolean;
  /**
   * Only a person there can know it: `--yes` is no answer. `required`: it is asked all the same. `optional`: the question
   * then fails, and the one who asked does without.
   */
  readonly needsPerson?: 'required' | 'optional';
  /** Whether `y` or `n` is taken without an Enter: nothing is typed after it. */
  readonly isOneKey?: boolean;
}

export interface TextQuestion extends QuestionBase {
  readonly kind: 'text';
  readonly default?: string;
  /** What was answered before and was wrong: at hand to be mended. */
  readonly former?: string;
  /** Whether the answer may have many lines. */
  readonly manyLines?: boolean;
  /** Whether the answer must not show: a secret. */
  readonly hidden?: boolean;
  /** One line of help below. */
  readonly hint?: string;
  /** Whether an answer is whole as it stands: then it needs no Enter. */
  readonly isWhole?: (typed: string) => boolean;
  /** Says what is wrong with an answer; undefined if nothing is. */
  readonly check?: (answer: string) => string | undefined;
}

export interface ChoiceQuestion extends QuestionBase {
  readonly kind: 'choice';
  /** `told`: how the answer is repeated once it is given, where that is not the label. */
  readonly choices: readonly { readonly value: string; readonly label: string; readonly echo?: string }[];
  readonly default?: string;
  /** Enter alone is no answer: what happens to come first must not become one. */
  readonly noDefault?: boolean;
}

/** The one who answers: the agent at a terminal, flags in a script, or the sandbox's own clinic. */
export interface Prompter {
  /** False where nobody can answer: then a question ends the program, naming its flag. */
  readonly interactive: boolean;
  confirm(question: ConfirmQuestion): Promise<boolean>;
  text(question: TextQuestion): Promise<string>;
  choose(question: ChoiceQuestion): Promise<string>;
  /** Questions that are asked in one go: what is typed ahead of one is its answer. Absent where nobody types. */
  together?<T>(ask: () => Promise<T>): Promise<T>;
}

/** Something that the clinic is told before it happens, or after it went wrong. */
export type Announcement =
  | 'identify.code'
  | 'identify.wrong'
  | 'reversal.soon'
  | 'identify.failed'
  | 'charge.refused'
  | 'reply.late'
  | 'reply.lost'
  | 'return.lost';

/** What happens while a step runs; for a screen or a log. Never a result. */
export type Progress =
  | { readonly kind: 'begin'; readonly task: string }
  | {
      readonly kind: 'end';
      readonly task: string;
      readonly outcome: 'pass' | 'warn' | 'fail' | 'skip' | 'unknown';
      readonly detail?: string;
    }
  /** How a port of the target was seen, in a word or two; belongs to the task that was begun last. */
  | { readonly kind: 'port'; readonly role: Role; readonly port: number; readonly state: string | undefined }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'moment'; readonly id: Announcement }
  | { readonly kind: 'note'; readonly text: string }
  /** Lines that are laid out already. */
  | { readonly kind: 'aside'; readonly lines: readonly string[] }
  /** The terminal waits for a card until `until`, and the program waits for its answer until `replyBy`: instants of the clock. */
  | {
      readonly kind: 'card';
      readonly purpose: 'sale' | 'reversal';
      readonly until: number;
      readonly replyBy: number;
      /** The agent can have the terminal looked at now. */
      readonly canLook?: boolean;
    }
  | {
      readonly kind: 'settling';
      readonly purpose: 'sale' | 'reversal';
      /** The terminal has said no, which is being proven. */
      readonly refused: boolean;
      readonly doubt: Doubt | undefined;
      readonly until: number;
      /** As for the wait for a card. */
      readonly canLook?: boolean;
    };

export type ReportProgress = (progress: Progress) => void;
