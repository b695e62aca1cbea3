import { join } from 'node:path';
import { Journal, readJournal } from '../../../src/session/journal.js';
import { StoreError } from '../../../src/session/store-error.js';
import { opened } from './support-events.js';

/** Run by a test as a process of its own, on a disk that is soon full: tells what could be appended and what is there. */
const path = join(process.argv[2] ?? '', 'a.jsonl');
const journal = Journal.create(path);
journal.append(opened());

function append(): string | undefined {
  try {
    journal.append({ type: 'step.ended', step: 'check', exitCode: 0, summary: 'x'.repeat(1000), codes: [] });
    return undefined;
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

let code: string | undefined;
while (code === undefined && journal.entries.length < 1000) code = append();
const appended = journal.entries.length;
process.stdout.write(JSON.stringify({ appended, code, read: readJournal(path).entries.length, again: append() }));
