import type { Command } from '@oclif/core/command';
import { EXIT_MEANINGS } from '../../contract/exit.js';
import { ENVIRONMENT } from '../args/environment.js';
import type { HelpRow } from './layout.js';

/** Something to read about that is no command: `terminal help NAME`. */
export interface Topic {
  readonly name: string;
  readonly about: string;
  readonly tells: (known: TopicSources) => readonly HelpPart[];
}

export interface HelpPart {
  readonly title: string;
  readonly rows: readonly HelpRow[];
  readonly text?: string;
}

/** What topics are made of beside their tables. */
export interface TopicSources {
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
  ['84.50.12.34:4445', 'one port; 5551 is the log port, any other the posxml port, unless --role is given'],
  ['84.50.12.34:4445 84.50.12.34:5551', 'two ports of one host are one terminal'],
  ['"ip 84.50.12.34, port 4445"', 'a whole sentence or email that contains them'],
  ['[2001:470:1::5]:4445', 'an IPv6 address needs brackets'],
  ['clinic.example.ee:4445', 'a host name works, with a warning: the guide asks for a fixed address'],
];

export const TOPICS: readonly Topic[] = [
  {
    name: 'targets',
    about: 'how to write a terminal: address and ports',
    tells: () => [
      {
        title: 'TARGETS',
        rows: TARGETS,
        text: 'Private, loopback and reserved addresses are refused without --allow-private. Where a command says TARGET…, give several, or read them from a file (--file: one per line or CSV, - is stdin).',
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
        text: 'The same with and without --json. If several apply: 10 comes first, otherwise the first failure.',
      },
    ],
  },
  {
    name: 'environment',
    about: 'environment variables, and how they set a flag',
    tells: ({ commands }) => [
      { title: 'ENVIRONMENT', rows: ENVIRONMENT },
      {
        title: 'FLAGS',
        rows: flagRows(commands),
        text: 'A flag overrides the environment. Turn a switch on with 1 or true.',
      },
    ],
  },
  {
    name: 'files',
    about: 'where session files, settings and credentials are saved',
    tells: ({ home, cache }) => [
      {
        title: 'FILES',
        rows: [
          [home, 'the folder of terminal; set TERMINAL_HOME for another'],
          ['…/sessions/ID.jsonl', 'the session file of one onboarding; read it with: terminal sessions show ID'],
          ['…/config.json', 'your settings, saved by: terminal config set'],
          [
            '…/credentials/',
            'one private file per instance: it says that the credentials are in the credential store, or holds them where there is none',
          ],
          [cache, 'compiled code for a faster start; you can delete it'],
        ],
        text: 'None of these files holds a card number. terminal connects only to the terminal and the cloud that you name: no telemetry, no update checks.',
      },
    ],
  },
];

/** Each flag once, with the commands that have it. */
function flagRows(commands: TopicSources['commands']): readonly HelpRow[] {
  const users = new Map<string, string[]>();
  for (const { id, flags } of commands)
    for (const flag of Object.values(flags))
      if (flag.env !== undefined && flag.hidden !== true)
        users.set(flag.env, [...(users.get(flag.env) ?? []), id.replaceAll(':', ' ')]);
  return [...users]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([name, ids]) => [name, ids.length === commands.length ? 'every command' : ids.join(', ')]);
}
