import type { Row } from '../row.js';
import { TERMINAL_SETUP_ROWS } from './terminal-setup.js';
import { TERMINAL_SENDING_ROWS } from './terminal-sending.js';
import { TERMINAL_STATE_ROWS } from './terminal-state.js';

/** Which terminal it is, then what it is doing, then how it is set up. */
export const TERMINAL_ROWS: readonly Row[] = [...TERMINAL_STATE_ROWS, ...TERMINAL_SETUP_ROWS, ...TERMINAL_SENDING_ROWS];
