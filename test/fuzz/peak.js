/** Loaded into a program: writes the most memory that it ever had, in kB, to the file that PEAK names. */
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env['PEAK'];

// Not `resourceUsage().maxRSS`, which a process inherits from the one that started it.
process.on('exit', () => {
  if (file !== undefined)
    writeFileSync(file, /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
});
