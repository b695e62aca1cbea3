import type { Settings } from './settings.js';

/** The words that may be flags of ours: what follows `--` is none. */
export function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}

/** Whether a boolean flag is wished for, seen before the command line is parsed: its errors need to know. */
export function hasFlag(flag: string, argv: readonly string[], settings: Settings): boolean {
  return (
    ownWords(argv).some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`)) ||
    ['1', 'true', 'yes', 'on', 'y'].includes((settings.get(flag) ?? '').toLowerCase())
  );
}

/** The value of a flag, seen before the command line is parsed: the last one that is given, or the setting's. */
export function flagValue(flag: string, argv: readonly string[], settings: Settings): string | undefined {
  const own = ownWords(argv);
  const at = own.findLastIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
  const [word, next] = [own[at] ?? '', own[at + 1]];
  const value = at < 0 ? settings.get(flag) : word.includes('=') ? word.slice(word.indexOf('=') + 1) : next;
  return value === '' ? undefined : value;
}
