import { addDays, dateOf, dayNumber, FIRST_DAY, isDate, LAST_DAY, weekday, type DayNumber } from './day-number.ts';
import { builtInCalendar, builtInYears, FIXED_HOLIDAYS, type CalendarDay } from './holidays.ts';

/** 期限: so many working or calendar days. */
export type Term = { value: number; unit: 'working_day' | 'calendar_day' };

export type Calendar = {
  isWorkday(date: string): boolean;
  /** Why a day is special, e.g. 春节 or 国庆节调休上班; undefined for an ordinary day. */
  nameOf(date: string): string | undefined;
  /** The n-th working day after the date (before it when n < 0). n = 0 gives the date itself. */
  addWorkdays(date: string, n: number): string;
  addDays(date: string, n: number): string;
  /** Working days after `a` up to and including `b`; negative when b < a. Inverse of addWorkdays. */
  workdaysBetween(a: string, b: string): number;
  /** The first day is the day after: 3 working days from Monday end on Thursday. */
  dueAfter(date: string, term: Term): string;
  /** The date itself when it is a working day, else the next one. */
  workdayFrom(date: string): string;
  /** Years in [from, to] without an official arrangement: deadlines there are only Monday–Friday and the fixed holidays of the law. */
  missingYears(from: string, to: string): number[];
};

/**
 * The shipped arrangements with the organisation's own days on top (an override wins on its date).
 * A year is known when shipped, when listed in `knownYears`, or when the overrides give its National Day (every arrangement has it).
 * Throws RangeError for an override whose date is not a day.
 */
export function makeCalendar(overrides: readonly CalendarDay[] = [], knownYears: readonly number[] = []): Calendar {
  const known = new Set<number>([...builtInYears, ...knownYears]);
  const own = new Map<DayNumber, CalendarDay>();
  for (const day of overrides) {
    own.set(dayNumber(day.date), day);
    if (day.kind === 'holiday' && day.date.endsWith('-10-01')) known.add(Number(day.date.slice(0, 4)));
  }
  const shipped = new Map<DayNumber, CalendarDay>();
  for (const year of builtInYears) for (const day of builtInCalendar(year)) shipped.set(dayNumber(day.date), day);

  function exception(day: DayNumber): CalendarDay | undefined {
    const found = own.get(day) ?? shipped.get(day);
    if (found) return found;
    const date = dateOf(day);
    const name = known.has(Number(date.slice(0, 4))) ? undefined : FIXED_HOLIDAYS[date.slice(5)];
    return name === undefined ? undefined : { date, kind: 'holiday', name };
  }
  function works(day: DayNumber): boolean {
    const special = exception(day);
    return special ? special.kind === 'workday' : weekday(day) < 5;
  }
  function addWorkdays(date: string, n: number): string {
    if (!Number.isSafeInteger(n)) throw new RangeError(`not a number of days: ${n}`);
    let day = dayNumber(date);
    const step = n < 0 ? -1 : 1;
    for (let left = Math.abs(n); left > 0; ) {
      day += step;
      if (day < FIRST_DAY || day > LAST_DAY) throw new RangeError(`outside the calendar: ${date} + ${n}`);
      if (works(day)) left -= 1;
    }
    return dateOf(day);
  }
  function workdaysBetween(a: string, b: string): number {
    const [from, to] = [dayNumber(a), dayNumber(b)];
    let count = 0;
    if (from <= to) for (let day = from + 1; day <= to; day += 1) count += works(day) ? 1 : 0;
    else for (let day = to; day < from; day += 1) count -= works(day) ? 1 : 0;
    return count;
  }
  return {
    isWorkday: (date) => works(dayNumber(date)),
    nameOf: (date) => exception(dayNumber(date))?.name,
    addWorkdays,
    addDays,
    workdaysBetween,
    dueAfter: (date, term) => (term.unit === 'working_day' ? addWorkdays(date, term.value) : addDays(date, term.value)),
    workdayFrom: (date) => (works(dayNumber(date)) ? date : addWorkdays(date, 1)),
    missingYears(from, to) {
      if (!isDate(from) || !isDate(to)) throw new RangeError(`not a date: ${from}, ${to}`);
      const years: number[] = [];
      for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) if (!known.has(year)) years.push(year);
      return years;
    },
  };
}
