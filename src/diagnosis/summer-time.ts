const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Estonia has kept it since; how long it will, is not known. */
const FIRST_YEAR = 2002;
const LAST_YEAR = 2037;
const [MARCH, OCTOBER] = [2, 9];

/** Whether directive 2000/84/EC tells the summer time of an instant. Epoch milliseconds. */
export function isDstRuleKnown(instant: number): boolean {
  const year = new Date(instant).getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

/** From the last Sunday of March, 01:00 UTC, to that of October: everywhere in the Union at the same instant. */
export function isSummer(instant: number): boolean {
  const year = new Date(instant).getUTCFullYear();
  return instant >= lastSunday(year, MARCH) + HOUR && instant < lastSunday(year, OCTOBER) + HOUR;
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31);
  return last - new Date(last).getUTCDay() * DAY;
}
