import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, builtInCalendar, builtInYears, instances, isDate, makeCalendar, type Recurrence } from './index.ts';
import { dateOf, dayNumber } from './day-number.ts';

const calendar = makeCalendar();
const someDate = fc.integer({ min: dayNumber('2004-01-01'), max: dayNumber('2040-12-31') }).map(dateOf);

describe('calendar', () => {
  test('knows the arrangement of 2026: National Day off, its substitute Saturday worked', () => {
    expect(calendar.isWorkday('2026-10-01')).toBe(false);
    expect(calendar.isWorkday('2026-10-07')).toBe(false);
    expect(calendar.isWorkday('2026-10-10')).toBe(true); // a Saturday
    expect(calendar.nameOf('2026-10-10')).toBe('国庆节调休上班');
    expect(calendar.isWorkday('2026-11-20')).toBe(true);
    expect(calendar.isWorkday('2026-11-21')).toBe(false);
    expect(calendar.nameOf('2026-11-21')).toBeUndefined();
  });

  test('counts a term from the day after, over the holiday', () => {
    expect(calendar.dueAfter('2026-09-30', { value: 1, unit: 'working_day' })).toBe('2026-10-08');
    expect(calendar.dueAfter('2026-09-30', { value: 3, unit: 'working_day' })).toBe('2026-10-10');
    expect(calendar.dueAfter('2026-09-30', { value: 3, unit: 'calendar_day' })).toBe('2026-10-03');
    expect(calendar.addWorkdays('2026-10-08', -1)).toBe('2026-09-30');
    expect(calendar.workdayFrom('2026-10-03')).toBe('2026-10-08');
    expect(calendar.addWorkdays('2026-10-03', 0)).toBe('2026-10-03');
  });

  test('warns of years without an arrangement, and counts only the fixed holidays there', () => {
    expect(calendar.missingYears('2025-05-01', '2028-01-01')).toEqual([2027, 2028]);
    expect(calendar.missingYears('2026-01-01', '2026-12-31')).toEqual([]);
    expect(calendar.isWorkday('2027-01-01')).toBe(false); // a Friday, 元旦 by law
    expect(calendar.isWorkday('2027-02-08')).toBe(true); // 春节 of 2027 is not arranged yet
  });

  test('an override wins, and National Day among the overrides makes a year known', () => {
    const own = makeCalendar([
      { date: '2026-11-20', kind: 'holiday', name: '校庆' },
      { date: '2026-10-01', kind: 'workday', name: '值班' },
      { date: '2027-10-01', kind: 'holiday', name: '国庆节' },
    ], [2028]);
    expect(own.isWorkday('2026-11-20')).toBe(false);
    expect(own.nameOf('2026-11-20')).toBe('校庆');
    expect(own.isWorkday('2026-10-01')).toBe(true);
    expect(own.missingYears('2027-01-01', '2029-01-01')).toEqual([2029]);
    expect(own.isWorkday('2027-01-01')).toBe(true); // a known year holds exactly what it was given
  });

  test('the shipped data are sorted days of their year, and callers cannot change them', () => {
    expect(builtInYears.at(-1)).toBe(2026);
    for (const year of builtInYears) {
      const days = builtInCalendar(year).map((day) => day.date);
      expect(days).toEqual([...new Set(days)].sort());
      expect(days.every((date) => isDate(date) && date.startsWith(`${year}-`))).toBe(true);
    }
    builtInCalendar(2026)[0]!.kind = 'workday';
    expect(builtInCalendar(2026)[0]!.kind).toBe('holiday');
    expect(builtInCalendar(2027)).toEqual([]);
  });

  test('workdaysBetween is the inverse of addWorkdays', () => {
    fc.assert(fc.property(someDate, fc.integer({ min: -300, max: 300 }), (date, n) => {
      const there = calendar.addWorkdays(date, n);
      expect(calendar.workdaysBetween(date, there)).toBe(n);
      expect(n === 0 || calendar.isWorkday(there)).toBe(true);
    }));
  });

  test('terms add up, and a longer term never ends earlier', () => {
    fc.assert(fc.property(someDate, fc.nat(60), fc.nat(60), (date, a, b) => {
      expect(calendar.addWorkdays(calendar.addWorkdays(date, a), b)).toBe(calendar.addWorkdays(date, a + b));
      expect(calendar.addWorkdays(date, a) <= calendar.addWorkdays(date, a + b)).toBe(true);
      expect(calendar.addDays(calendar.addDays(date, a), -a)).toBe(date);
    }));
  });

  test('refuses what is not a date, and does not run past the calendar', () => {
    for (const bad of ['', '2026-02-30', '2026-2-3', '2026/02/03', '0026-01-01', '2026-01-01T00:00', 'x']) {
      expect(isDate(bad)).toBe(false);
      expect(() => calendar.isWorkday(bad)).toThrow(RangeError);
    }
    expect(isDate('2028-02-29')).toBe(true);
    expect(() => makeCalendar([{ date: '2026-13-01', kind: 'holiday', name: '' }])).toThrow(RangeError);
    expect(() => calendar.addWorkdays('9999-12-30', 30)).toThrow(RangeError);
    expect(() => calendar.addWorkdays('2026-01-01', 1.5)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });
});

describe('periods', () => {
  test('labels', () => {
    expect(instances('weekly', '2026-03-16', '2026-03-23').map((p) => p.label)).toEqual(['第12周（3月16日—3月22日）', '第13周（3月23日—3月29日）']);
    expect(instances('weekly', '2027-01-01', '2027-01-04').map((p) => p.label)).toEqual(['第53周（12月28日—1月3日）', '第1周（1月4日—1月10日）']);
    expect(instances('monthly', '2026-03-05', '2026-05-02')).toEqual([
      { label: '2026年3月', start: '2026-03-05', end: '2026-03-31' },
      { label: '2026年4月', start: '2026-04-01', end: '2026-04-30' },
      { label: '2026年5月', start: '2026-05-01', end: '2026-05-02' },
    ]);
    expect(instances('quarterly', '2026-03-05', '2027-01-01').map((p) => p.label)).toEqual(['2026年第一季度', '2026年第二季度', '2026年第三季度', '2026年第四季度', '2027年第一季度']);
    expect(instances('semiannual', '2026-06-30', '2026-07-01').map((p) => p.label)).toEqual(['2026年上半年', '2026年下半年']);
    expect(instances('annual', '2026-06-30', '2028-01-01').map((p) => p.label)).toEqual(['2026年', '2027年', '2028年']);
    expect(instances('monthly', '2026-05-02', '2026-05-01')).toEqual([]);
  });

  test('periods cover the range without gap or overlap, for every recurrence', () => {
    const recurrence = fc.constantFrom<Recurrence>('weekly', 'monthly', 'quarterly', 'semiannual', 'annual');
    fc.assert(fc.property(recurrence, someDate, fc.nat(900), (kind, start, length) => {
      const end = addDays(start, length);
      const list = instances(kind, start, end);
      expect(list[0]?.start).toBe(start);
      expect(list.at(-1)?.end).toBe(end);
      for (const [i, period] of list.entries()) {
        expect(period.start <= period.end).toBe(true);
        if (i > 0) expect(period.start).toBe(addDays(list[i - 1]!.end, 1));
      }
      expect(new Set(list.map((p) => p.label)).size).toBe(list.length);
    }));
  });
});
