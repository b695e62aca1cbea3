import { clockParts } from '../diagnosis/clock.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const ZONE_WORDS = 'All times are Estonian time.';

interface Shown {
  /** `25 Nov 2026` */
  readonly day: string;
  /** `04:10:28` */
  readonly time: string;
  /** `04:10` */
  readonly minute: string;
}

/** An instant as the clinic's clock shows it. @param at ISO 8601 */
export function shownTime(at: string): Shown {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return { day: 'unknown', time: 'unknown', minute: 'unknown' };
  const parts = clockParts(instant);
  const month = MONTHS[Number(parts.month) - 1] ?? '';
  const minute = `${parts.hour}:${parts.minute}`;
  return {
    day: `${String(Number(parts.day))} ${month} ${parts.year}`,
    minute,
    time: `${minute}:${parts.second}`,
  };
}

/** The clock's time alone where the day is the one that the reader has in mind, else with its day. @param day as of `shownTime` */
export function timeOn(day: string, at: string): string {
  const shown = shownTime(at);
  if (shown.day === day) return shown.time;
  const [year = ''] = day.split(' ').slice(-1);
  return `${shown.day.endsWith(year) ? shortDay(shown.day) : shown.day}, ${shown.time}`;
}

/** `25 Nov` */
export function shortDay(day: string): string {
  return day.split(' ').slice(0, 2).join(' ');
}

/** `from` to `until`, told once where they are the same second. */
export function spanOn(day: string, from: string, until: string): string {
  const [begin, end] = [timeOn(day, from), timeOn(shownTime(from).day, until)];
  return shownTime(from).time === shownTime(until).time && shownTime(from).day === shownTime(until).day
    ? begin
    : `${begin} to ${end}`;
}

/** The terminal's own clock, as it writes it: `2026-11-25T04:10:34`. */
export function terminalTime(shown: string): string {
  return shown.replace('T', ' ');
}

/** `14.02.2026 10:04` by Estonia's clock, which reads alike in the three languages. @param at ISO 8601 */
export function readerTime(at: string): string {
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return '-';
  const { day, month, year, hour, minute } = clockParts(instant);
  return `${day}.${month}.${year} ${hour}:${minute}`;
}
