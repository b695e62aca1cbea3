import type { Command } from '@oclif/core/command';
import { EXIT_MEANINGS } from '../../contract/exit.js';
import { ENVIRONMENT } from '../args/environment.js';
import type { HelpRow } from './layout.js';

/** Something to read about that is no command: `terminal help NAME`. */
export interface Topic {
  readonly name: string;
  readonly about: string;
  readonly tells: (known: Known) => readonly HelpPart[];
}

export interface HelpPart {
  readonly title: string;
  readonly rows: readonly HelpRow[];
  readonly text?: string;
}

/** What topics are made of beside their tables. */
export interface Known {
  readonly commands: readonly Pick<Command.Cached, 'flags' | 'id'>[];
  /** The folder of the program's own files. */
  readonly home: string;
  /** And of what can be made again. */
  readonly cache: string;
}

/** How a terminal may be written; each is read by the same code that reads what the clinic said. */
export const TARGETS: readonly HelpRow[] = [
  ['84.50.12.34', 'a terminal at the default ports 4445 (posxml) and 5551 (log)'],
  ['84.50.12.34:14445,15551', 'a terminal at other ports: posxml first, log second'],
  ['84.50.12.34:4445', 'one pair; 5551 is log, any other port is posxml, or as --role says'],
  ['84.50.12.34:4445 84.50.12.34:5551', 'two pairs of one host are one terminal'],
  ['"ip 84.50.12.34, port 4445"', 'a whole sentence that holds them, as the clinic wrote it'],
  ['[2001:470:1::5]:4445', 'an IPv6 address stands in brackets'],
  ['clinic.example.ee:4445', 'a name works, with a warning: the guide asks for a fixed address'],
];

export const TOPICS: readonly Topic[] = [
  {
    name: 'targets',
    about: 'how a terminal is written: addresses and ports',
    tells: () => [
      {
        title: 'TARGETS',
        rows: TARGETS,
        text: 'Inside, loopback and reserved addresses are refused unless --allow-private is given. Several targets are taken where a command says TARGET…, or from a file (--file, one a line or CSV; - is stdin).',
      },
      {
        title: 'OTHER VALUES',
        rows: [
          ['500ms, 5s, 2m', 'a DURATION'],
          ['0.01', 'an amount in euros'],
        ],
      },
    ],
  },
  {
    name: 'exit',
    about: 'the exit statuses',
    tells: () => [
      {
        title: 'EXIT STATUS',
        rows: EXIT_MEANINGS.map(([status, meaning]) => [String(status), meaning]),
        text: 'The same with and without --json. Of several the gravest: 10 first, else the first failure.',
      },
    ],
  },
  {
    name: 'environment',
    about: 'variables that are read, and how a flag is set by one',
    tells: ({ commands }) => [
      { title: 'ENVIRONMENT', rows: ENVIRONMENT },
      {
        title: 'FLAGS',
        rows: flagRows(commands),
        text: 'A flag beats the environment. A switch is on with 1 or true.',
      },
    ],
  },
  {
    name: 'files',
    about: 'where records, settings and credentials are kept',
    tells: ({ home, cache }) => [
      {
        title: 'FILES',
        rows: [
          [home, "this program's folder; TERMINAL_HOME names another"],
          [
            '…/sessions/ID.jsonl',
            'one onboarding: everything that was done, in its order; terminal sessions show ID reads it',
          ],
          ['…/config.json', 'the settings that terminal config set keeps'],
          [
            '…/credentials/',
            "one file an instance, for you alone to read: that its credentials are in the system's key store, or, where there is none, the credentials",
          ],
          [cache, 'what V8 has compiled of this program, for a quicker start; it may be removed'],
        ],
        text: 'No card number is in any of them. Nothing is ever sent from here but to the terminal and the cloud that a command names: there is no telemetry, and nobody is asked for updates.',
      },
    ],
  },
];

/** Each flag once, with the commands that have it. */
function flagRows(commands: Known['commands']): readonly HelpRow[] {
  const users = new Map<string, string[]>();
  for (const { id, flags } of commands)
    for (const flag of Object.values(flags))
      if (flag.env !== undefined && flag.hidden !== true)
        users.set(flag.env, [...(users.get(flag.env) ?? []), id.replaceAll(':', ' ')]);
  return [...users]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([name, ids]) => [name, ids.length === commands.length ? 'every command' : ids.join(', ')]);
}
