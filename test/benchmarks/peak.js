/** Loaded into a program: tells the file that PEAK names the most memory that it had, in kilobytes. Linux. */
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  // What getrusage tells begins with the memory of the process that started the program.
  writeFileSync(process.env['PEAK'] ?? '', /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
});
