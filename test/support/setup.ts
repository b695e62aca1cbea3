import { afterAll, afterEach } from 'vitest';
import { cleanUpAll } from './clean-up.js';
import { printNotes } from './notes.js';

// Read again for each file of tests, so that its hooks are each file's own, though files share a process.
afterEach(({ task }) => {
  if (task.result?.state === 'fail') printNotes();
});
afterAll(cleanUpAll);
