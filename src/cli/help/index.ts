import type { Command } from '@oclif/core/command';
import type { Program } from '../package/package-info.js';
import { themeFor } from '../../ui/theme.js';
import { windowWidth } from '../../ui/wrap.js';
import { commandHelp } from './command.js';
import { helpExample, helpHeadline, helpProse, helpSection, helpTable } from './layout.js';
import type { Layout, HelpRow } from './layout.js';
import { TOPICS } from './topics.js';
import type { TopicSources, Topic } from './topics.js';

const WIDEST = 80;

/** The commands in the order of a call. The last group takes what no other names. */
const GROUPS: readonly (readonly [title: string, ...names: string[]])[] = [
  ['THE CALL', 'onboard', 'check', 'probe', 'register', 'test'],
  ['WHAT IS WRONG', 'explain', 'doctor'],
  ['AFTER THE CALL', 'report', 'letter', 'sessions'],
  ['THIS COMPUTER', 'login', 'logout', 'config', 'completion'],
  ['PRACTICE'],
];

const EXAMPLES = ['terminal onboard', 'terminal probe 84.50.12.34', 'terminal onboard --sandbox'];

// Not oclif's `helpClass`: only oclif asks for that, and it is not loaded for --help, to start in less time.
/** The help of a command, of several, of a topic, or of the whole program where `id` is empty; at most 80 columns. */
export function helpFor(
  id: string,
  program: Program,
  folders: () => Pick<TopicSources, 'home' | 'cache'>,
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>,
  color: boolean,
): string {
  const layout: Layout = { width: Math.min(WIDEST, windowWidth(stream)), strong: themeFor(stream, color).strong };
  const commands = program.commands().filter(({ hidden }) => !hidden);
  const topic = TOPICS.find(({ name }) => name === id);
  const command = commands.find((one) => one.id === id);
  if (command) return commandHelp(command, layout).join('\n');
  if (topic) return topicHelp(topic, { commands, ...folders() }, layout).join('\n');
  return (id === '' ? rootHelp(program, commands, layout) : familyHelp(id, program, commands, layout)).join('\n');
}

function rootHelp(program: Program, commands: readonly Command.Cached[], layout: Layout): readonly string[] {
  return [
    ...helpHeadline(String(program.package['description'] ?? ''), layout),
    ...helpSection(
      'EXAMPLES',
      EXAMPLES.flatMap((one) => helpExample(one, layout)),
      layout,
    ),
    ...helpSection('USAGE', ['  $ terminal COMMAND [ARGUMENTS] [FLAGS]'], layout),
    ...grouped(program, commands).flatMap(([title, rows]) => helpSection(title, helpTable(rows, layout), layout)),
    ...helpSection(
      'MORE HELP',
      helpTable(
        [
          ['COMMAND --help', 'flags and examples of a command'],
          ...TOPICS.map(({ name, about }): HelpRow => [`help ${name}`, about]),
        ],
        layout,
      ),
      layout,
    ),
  ];
}

/** Several commands with one first word are one line. */
function grouped(
  program: Program,
  commands: readonly Command.Cached[],
): readonly (readonly [string, readonly HelpRow[]])[] {
  const rows = new Map(
    commands.map(({ id, summary }): HelpRow =>
      id.includes(':') ? familyRow(id.replace(/:.*/, ''), program, commands) : [id, summary ?? ''],
    ),
  );
  const named = new Set(GROUPS.flatMap(([, ...names]) => names));
  const rest = [...rows.keys()].filter((name) => !named.has(name));
  return GROUPS.map(([title, ...names]) => [
    title,
    (names.length === 0 ? rest : names).flatMap((name): HelpRow[] =>
      rows.has(name) ? [[name, rows.get(name) ?? '']] : [],
    ),
  ]);
}

function familyRow(name: string, program: Program, commands: readonly Command.Cached[]): HelpRow {
  const members = commands.filter(({ id }) => id.startsWith(`${name}:`)).map(({ id }) => id.slice(name.length + 1));
  return [name, `${familyAbout(name, program)}: ${members.join(', ')}`];
}

/** What package.json says of several commands with one first word. */
function familyAbout(
  name: string,
  {
    package: {
      oclif: { topics = {} },
    },
  }: Program,
): string {
  return topics[name]?.description ?? '';
}

/** Several commands with one first word, such as `sessions`. */
function familyHelp(
  name: string,
  program: Program,
  commands: readonly Command.Cached[],
  layout: Layout,
): readonly string[] {
  const members = commands.filter(({ id }) => id.startsWith(`${name}:`));
  return [
    ...helpHeadline(familyAbout(name, program), layout),
    ...helpSection('USAGE', [`  $ terminal ${name} COMMAND`], layout),
    ...helpSection(
      'COMMANDS',
      helpTable(
        members.map(({ id, summary }): HelpRow => [id.replaceAll(':', ' '), summary ?? '']),
        layout,
      ),
      layout,
    ),
    ...helpSection('MORE', [`  terminal ${name} COMMAND --help`], layout),
  ];
}

function topicHelp({ about, tells }: Topic, known: Parameters<Topic['tells']>[0], layout: Layout): readonly string[] {
  return [
    ...helpHeadline(about, layout),
    ...tells(known).flatMap(({ title, rows, text }) =>
      helpSection(
        title,
        [...helpTable(rows, layout), ...(text === undefined ? [] : ['', ...helpProse(text, layout)])],
        layout,
      ),
    ),
  ];
}
