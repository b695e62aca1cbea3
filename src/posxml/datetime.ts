import type { LocalDateTime } from './fields.js';

const WIRE = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})$/;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;

/** Reads `DD.MM.YYYY HH:MM:SS`; undefined if it is no such date. */
export function readDateTime(wire: string): LocalDateTime | undefined {
  const match = WIRE.exec(wire.trim());
  if (!match) return undefined;
  const [, day, month, year, hour, minute, second] = match;
  const local = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
  return isLocalDateTime(local) ? local : undefined;
}

/** Writes `DD.MM.YYYY HH:MM:SS`. Throws a RangeError for what is no local date-time. */
export function writeDateTime(local: LocalDateTime): string {
  const match = LOCAL.exec(local);
  if (!match || !isLocalDateTime(local)) throw new RangeError(`not a local date-time: ${local}`);
  const [, year, month, day, hour, minute, second] = match;
  return `${day ?? ''}.${month ?? ''}.${year ?? ''} ${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
}

/** True for a calendar date-time that exists: 30 February does not. */
export function isLocalDateTime(value: string): boolean {
  if (!LOCAL.test(value)) return false;
  const instant = new Date(`${value}Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}
