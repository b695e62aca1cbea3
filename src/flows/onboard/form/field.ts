import type { Language } from '../../../contract/language.js';
import type { EarlierCall } from '../../../session/previous-calls.js';
import type { BACK, Prompter, ReportProgress } from '../../../steps/dependencies.js';
import type { Clinic } from './clinic-cloud.js';
import type { Draft } from './draft.js';
import type { TargetAsking } from './target-question.js';

export interface FieldDeps {
  readonly talk: Prompter;
  readonly report: ReportProgress;
  readonly language: Language;
  readonly clinic: Clinic;
  readonly earlier: readonly EarlierCall[];
  readonly targets: Pick<TargetAsking, 'role' | 'allowPrivate'>;
  /** Told of every answer, with those before it: the one who is hung up on need not ask again. */
  readonly noted?: (draft: Draft) => void;
  /** Asks for credentials, tries and keeps them; tells how that went. Absent where nothing can be kept. */
  readonly logIn?: (instance: string) => Promise<void>;
}

/** The answers with one more; `asked` is false where it was found without a question, `recalled` where in an earlier call. */
export type Answered = typeof BACK | { readonly draft: Draft; readonly asked: boolean; readonly recalled?: true };

/** One thing that has to be known. */
export interface FormField {
  readonly label: string;
  /** In words; undefined while it is not known. */
  shown(draft: Draft): string | undefined;
  /** Asks for it, with the former answer at hand. */
  ask(draft: Draft, deps: FieldDeps, back: boolean): Promise<Answered>;
  /** What is asked to correct it, if that is more. */
  correct?(draft: Draft, deps: FieldDeps): Promise<Answered>;
}
