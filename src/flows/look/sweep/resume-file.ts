import { createReadStream, statSync, truncateSync } from 'node:fs';
import { usageError } from '../../../contract/app-error.js';
import { EXIT } from '../../../contract/exit.js';
import type { ExitCode } from '../../../contract/exit.js';
import type { TargetLine } from '../../../contract/lines.js';
import { fileError } from '../../../cli/input/readable-file.js';
import type { Counted } from '../tally.js';

/** What an interrupted sweep has seen, as its own lines tell it. */
export interface FormerResults {
  /** One of what was seen of this target, and not taken yet. */
  take(target: string): Counted | undefined;
}

const NEWLINE = 0x0a;
/** A whole terminal is a few thousand bytes. */
const LONGEST = 1_048_576;

/** How lines of ours begin, piece by piece; what was torn ends anywhere in it or behind it. */
const BEGINNINGS: readonly (readonly [string, RegExp, string])[] = [
  ['{"target":"', /^(?:[^"\\]|\\.)*(?:\\$)?/, '","line":'],
  ['{"summary":{"targets":', /^\d*/, ',"ok":'],
];

/**
 * Reads the lines of a former sweep, and cuts off what was torn and what told of its end: what comes now continues there.
 * @throws AppError usage.invalid for a file that is no such thing, which is left as it is
 */
export async function readFormer(file: string, command: string): Promise<FormerResults> {
  const seen = createResults();
  let [line, end, keep] = [0, 0, 0];
  for await (const { bytes, whole } of recordsOf(file)) {
    line += 1;
    end += bytes.length;
    const one = recordIn(bytes);
    if (one === undefined && (whole || !isTornLine(bytes, keep > 0))) throw notOurs(file, line, command);
    if (!whole || one === undefined || 'summary' in one) continue;
    if (one.command !== command) throw notOurs(file, line, command);
    seen.add(one.target, { exit: one.exitCode as ExitCode, codes: one.diagnoses.map(({ code }) => code), error: null });
    keep = end;
  }
  if (keep < end) cutOff(file, keep, end);
  return seen;
}

/** Anyone else who has written to it meanwhile is not cut. */
function cutOff(file: string, keep: number, end: number): void {
  if (statSync(file).size !== end)
    throw usageError('usage.invalid', `${file} was changed while it was read.`, [
      'Wait until the other command has ended, or name a new file.',
    ]);
  truncateSync(file, keep);
}

/**
 * Whether a line that does not end was torn from a sweep's: it begins as one, and is nothing that is whole by itself.
 * @param behindOurs a loss of power leaves zeros behind what was written
 */
function isTornLine(bytes: Buffer, behindOurs: boolean): boolean {
  const text = bytes.toString('utf8');
  if (isJson(text)) return false;
  if (BEGINNINGS.some((pieces) => beginsAs(text, pieces))) return true;
  return behindOurs && bytes.every((byte) => byte === 0);
}

function beginsAs(text: string, [before, value, behind]: (typeof BEGINNINGS)[number]): boolean {
  if (!text.startsWith(before)) return before.startsWith(text);
  const rest = text.slice(before.length).replace(value, '');
  return rest.startsWith(behind) || behind.startsWith(rest);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A million targets have a few hundred different results: each of those is held once. Most targets stand in a list once. */
function createResults(): FormerResults & { add(target: string, result: Counted): void } {
  const kinds = new Map<string, Counted>();
  const [first, repeated] = [new Map<string, Counted>(), new Map<string, Counted[]>()];
  const held = (result: Counted): Counted => {
    const kind = [result.exit, ...result.codes].join(' ');
    const known = kinds.get(kind) ?? result;
    kinds.set(kind, known);
    return known;
  };
  return {
    add(target, result) {
      const others = repeated.get(target);
      if (others) others.push(held(result));
      else if (first.has(target)) repeated.set(target, [held(result)]);
      else first.set(target, held(result));
    },
    take(target) {
      const other = repeated.get(target)?.pop();
      if (other) return other;
      const one = first.get(target);
      first.delete(target);
      return one;
    },
  };
}

async function* recordsOf(file: string): AsyncGenerator<{ readonly bytes: Buffer; readonly whole: boolean }> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isFile())
    throw usageError('usage.invalid', `${file} is no file, so nothing can be added to it.`, [NAME_ANOTHER]);
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let bytes = Buffer.concat([rest, chunk]);
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE)) {
        yield { bytes: bytes.subarray(0, at + 1), whole: true };
        bytes = bytes.subarray(at + 1);
      }
      rest = Buffer.from(bytes);
      if (rest.length > LONGEST) break;
    }
  } catch (cause) {
    throw fileError(file, cause);
  }
  if (rest.length > 0) yield { bytes: rest, whole: rest.length > LONGEST };
}

function recordIn(bytes: Buffer): TargetLine | { readonly summary: unknown } | undefined {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Partial<TargetLine> | { readonly summary: unknown };
    if ('summary' in value) return isSummary(value.summary) ? value : undefined;
    const isLine =
      typeof value.target === 'string' && typeof value.exitCode === 'number' && Array.isArray(value.diagnoses);
    return isLine && (Object.values(EXIT) as readonly number[]).includes(value.exitCode ?? -1)
      ? (value as TargetLine)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSummary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const counts = value as Readonly<Record<string, unknown>>;
  return ['targets', 'ok', 'failed', 'exitCode'].every((name) => typeof counts[name] === 'number');
}

const NAME_ANOTHER = 'Name the file of the interrupted command, or a new file.';

function notOurs(file: string, line: number, command: string): Error {
  return usageError('usage.invalid', `Line ${String(line)} of ${file} is no line of \`terminal ${command} --jsonl\`.`, [
    NAME_ANOTHER,
  ]);
}
