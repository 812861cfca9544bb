import { afterEach, expect, test } from 'vitest';
import { dateOf, daysBetween, hourOf, moveClockTo, today } from './clock.ts';

afterEach(() => moveClockTo(undefined));
test('a day begins at midnight in Shanghai, whatever form the instant has', () => {
  expect(dateOf('2026-11-20T15:59:59.999Z')).toBe('2026-11-20');
  expect(dateOf('2026-11-20T16:00:00.000Z')).toBe('2026-11-21');
  expect(dateOf(new Date('2026-12-31T16:30:00Z'))).toBe('2027-01-01');
  expect(dateOf('1988-06-30T15:30:00Z')).toBe('1988-07-01'); // summer time then
  expect(() => dateOf('no day')).toThrow(RangeError);
  expect(hourOf(new Date('2026-11-20T16:30:00Z'))).toBe(0);
});
test('today follows the clock', () => {
  moveClockTo(new Date('2026-11-20T17:00:00Z'));
  expect(today()).toBe('2026-11-21');
});
test('days between dates do not stumble over months or years', () => {
  expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
  expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2);
});
