import type { DiagnosisDocument, Severity } from '../contract/document.js';
import type { ExitCode } from '../contract/exit.js';
import type { ExplanationResult } from '../contract/program-results.js';
import { ERROR_ROWS } from './error-rows.js';
import type { ErrorRow } from './error-row.js';
import { exampleOf } from './example.js';
import type { Language } from '../contract/language.js';
import type { Diagnosis, Row } from './row.js';
import { TABLE } from './table.js';
import { interpolateText } from './text.js';

/** A diagnosis as it stands in the JSON document and on the screen, its sentence in the agent's chosen language. */
export function toDocument({ row, finding }: Diagnosis, language: Language): DiagnosisDocument {
  const params = finding.params ?? {};
  const filled = (text: string | undefined): string | null =>
    text === undefined ? null : interpolateText(text, params);
  const own = row.texts();
  const texts = { ...own, ...finding.instead };
  return {
    code: row.code,
    severity: row.severity,
    summary: interpolateText(own.summary, params),
    because: finding.because,
    target: finding.target ?? null,
    causes: texts.causes.map((cause) => interpolateText(cause, params)),
    ask: filled(texts.ask?.[language]),
    say: filled(texts.say?.[language]),
    do: filled(texts.do),
    solved: interpolateText(own.solved, params),
    help: own.help,
  };
}

/** Everything that is known of a code, for `terminal explain` and docs/diagnoses/; texts without a case's numbers. */
export interface Explanation extends ExplanationResult {
  readonly kind: 'diagnosis' | 'error' | 'exit-status' | 'return-code' | 'term';
  readonly severity: Severity | null;
  readonly exit: ExitCode;
}

/** The full text of a diagnosis or error code, or undefined for a code that does not exist. */
export function explainCode(code: string, language: Language): Explanation | undefined {
  const row = TABLE.find((one) => one.code === code);
  if (row) return explainRow(row, language);
  const error = ERROR_ROWS.find((one) => one.code === code);
  return error && explainError(error);
}

function explainRow(row: Row, language: Language): Explanation {
  const [texts, example] = [row.texts(), exampleOf(row)];
  const filled = (text: string | undefined): string | null =>
    text === undefined ? null : interpolateText(text, example);
  return {
    code: row.code,
    kind: 'diagnosis',
    severity: row.severity,
    exit: row.exit,
    meaning: texts.meaning,
    example: filled(texts.summary),
    causes: texts.causes,
    ask: filled(texts.ask?.[language]),
    say: filled(texts.say?.[language]),
    do: [interpolateText(texts.do, example)],
    solved: interpolateText(texts.solved, example),
    help: texts.help,
    explains: row.explains,
  };
}

function explainError({ code, exit, meaning, actions, contact }: ErrorRow): Explanation {
  return {
    code,
    kind: 'error',
    severity: null,
    exit,
    meaning,
    example: null,
    causes: [],
    ask: null,
    say: null,
    do: actions,
    solved: null,
    help: contact,
    explains: [],
  };
}
