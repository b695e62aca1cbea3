import { Chalk } from 'chalk';
import type { WriteStream } from 'node:tty';
import { visibleText } from '../text/escape-controls.js';
import { inAscii, unicodeIsSafe } from './ascii-fallback.js';

/** The few ways in which text can stand out. Each also carries a sign or a word, so that colour is never needed. */
export interface Theme {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  /** What to say to the clinic, and nothing else. */
  readonly say: (text: string) => string;
  readonly sign: {
    readonly pass: string;
    readonly warn: string;
    readonly fail: string;
    readonly skip: string;
    readonly unknown: string;
  };
  /** Any text as the window can show it. */
  readonly plain: (text: string) => string;
  /** Whether lines that were written may be written over. */
  readonly redraws: boolean;
  /** Whether the beginning of what takes time has a line of its own, since nothing moves meanwhile. */
  readonly tellsBegin: boolean;
}

const WORDS: Theme['sign'] = { pass: 'OK:', warn: 'Warning:', fail: 'Problem:', skip: 'Skipped:', unknown: 'Unknown:' };

/** Of 256: as dark as they are bright, so that each can be read on black and on white. The eight that every window has are not. */
const COLORS = { green: 28, red: 160, yellow: 130, magenta: 163 } as const;

const NAMED_COMMAND =
  /\bterminal (?=(?:onboard|report|sessions|explain|letter|sandbox|practice|doctor|login|probe)\b)/g;

/**
 * `npm start` puts no command on the path, so those that it names are started by their file. Not by `npx`, which in another
 * folder would fetch the registry's package of that name, a stranger's.
 */
function callable(text: string, env: NodeJS.ProcessEnv): string {
  return env['npm_lifecycle_event'] === 'start' ? text.replace(NAMED_COMMAND, 'node bin/run.js ') : text;
}

/** Whether the window has more than the eight colours, some of which cannot be read on white. */
export function hasManyColors(env: NodeJS.ProcessEnv): boolean {
  return /256|direct/.test(env['TERM'] ?? '') || /truecolor|24bit/.test(env['COLORTERM'] ?? '');
}

/** Colour only on a terminal, and never against NO_COLOR, TERM=dumb or --no-color; chalk alone would not obey them. */
export function themeFor(stream: Pick<WriteStream, 'isTTY'>, color: boolean, accessible = false): Theme {
  const chalk = color && !accessible && stream.isTTY ? new Chalk({ level: 2 }) : undefined;
  const styled =
    (style: 'dim' | 'bold') =>
    (text: string): string =>
      chalk?.[style](text) ?? text;
  const colored = (name: keyof typeof COLORS): ((text: string) => string) => {
    const of256 = chalk?.ansi256(COLORS[name]);
    const style = hasManyColors(process.env) ? of256 : chalk?.[name];
    return (text) => style?.(text) ?? text;
  };
  const [good, bad, warn, say] = [colored('green'), colored('red'), colored('yellow'), colored('magenta')];
  const [dim, strong] = [styled('dim'), styled('bold')];
  // A file is not of the window's making, but old Windows shells read a pipe as they would write.
  const ascii = accessible || (!unicodeIsSafe(process.env) && (stream.isTTY || process.platform === 'win32'));
  const redraws = stream.isTTY && process.env['TERM'] !== 'dumb' && !accessible;
  return {
    good,
    bad,
    warn,
    dim,
    strong,
    say,
    sign: accessible
      ? WORDS
      : {
          pass: good(ascii ? 'ok' : '✔'),
          warn: warn('!'),
          fail: bad(ascii ? 'x' : '✖'),
          skip: dim('-'),
          unknown: warn('?'),
        },
    plain: (text) => callable(visibleText(ascii ? inAscii(text) : text, chalk !== undefined), process.env),
    redraws,
    tellsBegin: accessible || (stream.isTTY && !redraws),
  };
}

export function colorWanted(noColorFlag: boolean, env: NodeJS.ProcessEnv): boolean {
  return !noColorFlag && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** `ACCESSIBLE` is asked for by other programs, too. */
export function accessibleWanted(flag: boolean, env: NodeJS.ProcessEnv): boolean {
  return flag || !/^(0|false|no|off)?$/i.test(env['ACCESSIBLE'] ?? '');
}
