/** What may stand where the cursor is. */
interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

/** `files`: the shell knows better. */
type Candidates = readonly Candidate[] | 'files';

/** As much of oclif.manifest.json as is needed here. */
export interface Manifest {
  readonly commands: Readonly<Record<string, ManifestCommand>>;
}

interface ManifestCommand {
  readonly summary?: string;
  readonly hidden?: boolean;
  readonly args: Readonly<Record<string, { readonly name: string; readonly options?: readonly string[] }>>;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
}

interface ManifestFlag {
  readonly name: string;
  readonly type: 'boolean' | 'option';
  readonly description?: string;
  readonly options?: readonly string[];
  readonly multiple?: boolean;
  readonly hidden?: boolean;
}

/** What is only known when it is asked for. */
interface Sources {
  readonly sessions: () => readonly string[];
  readonly codes: () => readonly string[];
  readonly scenarios: () => readonly Candidate[];
  readonly topics: readonly Candidate[];
}

/** @param words what was typed after the program's name; the last is the one under the cursor, usually unfinished */
export function completionCandidates(words: readonly string[], manifest: Manifest, sources: Sources): Candidates {
  const [before, current] = [words.slice(0, -1), words.at(-1) ?? ''];
  if (before.includes('--')) return [];
  const place = read(before, manifest);
  const [flagWord, typed] = split(current);
  const found =
    flagWord === undefined
      ? at(place, current, manifest, sources)
      : valuesOf(flagWord.slice(2), place.command?.flags[flagWord.slice(2)]?.options, sources);
  if (found === 'files') return found;
  return found
    .filter(({ value }) => value.startsWith(typed))
    .map((one) => (flagWord === undefined ? one : { ...one, value: `${flagWord}=${one.value}` }));
}

/** `--language=e` is a flag and the beginning of its value. */
function split(word: string): readonly [flag: string | undefined, typed: string] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [undefined, word];
}

interface Place {
  /** The command and its first words, as far as they stand. */
  readonly name: string;
  readonly command: ManifestCommand | undefined;
  /** The flag that waits for its value. */
  readonly waiting: ManifestFlag | undefined;
  readonly given: readonly string[];
  /** Words after the command that are no flags. */
  readonly count: number;
}

function read(before: readonly string[], { commands }: Manifest): Place {
  let [name, count, waiting]: [string, number, ManifestFlag | undefined] = ['', 0, undefined];
  const given: string[] = [];
  for (const word of before) {
    const flags = flagsOf(commands[name], commands);
    if (waiting) waiting = undefined;
    else if (word.startsWith('-')) {
      const [flag = word] = split(word);
      given.push(flag);
      waiting = flag === word && flags[word.slice(2)]?.type === 'option' ? flags[word.slice(2)] : undefined;
    } else if (commands[name]) count += 1;
    else name = name === '' ? word : `${name}:${word}`;
  }
  return { name, command: commands[name], waiting, given, count };
}

/** Before a command is named, what every command has may stand there. */
function flagsOf(command: ManifestCommand | undefined, commands: Manifest['commands']): ManifestCommand['flags'] {
  const [first, ...others] = Object.values(commands);
  return (
    command?.flags ??
    Object.fromEntries(
      Object.entries(first?.flags ?? {}).filter(([name]) => others.every(({ flags }) => name in flags)),
    )
  );
}

function at(
  { name, command, waiting, given, count }: Place,
  current: string,
  manifest: Manifest,
  sources: Sources,
): Candidates {
  if (waiting) return valuesOf(waiting.name, waiting.options, sources);
  if (current.startsWith('-')) {
    const flags = Object.values(flagsOf(command, manifest.commands)).filter(
      (flag) => flag.hidden !== true && (flag.multiple === true || !given.includes(`--${flag.name}`)),
    );
    return [
      ...flags.map((flag) => ({ value: `--${flag.name}`, about: flag.description })),
      { value: '--help', about: 'flags and examples of a command' },
    ];
  }
  if (!command)
    return name === 'help'
      ? [...next('', manifest), ...sources.topics]
      : [...next(name, manifest), ...(name === '' ? [{ value: 'help', about: 'help topics' }] : [])];
  const arg = Object.values(command.args)[count];
  return arg ? valuesOf(arg.name, arg.options, sources) : [];
}

/** The words that may follow, of all commands that begin so; each once. */
function next(name: string, { commands }: Manifest): readonly Candidate[] {
  const start = name === '' ? [] : name.split(':');
  const found = new Map<string, string | undefined>();
  for (const [id, { summary, hidden }] of Object.entries(commands)) {
    const words = id.split(':');
    const word = words[start.length];
    if (hidden !== true && word !== undefined && start.every((one, index) => words[index] === one))
      found.set(word, words.length === start.length + 1 ? summary : undefined);
  }
  return [...found].map(([value, about]) => ({ value, about }));
}

function valuesOf(
  name: string,
  options: readonly string[] | undefined,
  { sessions, codes, scenarios }: Sources,
): Candidates {
  if (options) return options.map((value) => ({ value }));
  if (name === 'file' || name === 'output') return 'files';
  if (name === 'id' || name === 'resume') return sessions().map((value) => ({ value }));
  if (name === 'code') return codes().map((value) => ({ value }));
  return name === 'scenario' ? scenarios() : [];
}
