import type { Command } from '@oclif/core/command';
import { example, headline, prose, section, table } from './layout.js';
import type { Layout, Row } from './layout.js';

type Flag = Command.Cached['flags'][string];

/** One command: what it does, how it is mostly used, and then all that it takes. */
export function commandHelp({ id, summary, description, usage, args, flags, examples }: Command.Cached, layout: Layout): readonly string[] {
  const name = id.replaceAll(':', ' ');
  const words = Object.values(args);
  const shown = Object.values(flags).filter(({ hidden }) => hidden !== true).sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const usual = [name, ...words.map((arg) => (arg.required === true ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`)), '[FLAGS]'].join(' ');
  return [
    ...headline(summary ?? name, layout),
    ...section('EXAMPLES', (examples ?? []).flatMap((one) => example(typed(one), layout)), layout),
    ...section('USAGE', [`  $ terminal ${typeof usage === 'string' ? usage : usual}`], layout),
    ...section('ARGUMENTS', table(words.map((arg): Row => [arg.name.toUpperCase(), withChoices(arg.description, arg.options)]), layout), layout),
    ...section('FLAGS', table(shown.filter(({ helpGroup }) => helpGroup === undefined).map(flagRow), layout), layout),
    ...section('FLAGS OF EVERY COMMAND', table(shown.filter(({ helpGroup }) => helpGroup !== undefined).map(flagRow), layout), layout),
    ...section('MORE', prose([...(description === undefined ? [] : [description, '']), 'Each flag can also be set in the environment: terminal help environment', ...(usage?.includes('TARGET') === true ? ['How a TARGET is written: terminal help targets'] : [])].join('\n'), layout), layout),
  ];
}

/** An example as it is typed. */
export function typed(one: Command.Example): string {
  return (typeof one === 'string' ? one : one.command).replaceAll('<%= config.bin %>', 'terminal');
}

function flagRow(flag: Flag): Row {
  const value = flag.type === 'option' ? ` ${valueOf(flag)}` : '';
  const usual = flag.type === 'option' && typeof flag.default === 'string' ? ` [${flag.default}]` : '';
  const old = flag.deprecated === undefined ? '' : ' (deprecated)';
  return [`--${flag.name}${value}`, `${withChoices(flag.description, flag.type === 'option' ? flag.options : undefined)}${usual}${old}`];
}

function valueOf({ helpValue, name }: { readonly helpValue?: string | readonly string[]; readonly name: string }): string {
  return typeof helpValue === 'string' ? helpValue : name.toUpperCase();
}

function withChoices(description: string | undefined, options: readonly string[] | undefined): string {
  return options === undefined ? (description ?? '') : `${description ?? ''}: ${options.join(', ')}`;
}
