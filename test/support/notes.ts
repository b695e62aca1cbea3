/** What helps to understand or to repeat a failure, such as a seed. Printed when a test fails: setup.ts. */
const notes = new Set<string>();

const ALWAYS = (process.env['TEST_FIGURES'] ?? '') !== '';

/** Printed when a test fails; with `TEST_FIGURES` set, now. */
export function note(text: string): void {
  if (ALWAYS) print(text);
  else notes.add(text);
}

export function printNotes(): void {
  notes.forEach(print);
  notes.clear();
}

function print(text: string): void {
  process.stderr.write(`${text}\n`);
}
