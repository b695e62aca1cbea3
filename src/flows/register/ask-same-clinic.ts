import type { Department } from '../../cloud/records.js';
import { identityOf } from '../../connection/identity.js';
import type { Language } from '../../contract/language.js';
import type { Facts } from '../../model/facts.js';
import { wereNamesAgreed } from '../../session/agreed-names.js';
import type { SessionStore } from '../../session/store.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import { isSameClinicName } from '../../text/same-clinic-name.js';
import { sentenceAbout } from '../../ui/sentences.js';
import type { StepDeps } from '../step/report-step-end.js';

/**
 * The merchant's name on the terminal beside the department's in the cloud. Where they differ and no earlier call has
 * settled it, the agent asks: a stranger's terminal is told by nothing else. Where nobody can be asked it is told only.
 */
export async function askSameClinic(
  facts: Facts,
  department: Department,
  language: Language,
  { context, talk, consent }: StepDeps & { readonly consent: boolean },
): Promise<boolean> {
  const { ownerName } = identityOf(posxmlOf(facts)?.parameters);
  if (ownerName === undefined || department.name === '') return true;
  const both = `The terminal's merchant is ${ownerName}. Department ${department.id} is ${department.name}.`;
  if (isSameClinicName(ownerName, department.name)) return true;
  if (!talk.interactive || consent || isSettled(await context.store(), ownerName, department.name)) {
    context.report({ kind: 'note', text: both });
    return true;
  }
  return talk.confirm({
    kind: 'confirm',
    id: 'clinic.same',
    message: 'Are these the same clinic?',
    preamble: [both, `Say: ${sentenceAbout('merchant', ownerName, language)}`],
    // What is written into the cloud for a stranger's terminal is never written by Enter alone.
    default: false,
    ignoreTypeAhead: true,
  });
}

/** Journals that cannot be read settle nothing. */
function isSettled(store: SessionStore, ownerName: string, departmentName: string): boolean {
  try {
    return wereNamesAgreed(store, ownerName, departmentName);
  } catch {
    return false;
  }
}
