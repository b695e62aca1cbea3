import { usageError } from '../../../contract/app-error.js';
import { safeExcerpt } from '../../../text/safe-excerpt.js';
import { checkDepartment } from './department-question.js';
import { checkName } from './desk-name.js';

const SHOWN = 40;

/** What was given without the form is held to the same as what is typed into it. @throws AppError usage.invalid */
export function validateFlags({
  names,
  department,
}: {
  readonly names: readonly string[];
  readonly department: string | undefined;
}): void {
  for (const name of names) refuse('--name', name, checkName(name, []));
  if (department !== undefined) refuse('--department', department, checkDepartment(department));
}

function refuse(flag: string, value: string, wrong: string | undefined): void {
  if (wrong !== undefined)
    throw usageError('usage.invalid', `${flag} cannot be ${JSON.stringify(safeExcerpt(value, SHOWN))}. ${wrong}`, [
      `Give another ${flag}.`,
    ]);
}
