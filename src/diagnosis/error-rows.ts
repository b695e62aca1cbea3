import type { ErrorCategory } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';

/** An error of the program or its use, as opposed to something found out about a terminal. */
export interface ErrorRow {
  readonly code: string;
  readonly category: ErrorCategory;
  readonly exit: ExitCode;
  readonly meaning: string;
  /** What to do, one step an entry. */
  readonly actions: readonly string[];
  /** Who can help. */
  readonly contact: string;
  /** Whether the same command may succeed if it is simply run again. */
  readonly retryable: boolean;
}

const US = 'us, with the output of the same command and --json --debug';
const OUR_IT = 'our own IT';

export const ERROR_ROWS: readonly ErrorRow[] = [
  {
    code: 'money.open-record',
    category: 'money',
    exit: EXIT.money,
    meaning: 'A former test payment on this terminal is not proven settled, so no new one is made.',
    actions: [
      'Run `terminal sessions show ID` to see the amount, STAN and authorisation number.',
      'Run `terminal onboard --resume ID` to ask the terminal again.',
      'When the money was settled by hand, close the record with `terminal sessions resolve ID`: it asks whether it was a void, a refund, or never charged.',
    ],
    contact: "the bank's terminal support",
    retryable: false,
  },
  {
    code: 'money.damaged-record',
    category: 'money',
    exit: EXIT.money,
    meaning: 'The record of a session on this machine is damaged, and what can still be read of it tells of a test payment that is not proven settled. No new one is made on that terminal.',
    actions: [
      "Have the clinic void the payment in the terminal's own menu with the same card, or have the bank look it up by terminal number, STAN and time, and return it if it was charged.",
    ],
    contact: "the bank's terminal support",
    retryable: false,
  },
  {
    code: 'usage.missing',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'Something that is needed was not given, and nobody could be asked for it.',
    actions: ['Give the flags that the message names.', 'Or run the command in a terminal window, without --no-input, to be asked.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.invalid',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'A value that was given cannot be used.',
    actions: ['Correct the value that the message names.', 'Run the command with --help to see how it is written.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.unknown-command',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'There is no such command.',
    actions: ['Run `terminal --help` to see the commands.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.unknown-flag',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'The command has no such flag.',
    actions: ['Run the command with --help to see its flags.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.unknown-code',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'There is no such diagnosis or error code.',
    actions: ['Run `terminal explain` to see all codes.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.unknown-session',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'This machine knows no onboarding with that id.',
    actions: ['Run `terminal sessions list` to see the ids.', 'If TERMINAL_HOME was set when it was begun, set it again.'],
    contact: 'the agent who began it',
    retryable: false,
  },
  {
    code: 'usage.configuration',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'The user configuration on this computer cannot be read, or holds a value that cannot be used. It was left as it is.',
    actions: ['Set or unset what the message names: `terminal config set KEY VALUE`, `terminal config unset KEY`.', 'Where the file is damaged, correct or remove it; `terminal config` shows what it holds.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'usage.consent',
    category: 'usage',
    exit: EXIT.usage,
    meaning: 'The step needs an explicit consent, and none was given.',
    actions: ['Ask the clinic, then confirm when asked, or give --yes.'],
    contact: 'your team',
    retryable: false,
  },
  {
    code: 'credentials.missing',
    category: 'credentials',
    exit: EXIT.credentials,
    meaning: 'There are no credentials for this instance of the cloud.',
    actions: ['Run `terminal login --instance URL`, which keeps them on this computer.', 'In a script, set TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET.'],
    contact: 'the administrator of the instance',
    retryable: false,
  },
  {
    code: 'credentials.unreadable',
    category: 'credentials',
    exit: EXIT.credentials,
    meaning: "There are credentials for this instance on this computer, and they cannot be had: the system's key store is locked or closed, or the file that tells of them is damaged.",
    actions: ['Unlock the key store of this computer, then run the command again.', 'Or log in again: `terminal login --instance URL`, with TERMINAL_KEYRING=off where there is no key store.'],
    contact: OUR_IT,
    retryable: true,
  },
  {
    code: 'conflict.locked',
    category: 'conflict',
    exit: EXIT.conflict,
    meaning: 'Another agent or window is at work on the same terminal.',
    actions: ['Find out who it is and let them finish, then run the command again.', 'If that program hangs, end its process: the hold ends with it, and the next run first settles what it left open.'],
    contact: 'the agent whom the message names',
    retryable: true,
  },
  {
    code: 'terminal.changed',
    category: 'terminal',
    exit: EXIT.notATerminal,
    meaning: 'The terminal that answers is no longer the one that was looked at before, or no longer in the same state, so no sale was sent.',
    actions: ['Run `terminal probe` on it, then the test again.'],
    contact: "the clinic's IT person",
    retryable: true,
  },
  {
    code: 'terminal.unnamed',
    category: 'terminal',
    exit: EXIT.notATerminal,
    meaning: 'The terminal does not tell its terminal number (TID), so no sale was sent: it could not be proven afterwards which terminal was charged.',
    actions: ['Ask the bank to set the terminal number (TID), then run the test again.'],
    contact: "the bank's terminal support",
    retryable: false,
  },
  {
    code: 'terminal.not-identified',
    category: 'terminal',
    exit: EXIT.notATerminal,
    meaning: 'It is not proven that the terminal that answers is the one in front of the clinic, so no sale was sent.',
    actions: ['Run `terminal probe` and compare the terminal number (TID) with the one on a receipt.', 'Run the test again when someone stands at the terminal.'],
    contact: "the clinic's IT person",
    retryable: true,
  },
  {
    code: 'payment.no-consent',
    category: 'payment',
    exit: EXIT.notCharged,
    meaning: 'The clinic did not agree to the test payment; nothing was sent.',
    actions: ['Run the test again when the clinic agrees and a card is at hand.'],
    contact: 'the clinic',
    retryable: true,
  },
  {
    code: 'incomplete.stopped',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning: 'The onboarding was stopped before its end. What was done is kept.',
    actions: ['Go on with the command that the message names: `terminal onboard --resume ID`.'],
    contact: 'your team',
    retryable: true,
  },
  {
    code: 'store.unreadable',
    category: 'incomplete',
    exit: EXIT.incomplete,
    meaning: "The program's records on this machine cannot be read: they are damaged, or the rights to them are missing. Nothing was changed, and no payment is made without them.",
    actions: ['Check the rights to the folder that the message names.', 'Keep a copy of the folder as it is, and send us the message.'],
    contact: US,
    retryable: false,
  },
  {
    code: 'store.changed',
    category: 'conflict',
    exit: EXIT.conflict,
    meaning: "Another program wrote to a session's record, or took it away, while this one was at work on it. Nothing more was written to it, and nothing was sent that could not be recorded before.",
    actions: ['See what it holds, and what is open: `terminal sessions list`.', 'Work on a session with one program at a time; then run the command again.'],
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
    meaning: 'A record could not be written, mostly because the disk is full. Nothing is sent to a terminal that could not be recorded before.',
    actions: ['Free some space, or set TERMINAL_HOME to a folder that can be written.', 'Run the command again.'],
    contact: OUR_IT,
    retryable: true,
  },
  {
    code: 'interrupted.sigint',
    category: 'interrupted',
    exit: EXIT.sigint,
    meaning: 'The command was stopped with Ctrl-C.',
    actions: ['Where a command to go on is named below, run that one. Otherwise run the same command again.'],
    contact: 'your team',
    retryable: true,
  },
  {
    code: 'interrupted.sigterm',
    category: 'interrupted',
    exit: EXIT.sigterm,
    meaning: 'The command was stopped from outside (SIGTERM), for instance by a shutdown.',
    actions: ['Where a command to go on is named below, run that one. Otherwise run the same command again.'],
    contact: 'your team',
    retryable: true,
  },
  {
    code: 'defect.unexpected',
    category: 'defect',
    exit: EXIT.defect,
    meaning: 'Something happened that the program was not made for. This is a defect of ours, never of the clinic.',
    actions: ['If a test payment was under way, see first what became of it: terminal sessions list.', 'Run the command again with --debug-file FILE, and send FILE with the report.'],
    contact: 'whoever gave you this program',
    retryable: true,
  },
];
