import { Chalk } from 'chalk';
import type { WriteStream } from 'node:tty';

/** The few ways in which text can stand out. Each also carries a sign or a word, so that colour is never needed. */
export interface Theme {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly sign: { readonly pass: string; readonly warn: string; readonly fail: string; readonly skip: string; readonly unknown: string };
}

/** Colour only on a terminal, and never against NO_COLOR, TERM=dumb or --no-color; chalk alone would not obey them. */
export function themeFor(stream: Pick<WriteStream, 'isTTY'>, wanted: boolean): Theme {
  const chalk = new Chalk({ level: wanted && stream.isTTY ? 1 : 0 });
  const safe = process.platform !== 'win32' || process.env['WT_SESSION'] !== undefined;
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    dim: (text) => chalk.dim(text),
    strong: (text) => chalk.bold(text),
    sign: {
      pass: chalk.green(safe ? '✔' : 'ok'),
      warn: chalk.yellow('!'),
      fail: chalk.red(safe ? '✖' : 'x'),
      skip: chalk.dim('-'),
      unknown: chalk.yellow('?'),
    },
  };
}

export function colorWanted(noColorFlag: boolean, env: NodeJS.ProcessEnv): boolean {
  return !noColorFlag && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
