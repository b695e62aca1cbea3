import type { Json } from '../../contract/json.js';
import type { RegisterResult } from '../../steps/register/types.js';

const ACTIONS: Readonly<Record<string, string>> = {
  created: 'Registered',
  updated: 'Brought up to date',
  moved: 'Moved to this address',
  replaced: 'Replaced the terminal that was registered here',
  enabled: 'Enabled again',
  unchanged: 'Registered already, nothing to change',
  'would-create': 'Would be registered',
  'would-update': 'Would be brought up to date',
  'would-move': 'Would be moved to this address',
  'would-replace': 'Would replace the terminal that is registered here',
  'would-enable': 'Would be enabled again',
};

export function registrationText(result: RegisterResult): readonly string[] {
  if (result.outcome === 'failed') return [];
  if (result.outcome === 'conflict') return [`Not registered: ${result.detail}`];
  const where = result.department ? ` for ${result.department.name} (department ${result.department.id})` : '';
  const record = result.record ? `, record ${result.record.id}` : '';
  return [
    `${ACTIONS[result.action] ?? result.action}${where}${record}.`,
    ...result.changes.map((change) => `  ${change.field}: ${valueText(change.from)} -> ${valueText(change.to)}`),
  ];
}

function valueText(value: Json): string {
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}
