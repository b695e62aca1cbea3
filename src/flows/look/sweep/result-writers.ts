import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { usageError } from '../../../contract/app-error.js';
import type { TargetLine } from '../../../contract/lines.js';
import { resultOf } from '../target-result.js';
import { writeAll } from '../../../cli/process/streams.js';
import { visibleJson } from '../../../text/escape-controls.js';
import { inOrder } from './ordered-output.js';
import type { SeenTarget } from '../seen-target.js';

/** Where the results of a sweep go while it continues. */
export interface ResultWriter {
  /** @param turn its place among those looked at */
  take(seen: SeenTarget, turn: number): Promise<void>;
  /** Those that are told in one piece at the end, in the order of the input. */
  kept(): readonly SeenTarget[];
  /** After the last one; throws what lost any of them. */
  close(): Promise<void>;
}

/** How many may wait for the slowest before them, where the order of the input is kept. */
const WINDOW = 10_000;

/** A line each, as they come. */
export function asLines(stream: Writable, command: string): ResultWriter {
  const write = inBatches(stream);
  return {
    ...NOTHING_KEPT,
    take: async (seen) => {
      await write(`${visibleJson(JSON.stringify(lineOf(seen, command)))}\n`);
    },
  };
}

/** What comes in one turn of the event loop is one write: of many looks at a time, each would cost as much as its look. */
function inBatches(stream: Writable): (line: string) => Promise<unknown> {
  let batch: { readonly lines: string[]; readonly written: Promise<unknown> } | undefined;
  const begin = (): NonNullable<typeof batch> => {
    const lines: string[] = [];
    const written = new Promise((resolve) => {
      setImmediate(() => {
        batch = undefined;
        resolve(writeAll(stream, lines.join('')));
      });
    });
    return { lines, written };
  };
  return (line) => {
    batch ??= begin();
    batch.lines.push(line);
    return batch.written;
  };
}

/** The same, at the end of a file. @throws AppError usage.invalid where it cannot be written */
export function asLinesOf(file: string, command: string): ResultWriter {
  const stream = createWriteStream(file, { flags: 'a' });
  let lost: NodeJS.ErrnoException | undefined;
  stream.on('error', (cause) => {
    lost ??= cause;
  });
  const check = (): void => {
    if (lost)
      throw usageError('usage.invalid', `The results cannot be written to ${file} (${lost.code ?? lost.message}).`, [
        'Check the folder, its permissions and the free space. The file keeps its results, and the same command resumes.',
      ]);
  };
  const lines = asLines(stream, command);
  return {
    ...NOTHING_KEPT,
    take: async (seen, turn) => {
      await lines.take(seen, turn);
      check();
    },
    close: async () => {
      await new Promise<void>((done) => {
        stream.end(done);
      });
      check();
    },
  };
}

/** For a person, in the order of the input. @param render the lines of one */
export function asText(
  stream: Writable,
  render: (seen: SeenTarget) => readonly string[],
  around: (write: () => void) => void,
): ResultWriter {
  const next = inOrder<SeenTarget>(WINDOW, async (seen) => {
    let written: Promise<unknown> = Promise.resolve();
    around(() => {
      written = writeAll(stream, `${render(seen).join('\n')}\n\n`);
    });
    await written;
  });
  return { ...NOTHING_KEPT, take: (seen, turn) => next(seen, turn) };
}

/** All of them in memory. */
export function collectResults(): ResultWriter {
  const seen: SeenTarget[] = [];
  return {
    ...NOTHING_KEPT,
    take: (one, turn) => {
      seen[turn] = one;
      return Promise.resolve();
    },
    // Where the sweep was stopped, there are holes.
    kept: () => Object.values(seen),
  };
}

const NOTHING_KEPT: Pick<ResultWriter, 'kept' | 'close'> = { kept: () => [], close: () => Promise.resolve() };

function lineOf(one: SeenTarget, command: string): TargetLine {
  return { ...resultOf(one), command, checks: one.checks, diagnoses: one.diagnoses };
}
