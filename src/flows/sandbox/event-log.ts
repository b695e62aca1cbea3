import type { VirtualTerminal } from '../../sandbox/terminal/virtual-terminal.js';
import type { Theme } from '../../ui/theme.js';
import { windowWidth, wrapText } from '../../ui/wrap.js';
import { describeEvent } from './event-text.js';

/** What a person in front of the terminal would notice; the rest is the program's own affair. */
const NOTICED: readonly string[] = ['display', 'beep', 'printed', 'ended'];

/** How the person at the virtual terminal is heard on the agent's screen. */
export function clinicOnStderr(theme: Theme): (text: string) => void {
  return (text) => {
    const lines = wrapText(`${theme.dim('[clinic]')} ${text}`, windowWidth(process.stderr), '  ');
    // In one go: a line that moves is drawn again after each write.
    process.stderr.write(`${theme.plain(lines.join('\n'))}\n`);
  };
}

/** Tells on the agent's screen what the person at the virtual terminal would see and do. */
export function showClinic(terminal: VirtualTerminal, tell: (text: string) => void): () => void {
  let lastDisplay = '';
  return terminal.on((event) => {
    const text = NOTICED.includes(event.kind) ? describeEvent(event) : undefined;
    if (text === undefined) return;
    if (event.kind === 'display') {
      if (text === lastDisplay) return;
      lastDisplay = text;
    }
    tell(text);
  });
}
