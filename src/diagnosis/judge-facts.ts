import type { DiagnosisDocument, ErrorDocument } from '../contract/document.js';
import type { ExitCode } from '../contract/exit.js';
import { toDocument } from './advice.js';
import { diagnoseFacts, exitOf } from './diagnose.js';
import type { Facts } from '../model/facts.js';
import type { Language } from '../contract/language.js';
import { errorOfDiagnosis } from './error-of-diagnosis.js';

export interface JudgedFacts {
  readonly exit: ExitCode;
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
}

/** Facts judged, in the form in which a command tells them. */
export function judgeFacts(facts: Facts, language: Language, command?: 'check' | 'probe'): JudgedFacts {
  const diagnoses = diagnoseFacts(facts);
  const exit = exitOf(diagnoses, command);
  const documents = diagnoses.map((diagnosis) => toDocument(diagnosis, language));
  const cause = documents[diagnoses.findIndex((diagnosis) => exitOf([diagnosis], command) === exit)];
  return { exit, diagnoses: documents, error: exit === 0 || !cause ? null : errorOfDiagnosis(cause, exit) };
}
