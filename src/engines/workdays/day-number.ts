/** Dates as whole days since 1970-01-01. `Date.UTC` only: no local time zone can shift a day. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True for a real day written YYYY-MM-DD (2026-02-30 is not one). Years 1000–9999. */
export function isDate(text: string): boolean {
  const parts = SHAPE.exec(text);
  if (!parts || Number(parts[1]) < 1000) return false;
  return dateOf(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY_MS) === text;
}

/** Throws RangeError for anything that is not a real day. */
export function dayNumber(date: string): DayNumber {
  if (!isDate(date)) throw new RangeError(`not a date: ${JSON.stringify(date)}`);
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

export function dateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Monday is 0, Sunday is 6. 1970-01-01 was a Thursday. */
export function weekday(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function addDays(date: string, days: number): string {
  if (!Number.isSafeInteger(days)) throw new RangeError(`not a number of days: ${days}`);
  const sum = dayNumber(date) + days;
  if (sum < FIRST_DAY || sum > LAST_DAY) throw new RangeError(`outside the calendar: ${date} + ${days}`);
  return dateOf(sum);
}

export const FIRST_DAY = Date.UTC(1000, 0, 1) / DAY_MS;
export const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS;
