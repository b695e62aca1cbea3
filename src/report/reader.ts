import type { Language } from '../contract/language.js';
import type { Report } from '../contract/report.js';
import type { ReportFact } from './phrases.js';

/** Whom a report is for. */
export const READERS = ['ticket', 'clinic', 'bank'] as const;
export type Reader = (typeof READERS)[number];

/** A report for a person outside, wholly in one language. */
export interface ReaderReport {
  readonly language: Language;
  readonly title: string;
  readonly status: { readonly kind: Report['status']; readonly text: string };
  readonly practice: string | null;
  readonly sections: readonly ReaderSection[];
  readonly footer: string;
}

export interface ReaderSection {
  /** Nothing above the first. */
  readonly title: string | null;
  readonly facts?: readonly ReportFact[];
  readonly lines?: readonly string[];
}
