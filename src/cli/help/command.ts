import type { Command } from '@oclif/core/command';
import { helpExample, helpHeadline, helpProse, helpSection, helpTable } from './layout.js';
import type { Layout, HelpRow } from './layout.js';

type Flag = Command.Cached['flags'][string];

/** One command: what it does, how it is usually used, and then all that it takes. */
export function commandHelp(
  { id, summary, description, usage, args, flags, examples }: Command.Cached,
  layout: Layout,
): readonly string[] {
  const name = id.replaceAll(':', ' ');
  const words = Object.values(args);
  const shown = Object.values(flags)
    .filter(({ hidden }) => hidden !== true)
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const usual = [
    name,
    ...words.map((arg) => (arg.required === true ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`)),
    '[FLAGS]',
  ].join(' ');
  return [
    ...helpHeadline(summary ?? name, layout),
    ...helpSection(
      'EXAMPLES',
      (examples ?? []).flatMap((one) => helpExample(flagUsage(one), layout)),
      layout,
    ),
    ...helpSection('USAGE', [`  $ terminal ${typeof usage === 'string' ? usage : usual}`], layout),
    ...helpSection(
      'ARGUMENTS',
      helpTable(
        words.map((arg): HelpRow => [arg.name.toUpperCase(), withChoices(arg.description, arg.options)]),
        layout,
      ),
      layout,
    ),
    ...helpSection(
      'FLAGS',
      helpTable(shown.filter(({ helpGroup }) => helpGroup === undefined).map(flagRow), layout),
      layout,
    ),
    ...helpSection(
      'FLAGS OF EVERY COMMAND',
      helpTable(shown.filter(({ helpGroup }) => helpGroup !== undefined).map(flagRow), layout),
      layout,
    ),
    ...helpSection(
      'MORE',
      helpProse(
        [
          ...(description === undefined ? [] : [description, '']),
          'Each flag can also be set in the environment: terminal help environment',
          ...(usage?.includes('TARGET') === true ? ['How a TARGET is written: terminal help targets'] : []),
        ].join('\n'),
        layout,
      ),
      layout,
    ),
  ];
}

/** An example as it is typed. */
export function flagUsage(one: Command.Example): string {
  return (typeof one === 'string' ? one : one.command).replaceAll('<%= config.bin %>', 'terminal');
}

function flagRow(flag: Flag): HelpRow {
  const value = flag.type === 'option' ? ` ${valueOf(flag)}` : '';
  const usual = flag.type === 'option' && typeof flag.default === 'string' ? ` [${flag.default}]` : '';
  const old = flag.deprecated === undefined ? '' : ' (deprecated)';
  return [
    `--${flag.name}${value}`,
    `${withChoices(flag.description, flag.type === 'option' ? flag.options : undefined)}${usual}${old}`,
  ];
}

function valueOf({
  helpValue,
  name,
}: {
  readonly helpValue?: string | readonly string[];
  readonly name: string;
}): string {
  return typeof helpValue === 'string' ? helpValue : name.toUpperCase();
}

function withChoices(description: string | undefined, options: readonly string[] | undefined): string {
  return options === undefined ? (description ?? '') : `${description ?? ''}: ${options.join(', ')}`;
}
