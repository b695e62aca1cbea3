import { resumeOfId } from '../../cli/output/resume.js';
import { EXIT } from '../../contract/exit.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

/** The test was made and returned, and only the cloud's record is not as it should be: nothing but that is left to do. */
export function toldLater(failure: JudgedFacts, session: string): JudgedFacts {
  const made = 'The test payment was made and reversed';
  const again = resumeOfId(session).command;
  const advice =
    failure.exit === EXIT.conflict
      ? `${made}, and the cloud does not show it as working. Find out who changed the record, and why. To use the terminal all the same, have the record put right (terminal register asks first), then run ${again}. Nothing is charged again.`
      : `${made}: only the report to the cloud is missing. Run ${again}. Nothing is charged again.`;
  return {
    ...failure,
    diagnoses: failure.diagnoses.map((one) => (one.severity === 'error' ? { ...one, do: advice } : one)),
    error: failure.error && { ...failure.error, actions: [advice] },
  };
}
