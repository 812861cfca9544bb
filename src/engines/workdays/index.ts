export { makeCalendar, type Calendar, type Term } from './calendar.ts';
export { addDays, isDate } from './day-number.ts';
export { builtInCalendar, builtInYears, type CalendarDay } from './holidays.ts';
export { instances, type Period, type Recurrence } from './periods.ts';
