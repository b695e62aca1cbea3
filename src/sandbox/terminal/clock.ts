import { setImmediate, setTimeout } from 'node:timers/promises';
import type { LocalDateTime } from '../../posxml/fields.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A terminal shows wall-clock time and no zone. */
export function localTime(timeZone: string, offsetMs: number, now = Date.now()): LocalDateTime {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format.format(now + offsetMs).replace(' ', 'T');
}

/** Waits; with 0 ms it still lets everything that is due happen first. Rejects when aborted. */
export async function simulatedPause(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0) await setImmediate(undefined, signal ? { signal } : {});
  else await setTimeout(Math.min(ms, 2 ** 31 - 1), undefined, signal ? { signal } : {});
}

/** Waits until it is so, looking again and again: settings can be changed from outside at any moment. */
export async function waitUntil(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
  while (!isSo()) await simulatedPause(5, signal);
}
