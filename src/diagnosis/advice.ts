import type { DiagnosisDocument, Severity } from '../contract/document.js';
import type { ExitCode } from '../contract/exit.js';
import { ERROR_ROWS } from './error-rows.js';
import type { ErrorRow } from './error-rows.js';
import type { Diagnosis, Language, Params, Row } from './row.js';
import { TABLE } from './table.js';
import { fill } from './text.js';

/** A diagnosis as it stands in the JSON document and on the screen, its sentence in the agent's chosen language. */
export function toDocument({ row, finding }: Diagnosis, language: Language): DiagnosisDocument {
  const params = finding.params ?? {};
  const filled = (text: string | undefined): string | null => (text === undefined ? null : fill(text, params));
  return {
    code: row.code,
    severity: row.severity,
    summary: fill(row.summary, params),
    because: finding.because,
    target: finding.target ?? null,
    causes: row.causes.map((cause) => fill(cause, params)),
    ask: filled(row.ask),
    say: filled(row.say?.[language]),
    do: filled(row.do),
  };
}

/** Everything that is known of a code, for `terminal explain` and docs/diagnoses.md; texts without a case's numbers. */
export interface Explanation {
  readonly code: string;
  readonly kind: 'diagnosis' | 'error';
  /** null for an error of the program itself, which is no finding about a terminal. */
  readonly severity: Severity | null;
  readonly exit: ExitCode;
  readonly meaning: string;
  /** What a summary looks like, with made-up values; null for an error. */
  readonly example: string | null;
  readonly causes: readonly string[];
  readonly ask: string | null;
  readonly say: string | null;
  /** One step an entry. */
  readonly do: readonly string[];
  readonly help: string | null;
  /** Codes that are not shown beside this one, being its symptoms. */
  readonly explains: readonly string[];
}

/** The full text of a diagnosis or error code, or undefined for a code that does not exist. */
export function explain(code: string, language: Language): Explanation | undefined {
  const row = TABLE.find((one) => one.code === code);
  if (row) return explainRow(row, language);
  const error = ERROR_ROWS.find((one) => one.code === code);
  return error && explainError(error);
}

/** Made-up values for every name that a text may use; the address is one of RFC 5737. */
export const EXAMPLE: Params = {
  posxmlPort: 4445,
  logPort: 5551,
  places: '203.0.113.7:4445',
  openPlace: '203.0.113.7:5551',
  input: '203.0.113.7',
  reason: 'the reason stands here',
  resolved: '203.0.113.7',
  how: 'does not answer',
  note: '',
  which: 'it is one terminal, 00012345',
  one: '00012345',
  other: '00067890',
  sign: '(what was seen stands here)',
  seen: ' (what was seen stands here)',
  ms: 5000,
  accepted: 3,
  tried: 3,
  versions: '7.1.0, 7.2.0 and 6.0.2',
  returnCode: 32779,
  meaning: 'the meaning of the code stands here',
  blame: '',
  what: 'terminal number',
  told: '00067890',
  expected: '00012345',
  trouble: 'is out of paper',
  open: 2,
  time: '2026-07-01 11:00:00',
  minutes: 60,
  direction: 'behind',
  zone: 'Europe/Tallinn',
  instance: 'https://cloud.example/clinic',
  status: 'with an HTTP status',
  detail: '',
  wait: 'a minute',
  transactionId: 'T-1',
  amount: '0.01',
  amountComma: '0,01',
  stan: 17,
  authorizationNo: '123456',
  terminalId: '00012345',
  answer: '',
};

function explainRow(row: Row, language: Language): Explanation {
  const filled = (text: string | undefined): string | null => (text === undefined ? null : fill(text, EXAMPLE));
  return {
    code: row.code,
    kind: 'diagnosis',
    severity: row.severity,
    exit: row.exit,
    meaning: row.meaning,
    example: filled(row.summary),
    causes: row.causes,
    ask: filled(row.ask),
    say: filled(row.say?.[language]),
    do: [fill(row.do, EXAMPLE)],
    help: row.help ?? null,
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
    help: contact,
    explains: [],
  };
}
