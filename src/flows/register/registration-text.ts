import { changeText, FIELD_LABELS } from '../../steps/register/change-text.js';
import type { FieldChange, RegisterResult } from '../../steps/register/types.js';

const ACTIONS: Readonly<Record<string, string>> = {
  created: 'Registered',
  updated: 'Updated',
  moved: 'Moved to this address',
  replaced: 'Replaced the terminal that was registered here',
  enabled: 'Enabled again',
  unchanged: 'Already registered, nothing to change',
  'would-create': 'Would be registered',
  'would-update': 'Would be updated',
  'would-move': 'Would be moved to this address',
  'would-replace': 'Would replace the terminal that is registered here',
  'would-enable': 'Would be enabled again',
};

export function registrationText(result: RegisterResult): readonly string[] {
  if (result.outcome === 'failed') return entryText(result.changes);
  if (result.outcome === 'entered-by-hand') return [`Entered by hand, verified (registration ${result.entry}).`];
  if (result.outcome === 'other-clinic') return ['Not registered: the terminal belongs to another clinic.'];
  if (result.outcome === 'conflict') return [`Not registered: ${result.detail}`];
  const where = result.department ? ` for ${result.department.name} (department ${result.department.id})` : '';
  const record = result.record ? `, registration ${result.record.id}` : '';
  return [
    `${ACTIONS[result.action] ?? result.action}${where}${record}.`,
    ...result.changes.map((change) => `  ${changeText(change)}`),
  ];
}

/** A block to copy from, for the cloud's own pages. */
export function entryText(fields: readonly FieldChange[]): readonly string[] {
  if (fields.length === 0) return [];
  const lines = fields.map(
    ({ field, to }) => `  ${`${FIELD_LABELS[field]}:`.padEnd(19)}${typeof to === 'string' ? to : JSON.stringify(to)}`,
  );
  return ['Enter this in the cloud under Settings › Integrations, exactly as shown:', ...lines];
}
