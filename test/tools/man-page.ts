import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Command } from '@oclif/core/command';
import { flagUsage } from '../../src/cli/help/command.js';
import { TOPICS } from '../../src/cli/help/topics.js';
import type { HelpPart } from '../../src/cli/help/topics.js';

export const FILE = fileURLToPath(new URL('../../docs/terminal.1', import.meta.url));

const root = new URL('../../', import.meta.url);
const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(name, root), 'utf8'));

/** Where a Linux desktop keeps it; `terminal help files` names the folder of the machine at hand. */
const HOME = '~/.local/share/terminal';
const CACHE = '~/.cache/terminal';

type Flag = Command.Cached['flags'][string];

/** docs/terminal.1 as the manifest and the topics have it. */
export function manPage(): string {
  const { version, description } = readJson('package.json') as {
    readonly version: string;
    readonly description: string;
  };
  const commands = Object.values(
    (readJson('oclif.manifest.json') as { readonly commands: Readonly<Record<string, Command.Cached>> }).commands,
  );
  const shared = Object.values(commands[0]?.flags ?? {}).filter(({ helpGroup }) => helpGroup !== undefined);
  return [
    '.\\" Written by `npm run generate:man` from oclif.manifest.json and the help topics; change it there.',
    `.TH TERMINAL 1 "" "terminal ${roff(version)}" "User Commands"`,
    '.SH NAME',
    `terminal \\- ${roff(description.charAt(0).toLowerCase() + description.slice(1))}`,
    '.SH SYNOPSIS',
    '.B terminal',
    '.I COMMAND',
    '[\\fIARGUMENTS\\fR] [\\fIFLAGS\\fR]',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH FLAGS OF EVERY COMMAND',
    ...shared.flatMap(flagLines),
    ...TOPICS.flatMap(({ tells }) => tells({ commands, home: HOME, cache: CACHE })).flatMap(partLines),
    '.SH SEE ALSO',
    'docs/scripting.md, docs/diagnoses/README.md and docs/json\\-schema.json in the package;',
    '.B terminal explain',
    'for every code.',
    '',
  ].join('\n');
}

function commandLines({ id, summary, args, flags, usage, examples }: Command.Cached): readonly string[] {
  const name = id.replaceAll(':', ' ');
  const words =
    typeof usage === 'string'
      ? usage.slice(name.length).replace('[FLAGS]', '')
      : Object.values(args)
          .map((arg) => (arg.required === true ? arg.name : `[${arg.name}]`).toUpperCase())
          .join(' ');
  const own = Object.values(flags).filter(({ helpGroup, hidden }) => helpGroup === undefined && hidden !== true);
  return [
    `.SS "terminal ${roff(`${name} ${words.trim()}`.trim())}"`,
    `${roff(summary ?? '')}.`,
    ...own.flatMap(flagLines),
    '.PP',
    'Examples:',
    '.PP',
    '.nf',
    ...(examples ?? []).map((one) => `    ${roff(flagUsage(one))}`),
    '.fi',
  ];
}

function flagLines(flag: Flag): readonly string[] {
  const value =
    flag.type === 'option'
      ? ` \\fI${roff(typeof flag.helpValue === 'string' ? flag.helpValue : flag.name.toUpperCase())}\\fR`
      : '';
  const choices = flag.type === 'option' && flag.options ? `: ${flag.options.join(', ')}` : '';
  const usual = flag.type === 'option' && typeof flag.default === 'string' ? ` [${flag.default}]` : '';
  return ['.TP', `\\fB${roff(`--${flag.name}`)}\\fR${value}`, roff(`${flag.description ?? ''}${choices}${usual}`)];
}

function partLines({ title, rows, text }: HelpPart): readonly string[] {
  return [
    `.SH ${title === 'FLAGS' ? 'ENVIRONMENT OF FLAGS' : title}`,
    ...rows.flatMap(([left, right]) => ['.TP', `\\fB${roff(left)}\\fR`, roff(right)]),
    ...(text === undefined ? [] : ['.PP', roff(text)]),
  ];
}

/** Text that means nothing to roff; a line of it must not begin with a dot or a quote. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('…', '...')
    .replaceAll(/^([.'])/gm, '\\&$1');
}

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, manPage());
