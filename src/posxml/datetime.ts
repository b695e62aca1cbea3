import type { LocalDateTime } from './fields.js';

const WIRE = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})$/;

/** Reads `DD.MM.YYYY HH:MM:SS`; undefined if it is no such date. */
export function readDateTime(wire: string): LocalDateTime | undefined {
  const trimmed = wire.trim();
  const local = trimmed.replace(WIRE, '$3-$2-$1T$4');
  return local !== trimmed && isLocalDateTime(local) ? local : undefined;
}

/**
 * Writes `DD.MM.YYYY HH:MM:SS`.
 * @throws RangeError for what is no local date-time.
 */
export function writeDateTime(local: LocalDateTime): string {
  if (!isLocalDateTime(local)) throw new RangeError('this is no local date-time');
  return local.replace(LOCAL, '$3.$2.$1 $4');
}

/** True for a calendar date-time that exists: 30 February does not. */
export function isLocalDateTime(value: string): boolean {
  if (!LOCAL.test(value)) return false;
  const instant = new Date(`${value}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}
