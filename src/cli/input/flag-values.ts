import { readRoute } from '../../connection/net/parse-proxy.js';
import type { Route } from '../../model/endpoint.js';
import { usageError } from '../../contract/app-error.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Reads `500ms`, `5s` or `2m` into milliseconds. @throws AppError usage.invalid */
export function readDuration(
  text: string,
  flag: string,
  range: { readonly min: number; readonly max: number },
): number {
  const match = /^(\d{1,7})(ms|s|m)$/.exec(text.trim());
  const ms = match ? Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0) : undefined;
  if (ms === undefined)
    throw usageError('usage.invalid', `${flag} ${quote(text)} is not a duration.`, ['Write it like 500ms, 5s or 2m.']);
  if (ms < range.min || ms > range.max) {
    throw usageError('usage.invalid', `${flag} ${text} is out of range.`, [
      `Use a value from ${writeDuration(range.min)} to ${writeDuration(range.max)}.`,
    ]);
  }
  return ms;
}

/** What flags of these kinds may hold. The wire carries a card's time in whole seconds, three digits; 0 would wait for ever. */
export const RANGES = {
  timeout: { min: 50, max: 600_000 },
  cardTimeout: { min: 5000, max: 300_000 },
  concurrency: { min: 1, max: 4096 },
};

export function writeDuration(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${String(ms / 60_000)}m`;
  return ms >= 1000 && ms % 1000 === 0 ? `${String(ms / 1000)}s` : `${String(Math.round(ms))}ms`;
}

/** The most that a test may charge. A test is reversed immediately, but a lost reply must never be expensive. */
const MAX_AMOUNT_CENTS = 500;

/** Reads `0.01` into integer cents. @throws AppError usage.invalid */
export function readAmount(text: string, flag: string): number {
  const match = /^(\d{1,6})\.(\d{2})$/.exec(text.trim());
  if (!match)
    throw usageError('usage.invalid', `${flag} ${quote(text)} is not an amount.`, [
      'Write it in euros with two decimals, like 0.01.',
    ]);
  const cents = Number(match[1]) * 100 + Number(match[2]);
  if (cents < 1 || cents > MAX_AMOUNT_CENTS) {
    throw usageError('usage.invalid', `${flag} ${text} is out of range.`, ['Use an amount from 0.01 to 5.00.']);
  }
  return cents;
}

/** Reads a whole number. @throws AppError usage.invalid */
export function readCount(text: string, flag: string, range: { readonly min: number; readonly max: number }): number {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw usageError('usage.invalid', `${flag} ${quote(text)} is not valid.`, [
    `Use a whole number from ${String(range.min)} to ${String(range.max)}.`,
  ]);
}

/** Reads where a proxy is. @param name the flag or setting that it came from @throws AppError usage.invalid */
export function readProxy(text: string, name: string): Route {
  const reading = readRoute(text);
  if (reading.ok) return reading.route;
  throw usageError('usage.invalid', `${name} is not valid: ${reading.reason}.`, [
    'Write it like socks5://host:port or http://host:port.',
  ]);
}

export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Reads `I/N`, the I-th of N parts. @throws AppError usage.invalid */
export function readShard(text: string): Shard {
  const match = /^(\d{1,4})\/(\d{1,4})$/.exec(text.trim());
  const shard = { index: Number(match?.[1]), of: Number(match?.[2]) };
  if (match && shard.of >= 1 && shard.index >= 1 && shard.index <= shard.of) return shard;
  throw usageError('usage.invalid', `--shard ${quote(text)} is not valid.`, [
    'Write it like 1/4: the first of four parts.',
  ]);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
