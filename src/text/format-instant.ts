const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** What Estonia's clocks show, which are the clinic's, on whichever computer. */
const FORMAT: Intl.DateTimeFormatOptions = {
  timeZone: 'Europe/Tallinn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
};

/** An instant as a person reads it, in Estonia's time: `today 14:05`, `25 Nov 14:05`, `25 Nov 2025`. @param at, now epoch milliseconds */
export function formatInstant(at: number, now: number): string {
  if (Number.isNaN(at)) return 'at an unknown time';
  const [then, today] = [partsOf(at), partsOf(now)];
  const day = `${String(Number(then.day))} ${MONTHS[Number(then.month) - 1] ?? ''}`;
  if (then.year !== today.year) return `${day} ${then.year}`;
  const time = `${then.hour}:${then.minute}`;
  return then.day === today.day && then.month === today.month ? `today ${time}` : `${day} ${time}`;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute';

function partsOf(instant: number): Readonly<Record<Part, string>> {
  return Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', FORMAT).formatToParts(instant).map(({ type, value }) => [type, value]),
  ) as Record<Part, string>;
}
