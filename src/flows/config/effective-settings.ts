import type { AppError } from '../../contract/app-error.js';
import { usageError } from '../../contract/app-error.js';
import { closestMatches } from '../../text/closest-matches.js';
import { escapeControls } from '../../text/escape-controls.js';
import { environmentName } from '../../cli/args/environment.js';
import { problemOf } from './read-settings.js';
import type { Configuration } from './config-file.js';
import { SETTINGS } from './settings.js';
import type { Setting } from './settings.js';

export type SettingOrigin = 'flag' | 'environment' | 'configuration' | 'default';

/** A setting as it counts here and now. */
export interface SettingView {
  readonly key: string;
  /** Null where there is none, or none that can be used. */
  readonly value: string | null;
  readonly origin: SettingOrigin;
  /** What is wrong with the value, which is then not shown: it could be a password in a wrong place. */
  readonly problem: string | null;
}

export const ORIGIN_WORDS: Readonly<Record<SettingOrigin, string>> = {
  flag: 'flag',
  environment: 'environment',
  configuration: 'user configuration',
  default: 'default',
};

/** @param typed the values of the flags that were typed */
export function viewSetting(
  { key, usual, read }: Setting,
  configuration: Configuration,
  typed: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
): SettingView {
  const given: readonly (readonly [SettingOrigin, string | undefined])[] = [
    ['flag', typed.get(key)],
    ['environment', env[environmentName(key)]],
    ['configuration', configuration.get(key)],
  ];
  const [origin, value] = given.find(([, one]) => one !== undefined) ?? ['default', undefined];
  if (value === undefined) return { key, value: usual, origin: 'default', problem: null };
  const problem = value === '' ? undefined : problemOf(value, read);
  return { key, value: problem === undefined ? escapeControls(value) : null, origin, problem: problem ?? null };
}

/** The setting of that name, however it is spelt: `bank-lines` or TERMINAL_BANK_LINES. @throws AppError usage.invalid */
export function findSetting(typed: string): Setting {
  const key = keyOf(typed);
  const setting = SETTINGS.find((one) => one.key === key);
  if (setting) return setting;
  throw SECRET.test(key) ? noSecret() : unknownSetting(typed, key);
}

const keyOf = (typed: string): string =>
  typed
    .trim()
    .toLowerCase()
    .replace(/^terminal_/, '')
    .replaceAll('_', '-');

const SECRET = /secret|password|token|credential|client|key$/;

function noSecret(): AppError {
  return usageError('usage.invalid', 'Cloud credentials are not a setting: a settings file is not safe for a secret.', [
    'Log in, which saves them safely: terminal login --instance URL',
    'If you typed a secret on the command line, delete it from your shell history.',
  ]);
}

function unknownSetting(typed: string, key: string): AppError {
  const meant = nearestSettings(key);
  const actions = meant.length > 0 ? meant.map((one) => `Did you mean: ${one}`) : ['See all: terminal config'];
  return usageError(
    'usage.invalid',
    `There is no setting ${JSON.stringify(escapeControls(typed.slice(0, 60)))}.`,
    actions,
  );
}

export function nearestSettings(key: string): readonly string[] {
  return closestMatches(
    key,
    SETTINGS.map((one) => one.key),
  );
}
