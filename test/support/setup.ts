import { afterEach } from 'vitest';
import { printNotes } from './notes.js';

// Read again for each file of tests, so that its hooks are each file's own.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') printNotes();
});
