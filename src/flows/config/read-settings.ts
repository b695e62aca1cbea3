import { AppError } from '../../contract/app-error.js';
import { hasFlag } from '../../cli/args/argv.js';
import { settingsOf } from '../../cli/args/settings.js';
import type { Settings } from '../../cli/args/settings.js';
import { configurationError, configurationFile, readConfiguration } from './config-file.js';
import type { Configuration } from './config-file.js';

interface SettingsReading {
  readonly settings: Settings;
  /** What is wrong with the user configuration; what is right counts all the same. */
  readonly unusable: AppError | undefined;
}

/** The settings of this run: flags override the environment, that overrides the user configuration, and that the defaults. */
export async function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<SettingsReading> {
  const own = settingsOf(env);
  try {
    const file = configurationFile();
    const configuration = readConfiguration(file);
    if (configuration.size === 0) return { settings: own, unusable: undefined };
    const { configured, problems } = await usableOf(configuration, argv, own);
    const [first] = problems;
    return {
      settings: settingsOf(env, configured),
      unusable:
        first &&
        configurationError(file, `cannot be used: ${first.problem}`, [
          `terminal config set ${first.key} VALUE`,
          `terminal config unset ${first.key}`,
        ]),
    };
  } catch (error) {
    if (error instanceof AppError) return { settings: own, unusable: error };
    throw error;
  }
}

interface Usable {
  readonly configured: ReadonlyMap<string, string>;
  readonly problems: readonly { readonly key: string; readonly problem: string }[];
}

/** What counts of a configuration beside these flags and this environment. */
async function usableOf(configuration: Configuration, argv: readonly string[], own: Settings): Promise<Usable> {
  // All that reads the values costs time to load.
  const { SETTINGS } = await import('./settings.js');
  const counts = SETTINGS.flatMap(({ key, not = [], read }) => {
    const value = configuration.get(key);
    const isRuledOut = not.some((flag) => hasFlag(flag, argv, own) || (own.get(flag) ?? '') !== '');
    return value === undefined || own.get(key) !== undefined || isRuledOut
      ? []
      : [{ key, value, read, problem: problemOf(value, read) }];
  });
  return {
    configured: new Map(
      counts.flatMap(({ key, value, read, problem }) => (problem === undefined ? [[key, read(value)] as const] : [])),
    ),
    problems: counts.flatMap(({ key, problem }) => (problem === undefined ? [] : [{ key, problem }])),
  };
}

/** What is wrong with a value; undefined if nothing is. */
export function problemOf(value: string, read: (value: string) => string): string | undefined {
  try {
    read(value);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.message.replace(/\.$/, '');
    throw error;
  }
}
