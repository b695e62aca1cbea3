import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import type { Stats } from 'node:fs';
import { AppError } from '../../../../contract/app-error.js';
import { addressProblem } from '../../../../connection/net/address.js';
import { readWritten } from '../../target-arguments.js';
import type { Reading, Written } from '../../target-arguments.js';
import { fileError, refuseUnreadable } from '../../../../cli/input/readable-file.js';
import type { ListRow } from './row.js';
import { rowsOf } from './rows.js';
import { textChunks } from './text-chunks.js';

/** A list of targets, read while it is worked on. */
export interface FileTargets {
  readonly targets: AsyncIterable<Written>;
  /** How much of it was given out, from 0 to 1; undefined where its end is not known, as in a pipe. */
  readonly share: () => number | undefined;
}

/** Opens `--file`; `-` is stdin. Ends early when the signal fires. @throws AppError usage.invalid where it cannot be read; the targets may throw that, too */
export function openTargets(file: string, reading: Reading, signal: AbortSignal): FileTargets {
  const stats = file === '-' ? undefined : statOf(file);
  let [bytes, begun, ahead] = [0, 0, 0];
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    // Whoever stops the sweep does not wait for the end of a pipe.
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
    const rows = rowsOf(textChunks(chunks()), (more) => {
      begun += 1;
      ahead = more;
    });
    for await (const row of rows) yield* writtenIn(row, reading);
  };
  const size = stats?.isFile() === true ? stats.size : undefined;
  // A file is read in pieces of thousands of lines.
  const share = (whole: number): number => Math.min(1, bytes / whole) * (begun === 0 ? 0 : begun / (begun + ahead));
  return { targets: targets(), share: () => (size === undefined || size === 0 ? undefined : share(size)) };
}

/** What a row comes to: at least one target, or what is wrong with it. */
function writtenIn(row: ListRow, reading: Reading): readonly Written[] {
  const { text, line, wrong, role, leftOut = [] } = row;
  if (wrong !== undefined)
    return [{ target: undefined, problem: addressProblem('address.invalid', text, wrong), line }];
  const {
    written,
    unused,
    leftOut: strangers,
  } = readWritten([text], line, role === undefined ? reading : { ...reading, role });
  if (written.length === 0) throw new Error(`line ${String(line)} of a list came to nothing`);
  const left = [...leftOut, ...unused, ...strangers.map(({ text: stranger, reason }) => `${stranger} (${reason})`)];
  return left.length === 0 ? written : written.map((one) => ({ ...one, leftOut: left }));
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
