import { BACK } from '../steps/dependencies.js';
import type { ChoiceQuestion, Prompter } from '../steps/dependencies.js';
import { escapeControls } from '../text/escape-controls.js';
import { LineReader } from './line-reader.js';
import type { Theme } from './theme.js';
import { windowWidth, wrapText } from './wrap.js';
import { yesOrNo } from './yes-or-no.js';

/** An answer as it is meant, or what is wrong with it. */
type Reading<T> = { readonly answer: T } | { readonly wrong: string };

interface Asked<T> {
  readonly preamble: readonly string[] | undefined;
  readonly message: string;
  /** How to answer it, a sentence or a choice a line. */
  readonly help: readonly string[];
  readonly ignoreTypeAhead: boolean;
  readonly manyLines?: boolean;
  readonly read: (line: string) => Reading<T>;
}

/** Asks the agent line by line, on stderr: for a screen reader, and for windows whose cursor cannot be moved. */
export function plainPrompter(theme: Theme, yes: boolean, signal: AbortSignal, pauseProgress: () => void): Prompter {
  const lines = new LineReader(process.stdin, signal);
  let inOneGo = false;
  const write = (text: string, indent = ''): void => {
    for (const part of wrapText(text, windowWidth(process.stderr), indent))
      process.stderr.write(`${theme.plain(part)}\n`);
  };
  const show = ({ preamble = [], message, help }: Asked<unknown>): void => {
    for (const line of preamble) write(line, '  ');
    // The sign of a question is a word as well.
    write(`Question: ${message}`);
    for (const line of help) write(line, '  ');
  };
  const ask = async <T>(asked: Asked<T>): Promise<T> => {
    pauseProgress();
    if (asked.ignoreTypeAhead)
      await lines.freshly(() => {
        show(asked);
      });
    else show(asked);
    for (;;) {
      process.stderr.write('Answer: ');
      const said = await lines.next(asked.manyLines === true);
      const reading = asked.read(
        (said.length > 1 ? [...said, ...(await theRest(said.length))] : said).join('\n').trim(),
      );
      if ('answer' in reading) return reading.answer;
      write(`Problem: ${reading.wrong}`);
    }
  };
  /** The last line of a paste may still stand in the window, and is sent with the next Enter. */
  const theRest = async (count: number): Promise<readonly string[]> => {
    process.stderr.write(`${String(count)} lines were pasted. Press Enter to finish:  `);
    return lines.next(true);
  };
  return {
    interactive: true,
    confirm: ({ message, preamble, default: usual, needsPerson, back = false }) => {
      if (yes && needsPerson === 'optional') return Promise.reject(new Error('--yes cannot answer it'));
      if (yes && needsPerson === undefined) return Promise.resolve(true);
      const help = [`Type yes or no. Enter alone: ${usual ? 'yes' : 'no'}.`];
      const read = (line: string): Reading<boolean> => {
        const answer = back && line === BACK ? false : yesOrNo(line, usual);
        return answer === undefined ? { wrong: 'Type yes or no.' } : { answer };
      };
      return ask({
        preamble,
        message,
        help: back ? [...help, `${BACK} and Enter: back.`] : help,
        ignoreTypeAhead: true,
        read,
      });
    },
    text: ({
      message,
      preamble,
      hint,
      default: usual,
      former,
      back = false,
      manyLines = false,
      ignoreTypeAhead = false,
      check = () => undefined,
    }) => {
      const help = [
        hint,
        former === undefined ? undefined : `Before: ${escapeControls(former, 120)}`,
        usual === undefined ? undefined : `Enter alone: ${escapeControls(usual, 120)}`,
        goesBack(back),
      ];
      const read = (line: string): Reading<string> => {
        if (back && line === BACK) return { answer: BACK };
        const answer = line === '' ? (usual ?? '') : line;
        const wrong = check(answer);
        return wrong === undefined ? { answer } : { wrong };
      };
      return ask({
        preamble,
        message,
        help: help.filter((one) => one !== undefined),
        ignoreTypeAhead,
        manyLines,
        read,
      });
    },
    choose: ({ preamble, back = false, ...question }) => {
      const given = question.choices.findIndex(({ value }) => value === question.default);
      const usual = given < 0 && question.noDefault !== true ? 0 : given;
      const help = [
        ...question.choices.map(({ label }, index) => `${String(index + 1)}. ${label}`),
        `Type a number or the start of a word.${usual < 0 ? '' : ` Enter alone: ${String(usual + 1)}.`}`,
        goesBack(back),
      ];
      return ask({
        preamble,
        message: question.message,
        help: help.filter((one) => one !== undefined),
        ignoreTypeAhead: !inOneGo || question.ignoreTypeAhead === true,
        read: (line) => chosen(line, question, usual, back),
      });
    },
    together: async (questions) => {
      inOneGo = true;
      try {
        return await questions();
      } finally {
        inOneGo = false;
      }
    },
  };
}

function goesBack(back: boolean): string | undefined {
  return back ? `${BACK} and Enter: back.` : undefined;
}

function chosen(line: string, { choices }: ChoiceQuestion, usual: number, back: boolean): Reading<string> {
  if (back && line === BACK) return { answer: BACK };
  const meant = /^\d+$/.test(line)
    ? choices.filter((_, index) => index + 1 === Number(line))
    : choices.filter(({ label }) => begins(label, line));
  const [only, ...others] = line !== '' ? meant : usual < 0 ? [] : choices.slice(usual, usual + 1);
  if (only && others.length === 0) return { answer: only.value };
  return {
    wrong: only
      ? 'More than one choice starts like that.'
      : `No such choice. The numbers are 1 to ${String(choices.length)}.`,
  };
}

/** A word of a label will do: all models are Ingenico's. */
function begins(label: string, typed: string): boolean {
  return ` ${label}`.toLowerCase().includes(` ${typed.toLowerCase()}`);
}
