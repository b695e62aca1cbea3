import type { Params, Row } from './row.js';

/** Made-up values for the names that texts share; the address is one of RFC 5737. */
const EXAMPLE: Params = {
  note: '',
  blame: '',
  detail: '',
  answer: '',
  said: 'it answered with an HTTP status',
  posxmlPort: 4445,
  logPort: 5551,
  places: '203.0.113.7:4445',
  openPlace: '203.0.113.7:5551',
  input: '203.0.113.7',
  resolved: '203.0.113.7',
  how: 'does not answer',
  which: 'it is one terminal, 00012345',
  one: '00012345',
  other: '00067890',
  ms: 5000,
  accepted: 3,
  tried: 3,
  versions: '7.1.0, 7.2.0 and 6.0.2',
  returnCode: 32779,
  what: 'terminal number',
  told: '00067890',
  expected: '00012345',
  trouble: 'is out of paper',
  open: 2,
  time: '2026-07-01 11:00:00',
  off: '60 minutes',
  direction: 'behind',
  zone: 'Europe/Tallinn',
  instance: 'https://cloud.example/clinic',
  wait: 'a minute',
  transactionId: 'T-1',
  amount: '0.01',
  amountComma: '0,01',
  stan: 17,
  authorizationNo: '123456',
  terminalId: '00012345',
};

/** Values to show a row's texts with where there is no case. */
export function exampleOf(row: Row): Params {
  return { ...EXAMPLE, ...row.texts().example };
}
