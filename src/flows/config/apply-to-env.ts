import { AppError } from '../../contract/app-error.js';
import { environmentName } from '../../cli/args/environment.js';
import { hasFlag } from '../../cli/args/argv.js';
import { configurationError, configurationFile, readConfiguration } from './config-file.js';

/** Variables that the environment did not have, and the user configuration has set. Begun once, before any command. */
const filled = new Set<string>();

/** Whether a setting's value in the environment is the user configuration's, and not the environment's own. */
export function isConfigured(key: string): boolean {
  return filled.has(environmentName(key));
}

/**
 * Fills into the environment what the user has set and the environment does not name, so that it counts wherever the
 * environment does: flags beat it, and it beats the defaults. A variable that is set to nothing is named.
 * @returns what is wrong with the user configuration; what is right is filled in all the same
 */
export async function applyConfiguration(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<AppError | undefined> {
  try {
    const file = configurationFile();
    const configuration = readConfiguration(file);
    if (configuration.size === 0) return undefined;
    // All that reads the values costs time to load.
    const { SETTINGS } = await import('./settings.js');
    const problems = SETTINGS.flatMap(({ key, not = [], read }) => {
      const [name, value] = [environmentName(key), configuration.get(key)];
      if (
        value === undefined ||
        env[name] !== undefined ||
        not.some((flag) => hasFlag(flag, argv, env) || (env[environmentName(flag)] ?? '') !== '')
      )
        return [];
      const problem = problemOf(value, read);
      if (problem !== undefined)
        return [
          configurationError(file, `cannot be used: ${problem}`, [
            `terminal config set ${key} VALUE`,
            `terminal config unset ${key}`,
          ]),
        ];
      env[name] = value;
      filled.add(name);
      return [];
    });
    return problems[0];
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
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
