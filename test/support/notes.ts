import { afterEach } from 'vitest';

/** What helps to understand or to repeat a failure, such as a seed; nobody needs it otherwise. Also a set-up file: see the hook below. */
const notes = new Set<string>();

const ALWAYS = (process.env['TEST_FIGURES'] ?? '') !== '';

/** Printed when a test of this file fails; with `TEST_FIGURES` set, now. */
export function note(text: string): void {
  if (ALWAYS) print(text);
  else notes.add(text);
}

function print(text: string): void {
  process.stderr.write(`${text}\n`);
}

afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  notes.forEach(print);
  notes.clear();
});
