import type { Language } from './language.js';
import type { StepName } from './step-name.js';

/** Type aliases, not interfaces: all of it goes into the JSON document as it is. Times are ISO 8601, UTC; amounts are cents. */
export type Report = {
  /** The id of the session. */
  readonly session: string;
  readonly command: string;
  readonly status: 'money-open' | 'unfinished' | 'failed' | 'done' | 'closed';
  /** The one sentence that a busy reader takes away. */
  readonly headline: string;
  /** It was played against a virtual terminal: no card, no money. */
  readonly practice: boolean;
  /** The version of this program that began it. */
  readonly program: string;
  /** Of the sentences for the clinic. */
  readonly language: Language;
  readonly openedAt: string;
  readonly changedAt: string;
  /** Money that is not confirmed as reversed, and what is to be done about it; null where there is none. */
  readonly openMoney: OpenMoney | null;
  readonly terminal: TerminalFacts;
  readonly steps: readonly Step[];
  /** What stopped a step, in order, fixed or not. */
  readonly problems: readonly Problem[];
  /** What was noticed at the last look and stops nothing. */
  readonly remarks: readonly Remark[];
  /** Likely causes that were put to the clinic, in their order; `answer`: `helped`, `no` or `unknown`, null where none is known. */
  readonly asked: readonly { readonly code: string; readonly cause: string; readonly answer: string | null }[];
  readonly registration: Registration | null;
  readonly payments: readonly Payment[];
  readonly timeline: readonly Moment[];
};

export type OpenMoney = {
  readonly message: string;
  readonly cause: string | null;
  readonly actions: readonly string[];
  readonly contact: string | null;
};

export type TerminalFacts = {
  /** The clinic as the cloud names its department. */
  readonly clinic: string | null;
  readonly terminalId: string | null;
  /** What the terminal names its owner. */
  readonly ownerName: string | null;
  readonly protocolVersion: string | null;
  /** The public address. */
  readonly host: string;
  readonly posxmlPort: number | null;
  readonly logPort: number | null;
  /** What the clinic calls the desk. */
  readonly name: string | null;
  readonly model: string | null;
  readonly bank: string | null;
};

export type Step = {
  readonly step: StepName;
  readonly title: string;
  /** What is looked at. */
  readonly asks: string;
  readonly result: 'passed' | 'failed' | 'stopped' | 'not-reached';
  /** When it last ended. */
  readonly at: string | null;
  /** How often it was done. */
  readonly times: number;
  readonly codes: readonly string[];
  readonly summary: string | null;
};

export type Problem = {
  readonly step: StepName;
  readonly codes: readonly string[];
  readonly summary: string;
  readonly foundAt: string;
  readonly lastSeenAt: string;
  /** How often it was seen in a row. */
  readonly times: number;
  /** When the step passed; null for one that has not. */
  readonly fixedAt: string | null;
  /** What the clinic is asked for, in its language; null where that is not known. */
  readonly say: string | null;
};

export type Remark = { readonly code: string; readonly meaning: string; readonly say: string | null };

export type Registration = {
  readonly instance: string;
  readonly department: string | null;
  readonly recordId: string;
  readonly action: string;
  readonly at: string;
};

export type Payment = {
  readonly outcome: 'returned' | 'not-charged' | 'settled-by-hand' | 'open';
  /** The one sentence on its money. */
  readonly sentence: string;
  /** What is still to be looked at, though it came to a good end. */
  readonly note: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly transactionId: string;
  readonly terminalId: string;
  readonly stan: number | null;
  readonly authorizationNo: string | null;
  readonly cardLastFour: string | null;
  /** Of the terminal's own clock. */
  readonly terminalTime: string | null;
  readonly stanRev: number | null;
  readonly terminalTimeRev: string | null;
  /** What the reversal is known by: `reply` is the terminal's word alone, which nothing else confirms. */
  readonly proof: 'record' | 'reply' | null;
  readonly begunAt: string;
  readonly chargedAt: string | null;
  readonly returnedAt: string | null;
};

export type Moment = {
  readonly at: string;
  /** Of the same seen several times in a row, when the last was. */
  readonly until: string;
  readonly times: number;
  readonly step: StepName;
  readonly outcome: 'good' | 'bad' | 'stopped';
  readonly codes: readonly string[];
  readonly text: string;
};
