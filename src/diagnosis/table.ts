import type { Row } from './row.js';
import { ADDRESS_ROWS } from './rows/address.js';
import { CLOUD_ANSWER_ROWS } from './rows/cloud-answers.js';
import { CLOUD_ROWS } from './rows/cloud.js';
import { INTERMITTENT_ROWS } from './rows/intermittent.js';
import { NETWORK_ROWS } from './rows/network.js';
import { PAST_ROWS } from './rows/history.js';
import { MONEY_ROWS, PAYMENT_ROWS } from './rows/payment.js';
import { PORTS_ROWS } from './rows/ports.js';
import { POSXML_ROWS } from './rows/posxml.js';
import { SERVICE_ROWS } from './rows/service.js';
import { TERMINAL_ROWS } from './rows/terminal.js';
import { VANTAGE_ROWS } from './rows/vantages.js';

/** Every diagnosis, in order of gravity: money first, then what is wrong nearest to the root. */
export const TABLE: readonly Row[] = [
  ...MONEY_ROWS,
  ...ADDRESS_ROWS,
  ...INTERMITTENT_ROWS,
  ...NETWORK_ROWS,
  ...VANTAGE_ROWS,
  ...PAST_ROWS,
  ...PORTS_ROWS,
  ...SERVICE_ROWS,
  ...POSXML_ROWS,
  ...TERMINAL_ROWS,
  ...CLOUD_ROWS,
  ...CLOUD_ANSWER_ROWS,
  ...PAYMENT_ROWS,
];
