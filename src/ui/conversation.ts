import { confirm, input, select } from '@inquirer/prompts';
import type { Conversation } from '../steps/ports.js';
import type { Theme } from './theme.js';
import { windowWidth, wrap } from './wrap.js';

/** Asks the agent, on stderr: stdout is for the result alone. */
export function promptConversation(theme: Theme, yes: boolean, signal: AbortSignal, pauseProgress: () => void): Conversation {
  const context = { output: process.stderr, signal };
  const lead = (lines: readonly string[] | undefined): void => {
    pauseProgress();
    for (const line of lines ?? []) for (const part of wrap(line, windowWidth(process.stderr), '  ')) process.stderr.write(`${theme.strong(part)}\n`);
  };
  return {
    interactive: true,
    confirm: (question) => {
      if (yes) return Promise.resolve(true);
      lead(question.lead);
      return confirm({ message: question.message, default: question.default }, context);
    },
    text: (question) => {
      lead(question.lead);
      const { check } = question;
      return input(
        {
          message: question.message,
          ...(question.default === undefined ? {} : { default: question.default }),
          ...(check === undefined ? {} : { validate: (answer: string) => check(answer) ?? true }),
        },
        context,
      );
    },
    choose: (question) => {
      lead(question.lead);
      return select(
        {
          message: question.message,
          choices: question.choices.map(({ value, label }) => ({ value, name: label })),
          ...(question.default === undefined ? {} : { default: question.default }),
        },
        context,
      );
    },
  };
}
