import type { DiagnosisDocument, ErrorDocument } from '../../contract/document.js';
import { EXIT, gravestExit } from '../../contract/exit.js';
import type { ExitCode } from '../../contract/exit.js';
import { explainCode, toDocument } from '../../diagnosis/advice.js';
import { exampleOf } from '../../diagnosis/example.js';
import type { Language } from '../../contract/language.js';
import { TABLE } from '../../diagnosis/table.js';
import type { Examined } from '../../steps/doctor/examined.js';
import { renderExamined } from '../../ui/doctor.js';
import type { CommandContext } from '../../cli/command/context.js';
import { categoryOf, errorOfDiagnosis } from '../../diagnosis/error-of-diagnosis.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';

interface Judged {
  readonly exit: ExitCode;
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
}

/** What `doctor` ends with: warnings leave it at 0, else the first failure counts. */
export function doctorOutcome(all: readonly Examined[], language: Language, context: CommandContext): Outcome {
  const judged = all.flatMap((one) => (one.failure ? [judge(one, one.failure, language)] : []));
  const exit = gravestExit(judged.map((one) => one.exit));
  const counts = Object.fromEntries(
    (['pass', 'warn', 'fail', 'skip', 'unknown'] as const).map((status) => [
      status,
      all.filter(({ check }) => check.status === status).length,
    ]),
  );
  const diagnoses = judged.flatMap((one) => one.diagnoses);
  return {
    ...EMPTY,
    exit,
    result: { summary: counts },
    checks: all.map(({ check }) => check),
    diagnoses,
    error: judged.find((one) => one.exit === exit)?.error ?? null,
    text: [
      ...renderExamined(
        all.map(({ check }) => check),
        context.out,
        context.width,
      ),
      ...diagnoses.map(({ code }) => `More: terminal explain ${code}`),
    ],
  };
}

function judge({ check }: Examined, failure: NonNullable<Examined['failure']>, language: Language): Judged {
  if (failure.kind === 'cloud') return judgeFacts({ at: Date.now(), cloud: failure.cloud }, language);
  if (failure.kind === 'error') return ownError(failure.code, saidBy(check));
  const row = TABLE.find(({ code }) => code === 'network.own-side');
  if (!row) throw new Error('no row for network.own-side');
  const diagnosis = toDocument(
    { row, finding: { because: [check.id], params: { ...exampleOf(row), sign: failure.sign } } },
    language,
  );
  return { exit: EXIT.unreachable, diagnoses: [diagnosis], error: errorOfDiagnosis(diagnosis, EXIT.unreachable) };
}

function ownError(code: string, message: string): Judged {
  const known = explainCode(code, 'en');
  const exit = known?.exit ?? EXIT.defect;
  const error = {
    code,
    category: categoryOf(exit),
    message: `${capital(message)}.`,
    cause: known?.meaning ?? null,
    actions: known?.do ?? [],
    contact: known?.help ?? null,
    retryable: false,
  };
  return { exit, diagnoses: [], error };
}

function saidBy({ evidence }: Examined['check']): string {
  const { says } = evidence;
  return typeof says === 'string' ? says : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
