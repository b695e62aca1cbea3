import type { TerminalInput } from '../../../../src/cloud/records.js';

export const INPUT: TerminalInput = {
  name: 'Reception',
  departmentId: '1',
  model: 'desk3200',
  bank: 'seb',
  host: '192.0.2.7',
  posxmlPort: 4445,
  logPort: 5551,
  terminalId: '10012345',
  serialNumber: null,
  protocolVersion: '7.1.0',
};
