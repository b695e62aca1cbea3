import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Milliseconds. */
export interface Took {
  readonly wall: number;
  /** Of the program and the programs that it started. */
  readonly cpu: number;
}

/** bash tells what a program took to the millisecond, and measures nothing of its own start. */
const SCRIPT = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&4; } 2>&3';

/**
 * Runs a program whose output is read from pipes, as a script would.
 * @throws Error for an exit status that is not expected
 */
export async function timed(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  status: number,
): Promise<Took> {
  const child = spawn('bash', ['-c', SCRIPT, 'bash', ...command], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
  });
  const [, , , times, stderr] = child.stdio as unknown as readonly NodeJS.ReadableStream[];
  const [told, said] = [text(times as NodeJS.ReadableStream), text(stderr as NodeJS.ReadableStream)];
  child.stdout?.resume();
  const [ended] = (await once(child, 'close')) as [number | null];
  if (ended !== status)
    throw new Error(`${command.join(' ')} ended with ${String(ended)}, not ${String(status)}:\n${await said}`);
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = (await told)
    .trim()
    .split(' ')
    .map((seconds) => Number(seconds) * 1000);
  return { wall, cpu: user + system };
}
