import type { VirtualTerminal } from '../../sandbox/terminal/virtual-terminal.js';
import type { Prompter } from '../../steps/dependencies.js';

/**
 * The sandbox's own clinic: agrees to what concerns it alone, and reads the code from the virtual terminal's display.
 * @param terminal undefined where it stands elsewhere, and nobody sees its code
 * @param tell how it is heard
 */
export function sandboxClinic(terminal: VirtualTerminal | undefined, tell: (line: string) => void): Prompter {
  const heard = (code: string | undefined): string => {
    tell(code === undefined ? 'sees no code' : `reads the code: ${code}`);
    return code ?? 'no';
  };
  return {
    // Never asked whether to try again and again: that is for a person.
    interactive: false,
    confirm: ({ id }) => {
      if (id === 'card.out') terminal?.removeCard();
      return Promise.resolve(id !== 'register.conflict');
    },
    text: (question) =>
      Promise.resolve(
        question.id === 'identify.code' ? heard(terminal && codeOn(terminal.display)) : (question.default ?? ''),
      ),
    choose: (question) => Promise.resolve(question.default ?? question.choices[0]?.value ?? ''),
  };
}

function codeOn(display: readonly string[]): string {
  return /\b\d{4}\b/.exec(display.join(' '))?.[0] ?? '0000';
}
