import type { Cloud } from '../../../cloud/client.js';
import type { Target } from '../../../model/endpoint.js';
import type { RegistrationInput } from '../../register/register-step.js';
import { BACK } from '../../../steps/dependencies.js';
import { createClinic } from '../form/clinic-cloud.js';
import { askForDepartment } from '../form/department-question.js';
import type { Draft } from '../form/draft.js';
import type { FieldDeps } from '../form/field.js';
import { nameField } from '../form/fields.js';

/** Whose terminal it is, as the agent has put it right. */
export type CorrectedDesk = Pick<RegistrationInput, 'departmentId' | 'name'>;

/** Asks for the department and the desk once more, with the former answers at hand; undefined where the agent goes back. */
export async function askForDesk(
  { departmentId, name }: CorrectedDesk,
  target: Target,
  cloud: Cloud,
  parts: Pick<FieldDeps, 'talk' | 'report' | 'language'>,
): Promise<CorrectedDesk | undefined> {
  const clinic = createClinic(() => Promise.resolve(cloud));
  const deps: FieldDeps = { ...parts, clinic, earlier: [], targets: { role: undefined, allowPrivate: true } };
  const draft: Draft = { desks: [{ target, name }], names: [], instance: cloud.instance.url };
  const found = await askForDepartment(draft, { id: departmentId }, deps, true);
  if (found === BACK) return undefined;
  const named = await nameField(0, '').ask(draft, deps, true);
  return named === BACK ? undefined : { departmentId: found.department.id, name: named.draft.desks[0]?.name ?? name };
}
