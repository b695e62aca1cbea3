import { writeFileSync } from 'node:fs';
import { cellsOf } from '../../support/screen.js';
import { ARGS, COLUMNS, recordCall } from './record.js';
import { drawWindow } from './svg.js';
import { tidy } from './tidy.js';

/* Plays a call with the built program, and draws it into docs/call.svg. */
const lines = tidy(cellsOf(await recordCall(), COLUMNS));
writeFileSync(new URL('../../../docs/call.svg', import.meta.url), drawWindow(lines, `terminal ${ARGS.join(' ')}`));
