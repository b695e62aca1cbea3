const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** An instant as a person reads it, in this machine's time: `today 14:05`, `25 Nov 14:05`, `25 Nov 2025`. @param at, now epoch milliseconds */
export function formatInstant(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (Number.isNaN(then.getTime())) return 'at an unknown time';
  const day = `${String(then.getDate())} ${MONTHS[then.getMonth()] ?? ''}`;
  if (then.getFullYear() !== today.getFullYear()) return `${day} ${String(then.getFullYear())}`;
  const time = [then.getHours(), then.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  return then.toDateString() === today.toDateString() ? `today ${time}` : `${day} ${time}`;
}
