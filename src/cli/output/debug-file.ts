import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';
import type { RunInfo } from './print-outcome.js';
import type { TraceWriter } from './trace.js';

/**
 * What was sent and received, for the vendor: JSON lines. A run's first line says which program it was, its last one
 * how it ended; where that is missing, the run was killed or the disk was full.
 */
interface DebugFile {
  readonly write: TraceWriter;
  end(exitCode: number): void;
}

/** What is there already is kept: the run that failed is worth more than the one after it. A pipe that nobody reads must not hold up the work. */
const APPENDED = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NONBLOCK;

/** Gives an error that names the file where it cannot be opened; nothing has been dialled by then. */
export function openDebugFile(
  path: string | undefined,
  run: RunInfo,
  version: string,
): DebugFile | AppError | undefined {
  if (path === undefined) return undefined;
  let descriptor: number;
  try {
    descriptor = openSync(path, APPENDED, 0o600);
  } catch (cause) {
    return usageError(
      'usage.invalid',
      `The file ${path} of --debug-file cannot be opened (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      ['Name a writable file, or omit --debug-file.'],
    );
  }
  let lost = false;
  const line = (content: object): void => {
    if (lost) return;
    const text = Buffer.from(`${JSON.stringify({ runId: run.runId, at: new Date().toISOString(), ...content })}\n`);
    lost = !writtenWhole(descriptor, text);
    // What happens to this file must change nothing else.
    if (lost)
      process.stderr.write(`The debug file ${path} could not be written. It ends here; the command continues.\n`);
  };
  line({ version, node: process.version, platform: `${process.platform}-${process.arch}`, command: run.command });
  return {
    write: (direction, text, ms) => {
      line({ ms, direction, text });
    },
    end: (exitCode) => {
      line({ ms: Math.round(monotonicMs() - run.startedAt), exitCode });
      closeQuietly(descriptor);
    },
  };
}

/** False where the disk is full. */
function writtenWhole(descriptor: number, text: Buffer): boolean {
  try {
    return writeSync(descriptor, text) === text.length;
  } catch {
    return false;
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // Some disks tell only now that they are full.
  }
}
