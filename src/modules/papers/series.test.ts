import { expect, test } from 'vitest';
import { horizon, seriesDays } from './series.ts';

test('a series keeps its day of the month, or the last that the month has', () => {
  expect(seriesDays('2026-01-31', 'monthly', '2026-05-31')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  expect(seriesDays('2026-11-15', 'quarterly', '2027-05-14')).toEqual(['2026-11-15', '2027-02-15']);
  expect(seriesDays('2024-02-29', 'annual', '2026-12-31')).toEqual(['2024-02-29', '2025-02-28', '2026-02-28']);
  expect(seriesDays('2027-01-10', 'monthly', '2026-12-31')).toEqual([]);
});
test('a year is opened before it begins', () => {
  expect(horizon('2026-11-30')).toBe('2026-12-31');
  expect(horizon('2026-12-01')).toBe('2027-12-31');
});
