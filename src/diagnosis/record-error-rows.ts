import type { ErrorRow } from './error-row.js';
import { EXIT } from '../contract/exit.js';

const US = 'us, with the output of the same command and --json --debug';
const OUR_IT = 'our own IT';

/** Of the records on this machine. */
export const RECORD_ERROR_ROWS: readonly ErrorRow[] = [
  {
    code: 'store.unreadable',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning:
      "The program's records on this machine cannot be read: they are damaged, or the rights to them are missing. Nothing was changed, and no payment is made without them.",
    actions: [
      'Check the rights to the folder that the message names.',
      'Keep a copy of the folder as it is, and send us the message.',
    ],
    contact: US,
    retryable: false,
  },
  {
    code: 'store.copy',
    category: 'usage',
    exit: EXIT.usage,
    meaning:
      'The file is a copy of the record of a session, made by a person or by a tool that keeps folders alike. It is not worked on, and where it tells of nothing that the record does not, it is in nobody’s way.',
    actions: ['Name the session itself: `terminal sessions list`.', 'Move the copy to another folder.'],
    contact: OUR_IT,
    retryable: false,
  },
  {
    code: 'store.changed',
    category: 'conflict',
    exit: EXIT.conflict,
    meaning:
      "Another program wrote to a session's record, or took it away, while this one was at work on it. Nothing more was written to it, and nothing was sent that could not be recorded before.",
    actions: [
      'See what it holds, and what is open: `terminal sessions list`.',
      'Work on a session with one program at a time; then run the command again.',
    ],
    contact: US,
    retryable: true,
  },
  {
    code: 'store.newer',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning: 'The records on this machine were written by a newer version of the program. Nothing was changed.',
    actions: ['Update the program, then run the command again.'],
    contact: OUR_IT,
    retryable: false,
  },
  {
    code: 'store.full',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning:
      'A record could not be written, mostly because the disk is full. Nothing is sent to a terminal that could not be recorded before.',
    actions: ['Free some space, or set TERMINAL_HOME to a folder that can be written.', 'Run the command again.'],
    contact: OUR_IT,
    retryable: true,
  },
];
