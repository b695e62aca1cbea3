import type { DiagnosisDocument, ErrorCategory, ErrorDocument } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';

/** The exit status and error of a run that ended with findings of the diagnosis table. */
export function errorOfDiagnosis(diagnosis: DiagnosisDocument, exit: ExitCode): ErrorDocument {
  return {
    code: diagnosis.code,
    category: categoryOf(exit),
    message: diagnosis.summary,
    cause: diagnosis.causes[0] ?? null,
    actions: diagnosis.do === null ? [] : [diagnosis.do],
    contact: null,
    retryable: !NEEDS_A_PERSON.includes(diagnosis.code),
  };
}

/** The same command meets them again until a person has mended something. */
const NEEDS_A_PERSON: readonly string[] = [
  'cloud.unreadable',
  'cloud.permission',
  'cloud.instance',
  'cloud.no-terminals',
];

const CATEGORIES: Readonly<Partial<Record<ExitCode, ErrorCategory>>> = {
  [EXIT.usage]: 'usage',
  [EXIT.unreachable]: 'network',
  [EXIT.credentials]: 'credentials',
  [EXIT.notATerminal]: 'terminal',
  [EXIT.cloud]: 'cloud',
  [EXIT.conflict]: 'conflict',
  [EXIT.incomplete]: 'incomplete',
  [EXIT.notCharged]: 'payment',
  [EXIT.money]: 'money',
};

export function categoryOf(exit: ExitCode): ErrorCategory {
  return CATEGORIES[exit] ?? 'defect';
}
