import type { Sentence } from '../contract/language.js';
import type { CheckId, Severity } from '../contract/document.js';
import type { ExitCode } from '../contract/exit.js';
import type { Facts } from '../model/facts.js';

/** Values that a text is filled with; already safe to show. */
export type Params = Readonly<Record<string, string | number>>;

/** What a row found in the facts. */
export interface Finding {
  readonly because: readonly CheckId[];
  /** `host:port`, an instance's URL, or undefined. */
  readonly target?: string;
  readonly params?: Params;
  /** Where this finding's exit status differs from its row's: a terminal's fault met in the middle of a payment. */
  readonly exit?: ExitCode;
  /** Texts in place of the row's own, where the case calls for others; null for a question that is none. */
  readonly instead?: Partial<Pick<Texts, 'causes' | 'say' | 'it' | 'do'>> & { readonly ask?: Texts['ask'] | null };
}

export interface FindOptions {
  /** IANA name of the zone that the terminal's clock should show. */
  readonly zone: string;
}

/**
 * One diagnosis. To add one is to add a row, its test and nothing else: exit status, `explain`, docs/diagnoses/
 * and JSON all come from here.
 */
export interface Row {
  readonly code: string;
  readonly severity: Severity;
  /** The exit status when this is the gravest finding; 0 for warnings. */
  readonly exit: ExitCode;
  /** Looks for it in the facts. Pure. */
  readonly find: (facts: Facts, options: FindOptions) => Finding | undefined;
  /** Codes that are mere symptoms when this is found at the same place, and are silenced there. */
  readonly explains: readonly string[];
  /** Made when they are told: most looks find nothing wrong, and need not wait for them. */
  readonly texts: () => Texts;
}

/** What a row says to people. */
export interface Texts {
  /** What the code means, without the numbers of a case. */
  readonly meaning: string;
  /** One sentence of what was seen. `{name}` is filled from the finding's params. */
  readonly summary: string;
  /** Values for an example of the texts, where the shared ones of example.ts do not fit. */
  readonly example?: Params;
  /** Likely causes, likeliest first. */
  readonly causes: readonly string[];
  /** The one question to the clinic that tells the causes apart. */
  readonly ask?: Sentence;
  /** The sentence for the clinic. No jargon: a receptionist must be able to act on it. */
  readonly say?: Sentence;
  /** What the clinic's IT person does, for the letter: with the numbers and rules that are not read aloud. */
  readonly it?: Sentence;
  /** What the agent does. */
  readonly do: string;
  /** How to see that it is solved, after "It is solved when". */
  readonly solved: string;
  /** Who can help: the clinic's IT, the bank, the internet provider, the vendor, us. */
  readonly help: string;
}

export interface Diagnosis {
  readonly row: Row;
  readonly finding: Finding;
}
