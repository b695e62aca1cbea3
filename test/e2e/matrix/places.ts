import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src/session/journal.js';
import type { SessionEvent } from '../../../src/session/events.js';
import { OPEN } from '../../unit/report/stories.js';
import { temporaryFolder } from '../../support/program.js';
import type { RunOptions } from '../../support/run.js';

/** The id of the session in {@link owing}. */
export const OWING = '20260213-bcdfg';

/** A home whose one session has open money, at a terminal of this port of 127.0.0.1. */
export function owing(port = 4445): string {
  const home = temporaryFolder();
  mkdirSync(join(home, 'sessions'));
  const journal = Journal.create(join(home, 'sessions', `${OWING}.jsonl`));
  for (const [, event] of OPEN) journal.append(at(port, event));
  journal.close();
  return home;
}

function at(port: number, event: SessionEvent): SessionEvent {
  if (event.type !== 'payment' || event.event.type !== 'sale.intended') return event;
  return { ...event, event: { ...event.event, sale: { ...event.event.sale, port } } };
}

/** A home whose one session is damaged. */
export function damaged(): string {
  const home = temporaryFolder();
  mkdirSync(join(home, 'sessions'));
  writeFileSync(join(home, 'sessions', `${OWING}.jsonl`), '{"no":"journal"}\n{"at all"\n');
  return home;
}

/** The records are to be where no folder can be: a file is in its place. */
export function nowhere(): RunOptions {
  return { env: { TERMINAL_HOME: join(fileWith(''), 'home') } };
}

export function fileWith(content: string): string {
  const file = join(temporaryFolder(), 'given.txt');
  writeFileSync(file, content);
  return file;
}
