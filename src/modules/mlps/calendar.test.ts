import { expect, test } from 'vitest';
import { addMonths, duesOf, type DueFacts } from './calendar.ts';
import { defaultRules } from './rules.ts';

const base: DueFacts = { state: 'running', level: 2, created_on: '2026-01-01', graded_on: '2026-01-10', online_on: '2026-01-05', certificate_number: '11010100001', issued_on: '2026-02-01', expires_on: '2029-02-01', form_edition: '2025', assessed_on: '2026-03-01', checked_on: '2026-03-01', repair_due: null };
const dues = (more: Partial<DueFacts>, today = '2026-06-01', rules = defaultRules) => Object.fromEntries(duesOf({ ...base, ...more }, rules, today).map((d) => [d.kind, d.due_on]));
test('months end where the month ends', () => {
  expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
  expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
});
test('assessment by level: two years by custom, a year, half a year', () => {
  expect(dues({})).toMatchObject({ assess: '2028-03-01', self_check: '2027-03-01', certificate: '2029-02-01' });
  expect(dues({ level: 3 })).toMatchObject({ assess: '2027-03-01', self_check: '2027-03-01' });
  expect(dues({ level: 4 })).toMatchObject({ assess: '2026-09-01', self_check: '2026-09-01' });
  expect(duesOf(base, defaultRules, '2026-06-01').find((d) => d.kind === 'assess')!.basis).toBe('custom');
  expect(dues({}, '2026-06-01', { ...defaultRules, assess_months_2: 0 })).not.toHaveProperty('assess');
});
test('filing thirty days after going online, or after grading where that came later; level 1 owes nothing', () => {
  expect(dues({ certificate_number: '', issued_on: null, expires_on: null })).toMatchObject({ file: '2026-02-09' });
  expect(dues({ certificate_number: '', issued_on: null, expires_on: null, graded_on: '2025-12-01' })).toMatchObject({ file: '2026-02-04' });
  expect(dues({ certificate_number: '', online_on: null, issued_on: null, expires_on: null, assessed_on: null, checked_on: null })).toEqual({});
  expect(dues({ level: 1, certificate_number: '', expires_on: null })).toEqual({});
  expect(dues({ state: 'cancelled' })).toEqual({});
});
test('what was filed on the forms before 2025 was to be filed anew by 2025-11-30', () => {
  const [first] = duesOf({ ...base, form_edition: 'earlier' }, defaultRules, '2026-01-01');
  expect(first).toMatchObject({ kind: 'refile', due_on: '2025-11-30', overdue: true, days: -32 });
});
test('ungraded counts from its entry; repairs by the earliest; soonest first', () => {
  expect(dues({ level: null, state: 'grading', certificate_number: '' })).toEqual({ grade: '2026-01-31' });
  const list = duesOf({ ...base, repair_due: '2026-05-01' }, defaultRules, '2026-06-01');
  expect(list[0]).toMatchObject({ kind: 'repair', overdue: true, days: -31 });
  expect(list.map((d) => d.due_on)).toEqual(list.map((d) => d.due_on).sort());
});
