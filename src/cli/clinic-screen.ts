import type { TerminalEvent, VirtualTerminal } from '../sandbox/terminal/index.js';
import type { Theme } from '../ui/theme.js';

/** Tells on the agent's screen what the person at the virtual terminal would see and do. */
export function showClinic(terminal: VirtualTerminal, write: (line: string) => void, theme: Theme): () => void {
  let lastDisplay = '';
  const tell = (text: string): void => {
    write(`  ${theme.dim(`[clinic] ${text}`)}`);
  };
  return terminal.on((event) => {
    const text = describe(event);
    if (text === undefined) return;
    if (event.kind === 'display') {
      if (text === lastDisplay) return;
      lastDisplay = text;
    }
    tell(text);
  });
}

function describe(event: TerminalEvent): string | undefined {
  switch (event.kind) {
    case 'display': {
      const lines = event.lines.map((line) => line.trim()).filter((line) => line !== '');
      return lines.length === 0 ? undefined : `the display shows: ${lines.join(' / ')}`;
    }
    case 'beep':
      return 'the terminal beeps';
    case 'printed':
      return event.receipt.part === 'line' ? undefined : `a receipt is printed (${event.receipt.part} copy)`;
    default:
      return undefined;
  }
}
