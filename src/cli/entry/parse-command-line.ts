import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';
import { closestMatches } from '../../text/closest-matches.js';
import { ownWords } from '../args/argv.js';
import { TOPICS } from '../help/topics.js';
import type { CommandIndex } from '../package/package-info.js';

/** What was typed: a command with its own arguments, or a wish to read about one. */
export type CommandLine =
  | { readonly kind: 'run'; readonly id: string; readonly argv: readonly string[] }
  /** `id` is a command, the first word of several, a topic to read about, or empty for the whole program. */
  | { readonly kind: 'help'; readonly id: string }
  | { readonly kind: 'version' }
  /** The first word of several commands, or nothing at all: one of them has to be chosen. */
  | { readonly kind: 'incomplete'; readonly id: string; readonly choices: readonly string[] };

const HELP: readonly string[] = ['--help', '-h'];
const VERSION: readonly string[] = ['--version', '-v'];

/**
 * Reads which command is meant. Flags that every command has may stand before it.
 * @throws AppError usage.unknown-command
 */
export function readCommandLine(argv: readonly string[], { files, withValue }: CommandIndex): CommandLine {
  const ids = Object.keys(files);
  const first = firstWord(argv, withValue);
  const [flags, words] = [argv.slice(0, first), argv.slice(first)];
  const asked = words[0] === 'help' ? words.slice(1) : words;
  const wantsHelp = asked !== words || ownWords(argv).some((word) => HELP.includes(word));
  if (!wantsHelp && asked.length === 0 && flags.some((flag) => VERSION.includes(flag))) return { kind: 'version' };
  const id = commandIn(asked, ids);
  if (asked !== words && TOPICS.some(({ name }) => name === asked[0])) return { kind: 'help', id: asked[0] ?? '' };
  if (wantsHelp) return { kind: 'help', id: id ?? familyIn(asked, ids) };
  if (id !== undefined) return { kind: 'run', id, argv: [...asked.slice(id.split(':').length), ...flags] };
  const family = familyIn(asked, ids);
  return {
    kind: 'incomplete',
    id: family,
    choices: ids.filter((one) => family === '' || one.startsWith(`${family}:`)).map(spoken),
  };
}

/** Where the command begins: after the flags that stand before it, and their values. */
function firstWord(argv: readonly string[], withValue: readonly string[]): number {
  let at = 0;
  while (argv[at]?.startsWith('-')) at += withValue.includes(argv[at] ?? '') ? 2 : 1;
  return Math.min(at, argv.length);
}

function commandIn(words: readonly string[], ids: readonly string[]): string | undefined {
  return [words.slice(0, 2).join(':'), words[0] ?? ''].find((id) => ids.includes(id));
}

/** The first word of several commands, named alone; empty where nothing was named. @throws AppError usage.unknown-command */
function familyIn(words: readonly string[], ids: readonly string[]): string {
  const [family = '', command] = words;
  if (family === '' || family.startsWith('-')) return '';
  if (familiesOf(ids).includes(family) && (command === undefined || command.startsWith('-'))) return family;
  throw unknownCommand(words, ids);
}

/** What a slip of the keyboard must not lead to: the next Enter would be at a test payment. */
const CHARGES: readonly string[] = ['test'];

/** Nothing is guessed and nothing is run: the nearest ones are named. */
function unknownCommand([first = '', second = '']: readonly string[], ids: readonly string[]): AppError {
  const names = [...ids.map(spoken), ...familiesOf(ids)];
  const topics = TOPICS.map(({ name }) => name);
  const isFamily = familiesOf(ids).includes(first);
  const asTwo = closestMatches(
    `${first} ${second}`,
    names.filter((name) => name.includes(' ')),
  );
  // `list` alone is the end of a command.
  const endings = names.filter((name) => name.endsWith(` ${first}`));
  const near =
    isFamily || asTwo.length > 0
      ? asTwo
      : endings.length > 0
        ? endings
        : closestMatches(first, [...names, ...topics]).map((name) => (topics.includes(name) ? `help ${name}` : name));
  const meant = near.filter((name) => !CHARGES.includes(name));
  const actions =
    meant.length > 0
      ? meant.map((command) => `Did you mean: terminal ${command}`)
      : ['See what there is: terminal --help'];
  const typed = isFamily ? `${first} ${second}` : first;
  return usageError('usage.unknown-command', `There is no command ${JSON.stringify(typed.slice(0, 60))}.`, actions);
}

function familiesOf(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id) => id.includes(':')).map((id) => id.replace(/:.*/, '')))];
}

function spoken(id: string): string {
  return id.replaceAll(':', ' ');
}
