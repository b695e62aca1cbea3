import { spawn } from 'node:child_process';

/** The system's own programs, each of which takes the text from its stdin: a package would only start them, or bring copies of them along. */
const TOOLS: readonly (readonly [command: string, ...args: string[]])[] = [
  ['pbcopy'],
  ['clip.exe'],
  ['wl-copy'],
  ['xclip', '-selection', 'clipboard'],
  ['xsel', '--clipboard', '--input'],
];
const PATIENCE_MS = 2000;

/** Whether the text is in the clipboard now; a computer without one, or without a program for it, has none. */
export async function copyToClipboard(text: string): Promise<boolean> {
  for (const [command, ...args] of TOOLS) if (await handOver(command, args, text)) return true;
  return false;
}

function handOver(command: string, args: readonly string[], text: string): Promise<boolean> {
  return new Promise((resolve) => {
    // xclip stays, to hand the text out: what ends is its first process, and its pipes would keep ours.
    const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'ignore'], timeout: PATIENCE_MS });
    child.on('error', () => {
      resolve(false);
    });
    child.on('exit', (code) => {
      resolve(code === 0);
    });
    child.stdin.on('error', () => undefined);
    // clip.exe reads UTF-16, and takes anything else for the code page of the console.
    child.stdin.end(command === 'clip.exe' ? Buffer.from(`\ufeff${text}`, 'utf16le') : text);
  });
}
