import { resumeOfId } from '../../cli/output/resume.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

/** The test was made and returned, and only the cloud was not told of it: nothing but that is left to do. */
export function toldLater(failure: JudgedFacts, session: string): JudgedFacts {
  const advice = `The test payment was made and returned: only the cloud is still to be told. Run ${resumeOfId(session).command}. Nothing is charged again.`;
  return {
    ...failure,
    diagnoses: failure.diagnoses.map((one) => (one.severity === 'error' ? { ...one, do: advice } : one)),
    error: failure.error && { ...failure.error, actions: [advice] },
  };
}
