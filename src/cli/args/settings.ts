import { environmentName } from './environment.js';

/** What is set for a run of the program, beside its flags, by key such as `card-timeout`. Read once, and handed on. */
export interface Settings {
  /** The environment's value, else the user configuration's. A variable that is set to nothing counts, as `''`. */
  readonly get: (key: string) => string | undefined;
  /** What counts of the user configuration: what neither the environment names nor a typed flag rules out. */
  readonly configured: ReadonlyMap<string, string>;
}

export function settingsOf(
  env: Readonly<Record<string, string | undefined>>,
  configured: ReadonlyMap<string, string> = new Map(),
): Settings {
  return { get: (key) => env[environmentName(key)] ?? configured.get(key), configured };
}
