import type { Prompter } from '../steps/dependencies.js';
import { Keyboard } from './keyboard.js';
import type { Asking } from './keyboard.js';
import { askChoice } from './choice-prompt.js';
import { askYesOrNo } from './confirm-prompt.js';
import { askSecret } from './secret-prompt.js';
import { askText } from './text-prompt.js';
import type { Theme } from './theme.js';
import { windowWidth, wrapText } from './wrap.js';

type Prompt<T> = (context: {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}) => Promise<T>;

/** Columns for the sign before a question and for what may be answered behind it. */
const RESERVED = 8;

/** Asks the agent, on stderr: stdout is for the result alone. */
export function interactivePrompter(
  theme: Theme,
  yes: boolean,
  signal: AbortSignal,
  pauseProgress: () => void,
): Prompter {
  const keyboard = new Keyboard(process.stdin, process.stderr);
  let inOneGo = false;
  /** The prompts themselves would break words. */
  const inLines = (text: string): string =>
    theme.plain(wrapText(text, windowWidth(process.stderr) - RESERVED).join('\n'));
  const showPreamble = (lines: readonly string[] | undefined): void => {
    pauseProgress();
    for (const line of lines ?? [])
      for (const part of wrapText(line, windowWidth(process.stderr), '  '))
        process.stderr.write(`${theme.plain((line.startsWith('Say: ') ? theme.say : theme.strong)(part))}\n`);
  };
  const ask = <T>({ manyLines = false, ignoreTypeAhead = false }: Partial<Asking>, prompt: Prompt<T>): Promise<T> =>
    keyboard.during({ manyLines, ignoreTypeAhead }, (input) => prompt({ input, output: process.stderr, signal }));
  return {
    interactive: true,
    confirm: async (question) => {
      if (yes && question.needsPerson === 'optional') throw new Error('--yes cannot answer it');
      if (yes && question.needsPerson === undefined) return true;
      showPreamble(question.preamble);
      const { back = false, isOneKey = false } = question;
      // An Enter too many must not agree to anything.
      const agreed = await ask({ ignoreTypeAhead: true }, (context) =>
        askYesOrNo({ message: inLines(question.message), default: question.default, back, isOneKey }, context),
      );
      if (isOneKey) keyboard.dropNextEnter();
      return agreed;
    },
    text: async ({ preamble: lines, back = false, check = () => undefined, hint, ...question }) => {
      showPreamble(lines);
      const strict = (answer: string): string | undefined => {
        const reason = check(answer);
        // What was typed ahead was meant for the questions after a right answer.
        if (reason !== undefined) keyboard.forget();
        return reason;
      };
      if (question.hidden === true)
        return ask({ ignoreTypeAhead: true }, (context) =>
          askSecret({ message: inLines(question.message), check: strict }, context),
        );
      const answer = await ask(question, (context) =>
        askText(
          {
            ...question,
            width: windowWidth(process.stderr),
            hint: inLines([hint, back ? 'Esc: back.' : undefined].filter((part) => part !== undefined).join(' ')),
            message: inLines(question.message),
            back,
            check: strict,
          },
          context,
        ),
      );
      if (question.isWhole?.(answer) === true) keyboard.dropNextEnter();
      return answer;
    },
    choose: ({ preamble: lines, back = false, choices, ...question }) => {
      showPreamble(lines);
      // Some are names that the cloud or a terminal gave.
      const shown = choices.map(({ value, label, echo }) => ({
        value,
        label: theme.plain(label),
        ...(echo !== undefined && { echo: theme.plain(echo) }),
      }));
      return ask({ ignoreTypeAhead: !inOneGo || question.ignoreTypeAhead === true }, (context) =>
        askChoice(
          {
            ...question,
            choices: shown,
            width: windowWidth(process.stderr),
            message: inLines(question.message),
            back,
          },
          context,
        ),
      );
    },
    together: async (questions) => {
      inOneGo = true;
      try {
        return await keyboard.together(questions);
      } finally {
        inOneGo = false;
      }
    },
  };
}
