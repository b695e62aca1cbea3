import type { Command } from '@oclif/core/command';
import type { Options } from '@oclif/core/interfaces';
import type { Settings } from '../args/settings.js';

/** What a command is run with: oclif's options, and what is set. */
export interface RunOptions extends Options {
  readonly settings: Settings;
}

type FlagTable = Command.Class['flags'];

/**
 * Flags whose defaults are what the user has configured; the parser has the command line and the environment override them.
 * @param flags undefined for a command that has none of its own
 */
export function withConfigured(flags: FlagTable | undefined, { configured }: Settings): FlagTable {
  return Object.fromEntries(
    Object.entries(flags ?? {}).map(([name, flag]) => {
      const value = configured.get(name);
      if (value === undefined) return [name, flag];
      return [name, flag.type === 'boolean' ? { ...flag, default: value === 'true' } : { ...flag, default: value }];
    }),
  );
}
