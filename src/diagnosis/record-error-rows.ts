import type { ErrorRow } from './error-row.js';
import { EXIT } from '../contract/exit.js';

const US = 'the developers, with the output of the same command and --json --debug';
const OUR_IT = 'your IT';

/** Of the records on this computer, and of the team's store. */
export const RECORD_ERROR_ROWS: readonly ErrorRow[] = [
  {
    code: 'store.unreadable',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning:
      'The session files on this computer cannot be read: they are damaged, or permissions are missing. Nothing was changed, and no payment is made without them.',
    actions: [
      'Check the permissions of the folder in the message.',
      'Keep a copy of the folder as it is, and send the message to the developers.',
    ],
    contact: US,
    retryable: false,
  },
  {
    code: 'store.copy',
    category: 'usage',
    exit: EXIT.usage,
    meaning:
      'The file is a copy of a session file, made by a person or by a synchronising tool. it is ignored unless it shows a payment that the session file does not.',
    actions: ['Use the session itself: `terminal sessions list`.', 'Move the copy to another folder.'],
    contact: OUR_IT,
    retryable: false,
  },
  {
    code: 'store.changed',
    category: 'conflict',
    exit: EXIT.conflict,
    meaning:
      'Another program changed or removed a session file while it was in use. Nothing more was written to it, and nothing was sent without being saved first.',
    actions: [
      'See what is open: `terminal sessions list`.',
      'Use a session in one program at a time, then run the command again.',
    ],
    contact: US,
    retryable: true,
  },
  {
    code: 'store.newer',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning: 'The session files on this computer were written by a newer version of terminal. Nothing was changed.',
    actions: ['Update terminal, then run the command again.'],
    contact: OUR_IT,
    retryable: false,
  },
  {
    code: 'store.full',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning:
      'A session file could not be written, most likely because the disk is full. Nothing is sent to a terminal without being saved first.',
    actions: ['Free some space, or set TERMINAL_HOME to a writable folder.', 'Run the command again.'],
    contact: OUR_IT,
    retryable: true,
  },
  {
    code: 'store.unavailable',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning:
      "The team's store cannot be reached or written, so it is not known what the team did. No payment is begun and nothing is written to the cloud; checking and probing work.",
    actions: [
      'See what is wrong: `terminal store status`.',
      'When the store answers again, run the command again. What is missing there is sent first.',
    ],
    contact: OUR_IT,
    retryable: true,
  },
  {
    code: 'store.taken',
    category: 'conflict',
    exit: EXIT.conflict,
    meaning: 'Another agent of the team is working on the same terminal or session, or has taken it over.',
    actions: [
      'Let them finish, then run the command again.',
      'If they have left it, take it over: run the command again with --take-over. It is refused while they may still have a payment under way.',
    ],
    contact: 'the agent named in the message',
    retryable: true,
  },
];
