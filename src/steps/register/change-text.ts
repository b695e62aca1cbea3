import { escapeControls } from '../../text/escape-controls.js';
import type { FieldChange } from './types.js';

/** What a person calls the fields of a record. */
export const FIELD_LABELS: Readonly<Record<FieldChange['field'], string>> = {
  name: 'Name',
  departmentId: 'Department',
  model: 'Model',
  bank: 'Bank',
  host: 'IP address',
  posxmlPort: 'Port',
  logPort: 'Log port',
  terminalId: 'Terminal ID (TID)',
  serialNumber: 'Serial number',
  protocolVersion: 'PosXML version',
  status: 'Status',
  lastTestAt: 'Last test',
  lastTestOutcome: 'Outcome of the last test',
  lastTestReference: 'Reference of the last test',
};

/** One field, as it is and as it will be. */
export function changeText({ field, from, to }: FieldChange): string {
  const shown = (value: FieldChange['from']): string =>
    value === null || value === ''
      ? 'none'
      : escapeControls(typeof value === 'string' ? value : JSON.stringify(value), 60);
  return `${FIELD_LABELS[field]}: ${shown(from)} -> ${shown(to)}`;
}
