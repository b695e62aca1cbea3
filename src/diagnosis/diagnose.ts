import { EXIT, gravestExit } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';
import { TERMINAL_ZONE } from './clock.js';
import { commonParams } from './fact-queries.js';
import type { Facts } from '../model/facts.js';
import type { Diagnosis, FindOptions } from './row.js';
import { TABLE } from './table.js';

/**
 * What is wrong, gravest first: errors before warnings, each in the table's order; symptoms of a known cause are
 * left out. Healthy facts give none. Pure: the same facts give the same diagnoses.
 */
export function diagnoseFacts(facts: Facts, options: Partial<FindOptions> = {}): readonly Diagnosis[] {
  const settings = { zone: options.zone ?? TERMINAL_ZONE };
  const common = commonParams(facts);
  const found = TABLE.flatMap((row): Diagnosis[] => {
    const finding = row.find(facts, settings);
    return finding ? [{ row, finding: { ...finding, params: { ...common, ...finding.params } } }] : [];
  });
  const kept = found.filter((symptom) => !found.some((cause) => explains(cause, symptom)));
  return [...kept.filter(isError), ...kept.filter((diagnosis) => !isError(diagnosis))];
}

/** A cause silences its symptoms at its own place; one without a place silences them everywhere. */
function explains(cause: Diagnosis, symptom: Diagnosis): boolean {
  const [here, there] = [cause.finding.target, symptom.finding.target];
  return cause.row.explains.includes(symptom.row.code) && (here === undefined || there === undefined || here === there);
}

function isError({ row }: Diagnosis): boolean {
  return row.severity === 'error';
}

/** For `check` a closed log pair is a pair that does not accept; everywhere else it is a warning. */
const CHECK_EXIT: Readonly<Record<string, ExitCode>> = { 'ports.log-closed': EXIT.unreachable };

/** The exit status of these diagnoses: money first, else the first error's; warnings count nothing. */
export function exitOf(diagnoses: readonly Diagnosis[], command?: 'check' | 'probe'): ExitCode {
  return gravestExit(
    diagnoses.map(
      ({ row, finding }) => (command === 'check' ? CHECK_EXIT[row.code] : undefined) ?? finding.exit ?? row.exit,
    ),
  );
}
