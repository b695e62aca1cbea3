import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import type { Stats } from 'node:fs';
import type { ListCount } from '../../../../contract/look-results.js';
import { AppError } from '../../../../contract/app-error.js';
import { addressProblem } from '../../../../connection/net/address.js';
import { readWritten } from '../../target-arguments.js';
import type { Reading, Written } from '../../target-arguments.js';
import { fileError, refuseUnreadable } from '../../../../cli/input/readable-file.js';
import { safeExcerpt } from '../../../../text/safe-excerpt.js';
import type { ListRow } from './row.js';
import { listRows } from './rows.js';
import { textChunks } from './text-chunks.js';

/** A list of targets, read while it is worked on. */
export interface FileTargets {
  readonly targets: AsyncIterable<Written>;
  /** How much of it was given out, from 0 to 1; undefined where its end is not known, as in a pipe. */
  readonly share: () => number | undefined;
  /** Of what was read so far. */
  readonly count: () => ListCount;
}

/** Opens `--file`; `-` is stdin. Ends early when the signal fires. @throws AppError usage.invalid where it cannot be read; the targets may throw that, too */
export function openTargets(file: string, reading: Reading, signal: AbortSignal): FileTargets {
  const stats = file === '-' ? undefined : statOf(file);
  let [bytes, begun, ahead] = [0, 0, 0];
  const count = { rows: 0, understood: 0, wrong: 0, passedOver: 0 };
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    // Anyone who stops the sweep does not wait for the end of a pipe.
    const stream = addAbortSignal(signal, file === '-' ? process.stdin : createReadStream(file));
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (cause) {
      if (!signal.aborted) throw fileError(file, cause);
    }
  };
  const targets = async function* (): AsyncGenerator<Written> {
    const rows = listRows(textChunks(chunks()), {
      ahead: (more) => {
        begun += 1;
        ahead = more;
      },
      passedOver: (lines) => {
        count.passedOver += lines;
      },
    });
    for await (const row of rows) {
      const written = writtenIn(row, reading);
      count.rows += 1;
      if (written.some(({ target }) => target !== undefined)) count.understood += 1;
      else count.wrong += 1;
      yield* written;
    }
  };
  const size = stats?.isFile() === true ? stats.size : undefined;
  // A file is read in pieces of thousands of lines.
  const share = (whole: number): number => Math.min(1, bytes / whole) * (begun === 0 ? 0 : begun / (begun + ahead));
  return {
    targets: targets(),
    share: () => (size === undefined || size === 0 ? undefined : share(size)),
    count: () => ({ ...count }),
  };
}

/** What a row comes to: at least one target, or what is wrong with it. */
function writtenIn(row: ListRow, reading: Reading): readonly Written[] {
  const { text, raw = text, line, wrong, role, leftOut = [] } = row;
  if (wrong !== undefined)
    return [{ target: undefined, problem: addressProblem('address.invalid', text, wrong), line }];
  const {
    written,
    unused,
    leftOut: strangers,
  } = readWritten([text], line, role === undefined ? reading : { ...reading, role });
  if (written.length === 0) throw new Error(`line ${String(line)} of a list came to nothing`);
  const left = [...leftOut, ...unused, ...strangers.map(({ text: stranger, reason }) => `${stranger} (${reason})`)];
  const from = (): string => safeExcerpt(raw.trim(), 200);
  return written.map((one) => ({ ...one, from, ...(left.length > 0 && { leftOut: left }) }));
}

function statOf(file: string): Stats {
  try {
    const stats = refuseUnreadable(file);
    if (stats.isDirectory()) throw fileError(file, { code: 'EISDIR' });
    return stats;
  } catch (cause) {
    throw cause instanceof AppError ? cause : fileError(file, cause);
  }
}
