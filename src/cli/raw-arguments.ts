import { environmentName } from './flags.js';

/** Whether a boolean flag is wished for, seen before the command line is parsed: its errors need to know. */
export function asksFor(flag: string, argv: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`)) || ['1', 'true', 'yes', 'on', 'y'].includes((env[environmentName(flag)] ?? '').toLowerCase());
}
