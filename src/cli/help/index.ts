import type { Command, Config } from '@oclif/core';
import { themeFor } from '../../ui/theme.js';
import { windowWidth } from '../../ui/wrap.js';
import { commandHelp } from './command.js';
import { example, headline, prose, section, table } from './layout.js';
import type { Layout, Row } from './layout.js';
import { TOPICS } from './topics.js';
import type { Topic } from './topics.js';

const WIDEST = 80;

/** The commands in the order of a call. The last group takes what no other names. */
const GROUPS: readonly (readonly [title: string, ...names: string[]])[] = [
  ['THE CALL', 'onboard', 'check', 'probe', 'register', 'test'],
  ['WHAT IS WRONG', 'explain', 'doctor'],
  ['AFTER THE CALL', 'report', 'sessions'],
  ['THIS MACHINE', 'login', 'logout', 'config', 'completion'],
  ['BESIDE IT'],
];

const EXAMPLES = ['terminal onboard', 'terminal probe 84.50.12.34', 'terminal onboard --sandbox'];

/** The help of a command, of several, of a topic, or of the whole program where `id` is empty; at most 80 columns. */
export function helpFor(id: string, config: Config, home: string, stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, color: boolean): string {
  const layout: Layout = { width: Math.min(WIDEST, windowWidth(stream)), strong: themeFor(stream, color).strong };
  const commands = config.commands.filter(({ hidden }) => !hidden);
  const topic = TOPICS.find(({ name }) => name === id);
  const command = commands.find((one) => one.id === id);
  if (command) return commandHelp(command, layout).join('\n');
  if (topic) return topicHelp(topic, { commands, home }, layout).join('\n');
  return (id === '' ? rootHelp(config, commands, layout) : familyHelp(id, config, commands, layout)).join('\n');
}

function rootHelp(config: Config, commands: readonly Command.Loadable[], layout: Layout): readonly string[] {
  return [
    ...headline(String(config.pjson['description'] ?? ''), layout),
    ...section('EXAMPLES', EXAMPLES.flatMap((one) => example(one, layout)), layout),
    ...section('USAGE', ['  $ terminal COMMAND [ARGUMENTS] [FLAGS]'], layout),
    ...grouped(config, commands).flatMap(([title, rows]) => section(title, table(rows, layout), layout)),
    ...section('TO READ', table([['COMMAND --help', 'what it takes, with examples'], ...TOPICS.map(({ name, about }): Row => [`help ${name}`, about])], layout), layout),
  ];
}

/** Several commands with one first word are one line. */
function grouped(config: Config, commands: readonly Command.Loadable[]): readonly (readonly [string, readonly Row[]])[] {
  const rows = new Map(commands.map(({ id, summary }): Row => (id.includes(':') ? familyRow(id.replace(/:.*/, ''), config, commands) : [id, summary ?? ''])));
  const named = new Set(GROUPS.flatMap(([, ...names]) => names));
  const rest = [...rows.keys()].filter((name) => !named.has(name));
  return GROUPS.map(([title, ...names]) => [title, (names.length === 0 ? rest : names).flatMap((name): Row[] => (rows.has(name) ? [[name, rows.get(name) ?? '']] : []))]);
}

function familyRow(name: string, config: Config, commands: readonly Command.Loadable[]): Row {
  const members = commands.filter(({ id }) => id.startsWith(`${name}:`)).map(({ id }) => id.slice(name.length + 1));
  return [name, `${config.findTopic(name)?.description ?? ''}: ${members.join(', ')}`];
}

/** Several commands with one first word, such as `sessions`. */
function familyHelp(name: string, config: Config, commands: readonly Command.Loadable[], layout: Layout): readonly string[] {
  const members = commands.filter(({ id }) => id.startsWith(`${name}:`));
  return [
    ...headline(config.findTopic(name)?.description ?? name, layout),
    ...section('USAGE', [`  $ terminal ${name} COMMAND`], layout),
    ...section('COMMANDS', table(members.map(({ id, summary }): Row => [id.replaceAll(':', ' '), summary ?? '']), layout), layout),
    ...section('MORE', [`  terminal ${name} COMMAND --help`], layout),
  ];
}

function topicHelp({ about, tells }: Topic, known: Parameters<Topic['tells']>[0], layout: Layout): readonly string[] {
  return [...headline(about, layout), ...tells(known).flatMap(({ title, rows, text }) => section(title, [...table(rows, layout), ...(text === undefined ? [] : ['', ...prose(text, layout)])], layout))];
}
