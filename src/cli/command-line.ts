import { usageError } from '../contract/app-error.js';
import type { AppError } from '../contract/app-error.js';
import { editDistance } from '../text/edit-distance.js';
import { globalFlags } from './flags.js';

/** What was typed: a command with its own arguments, or a wish to read about one. */
export type CommandLine =
  | { readonly kind: 'run'; readonly id: string; readonly argv: readonly string[] }
  /** `id` is a command, a topic, or empty for the whole program. */
  | { readonly kind: 'help'; readonly id: string }
  | { readonly kind: 'version' }
  /** A topic, or nothing at all, of which one command has to be chosen. */
  | { readonly kind: 'incomplete'; readonly id: string; readonly choices: readonly string[] };

const HELP: readonly string[] = ['--help', '-h'];
const VERSION: readonly string[] = ['--version', '-v'];
const WITH_VALUE = Object.entries(globalFlags).flatMap(([name, flag]) => (flag.type === 'option' ? [`--${name}`] : []));

/**
 * Reads which command is meant. Flags that every command has may stand before it.
 * @param ids the commands, their words joined by a colon
 * @throws AppError usage.unknown-command
 */
export function readCommandLine(argv: readonly string[], ids: readonly string[]): CommandLine {
  const first = firstWord(argv);
  const [flags, words] = [argv.slice(0, first), argv.slice(first)];
  const asked = words[0] === 'help' ? words.slice(1) : words;
  const wantsHelp = asked !== words || ownFlags(argv).some((word) => HELP.includes(word));
  if (!wantsHelp && asked.length === 0 && flags.some((flag) => VERSION.includes(flag))) return { kind: 'version' };
  const id = commandIn(asked, ids);
  if (wantsHelp) return { kind: 'help', id: id ?? topicIn(asked, ids) };
  if (id !== undefined) return { kind: 'run', id, argv: [...asked.slice(id.split(':').length), ...flags] };
  const topic = topicIn(asked, ids);
  return { kind: 'incomplete', id: topic, choices: ids.filter((one) => topic === '' || one.startsWith(`${topic}:`)).map(spoken) };
}

/** Where the command begins: after the flags that stand before it, and their values. */
function firstWord(argv: readonly string[]): number {
  let at = 0;
  while (argv[at]?.startsWith('-')) at += WITH_VALUE.includes(argv[at] ?? '') ? 2 : 1;
  return Math.min(at, argv.length);
}

/** What follows `--` is no flag of ours. */
function ownFlags(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

function commandIn(words: readonly string[], ids: readonly string[]): string | undefined {
  return [words.slice(0, 2).join(':'), words[0] ?? ''].find((id) => ids.includes(id));
}

/** The topic that was named with no command of it; empty where nothing was named. @throws AppError usage.unknown-command */
function topicIn(words: readonly string[], ids: readonly string[]): string {
  const [topic = '', command] = words;
  if (topic === '' || topic.startsWith('-')) return '';
  const isTopic = ids.some((id) => id.startsWith(`${topic}:`));
  if (isTopic && (command === undefined || command.startsWith('-'))) return topic;
  throw unknownCommand(isTopic ? `${topic} ${command ?? ''}` : topic, ids);
}

/** Nothing is guessed and nothing is run: the nearest ones are named. */
function unknownCommand(typed: string, ids: readonly string[]): AppError {
  const nearest = ids
    .map(spoken)
    .filter((command) => editDistance(typed, command) <= Math.max(2, Math.floor(command.length / 3)))
    .slice(0, 3);
  const actions = nearest.length > 0 ? nearest.map((command) => `If you meant it: terminal ${command}`) : ['See what there is: terminal --help'];
  return usageError('usage.unknown-command', `There is no command ${JSON.stringify(typed.slice(0, 60))}.`, actions);
}

function spoken(id: string): string {
  return id.replaceAll(':', ' ');
}
