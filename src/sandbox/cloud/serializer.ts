import type { components } from '../../cloud/api-types.js';
import { BANKS, MODELS } from '../../model/catalog.js';
import type { StoredTerminal } from './types.js';

export type FieldErrors = Record<string, string[]>;
export type Writable = Omit<StoredTerminal, 'id' | 'url' | 'created' | 'modified'>;
type Create = components['schemas']['PaymentTerminalCreate'];

type Rule = (value: unknown) => string | undefined;

const text =
  (max: number): Rule =>
  (value) => {
    if (typeof value !== 'string') return 'Not a valid string.';
    if (value.trim() === '') return 'This field may not be blank.';
    return value.length > max ? `Ensure this field has no more than ${max} characters.` : undefined;
  };
const shaped =
  (shape: RegExp, max: number, message: string): Rule =>
  (value) =>
    text(max)(value) ?? (shape.test(value as string) ? undefined : message);
const choice =
  (...values: readonly string[]): Rule =>
  (value) =>
    typeof value === 'string' && values.includes(value)
      ? undefined
      : `${JSON.stringify(value).slice(0, 60)} is not a valid choice.`;
const cloudValues = (rows: Readonly<Record<string, { readonly cloudValue: string }>>): readonly string[] =>
  Object.values(rows).map(({ cloudValue }) => cloudValue);
const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null ? undefined : rule(value);
const port: Rule = (value) => {
  if (!Number.isInteger(value)) return 'A valid integer is required.';
  return (value as number) < 1 || (value as number) > 65535 ? 'Ensure this value is between 1 and 65535.' : undefined;
};
const time: Rule = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : 'Datetime has wrong format.';

/** The writable fields of docs/cloud-api.yaml and what they accept. */
const RULES: Readonly<Record<keyof Writable, Rule>> = {
  name: text(100),
  department: text(2000),
  model: choice(...cloudValues(MODELS)),
  bank: choice(...cloudValues(BANKS)),
  host: shaped(/^[0-9A-Za-z.:_-]+$/, 253, 'Enter a valid address.'),
  posxml_port: port,
  log_port: orNull(port),
  terminal_id: text(8),
  serial_number: orNull(text(64)),
  protocol_version: orNull(shaped(/^\d+(\.\d+){1,3}$/, 16, 'Enter a valid version.')),
  status: choice('pending', 'active', 'disabled'),
  last_test_at: orNull(time),
  last_test_outcome: orNull(
    choice('open', 'returned', 'declined', 'no_card', 'cancelled', 'not_made', 'unknown', 'not_returned'),
  ),
  last_test_reference: orNull(text(64)),
};
const REQUIRED: readonly (keyof Create)[] = [
  'name',
  'department',
  'model',
  'bank',
  'host',
  'posxml_port',
  'terminal_id',
];
const NOT_ON_CREATION: readonly (keyof Writable)[] = ['last_test_at', 'last_test_outcome', 'last_test_reference'];

export function checkCreation(
  body: Readonly<Record<string, unknown>>,
  knowsDepartment: (url: string) => boolean,
): FieldErrors {
  const errors = checkFields(body, knowsDepartment);
  for (const field of REQUIRED) if (!(field in body)) errors[field] = ['This field is required.'];
  for (const field of NOT_ON_CREATION) if (field in body) errors[field] = ['Not a field of this request.'];
  if ('status' in body && body['status'] !== 'pending') errors['status'] = ['A terminal is created pending.'];
  return errors;
}

export function checkChange(
  body: Readonly<Record<string, unknown>>,
  record: StoredTerminal,
  knowsDepartment: (url: string) => boolean,
): FieldErrors {
  const errors = checkFields(body, knowsDepartment);
  if (Object.keys(body).length === 0) errors['non_field_errors'] = ['Nothing to change.'];
  const next = { ...record, ...body };
  if (!('status' in errors) && body['status'] === 'active' && next.last_test_outcome !== 'returned') {
    errors['status'] = ['A terminal is active only after its test was made and reversed.'];
  }
  return errors;
}

/** Unknown fields are refused, where Django REST framework would overlook them: a misspelt name must show. */
function checkFields(body: Readonly<Record<string, unknown>>, knowsDepartment: (url: string) => boolean): FieldErrors {
  const errors: FieldErrors = {};
  for (const [field, value] of Object.entries(body).slice(0, 50)) {
    const wrong = Object.hasOwn(RULES, field) ? RULES[field as keyof Writable](value) : 'Not a field of this request.';
    if (wrong !== undefined) errors[field.slice(0, 64)] = [wrong];
  }
  const { department } = body;
  if (typeof department === 'string' && !('department' in errors) && !knowsDepartment(department)) {
    errors['department'] = ['Invalid hyperlink - Object does not exist.'];
  }
  return errors;
}
