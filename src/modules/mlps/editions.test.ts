import { expect, test } from 'vitest';
import { editionFor, editionTable, judge } from './editions.ts';
import { ruleTable } from './rules.ts';

const t = { excellent: ruleTable.excellent.value, good: ruleTable.good.value, medium: ruleTable.medium.value, basic_2019: ruleTable.basic_2019.value, conform_rate: ruleTable.conform_rate.value, basic_rate: ruleTable.basic_rate.value };
const o = { score: null, rate: null, high_risks: 0, major_hazards: 0, problems: 0 };
test('the contract’s day chooses the edition', () => {
  expect(editionFor('2020-05-01')).toBe('2019');
  expect(editionFor('2021-06-18')).toBe('2021');
  expect(editionFor('2025-03-19')).toBe('2021');
  expect(editionFor('2025-03-20')).toBe('2025');
});
test('each edition ends in words of its own', () => {
  expect(editionTable[2021].conclusions).not.toContain('conform');
  expect(editionTable[2025]).toMatchObject({ score: 'none', conclusions: ['conform', 'basic', 'not_conform'] });
});
test('2021: 优 90, 良 80, 中 70, 差 below or with a high risk', () => {
  for (const [score, word] of [[90, 'excellent'], [89.99, 'good'], [80, 'good'], [70, 'medium'], [69.9, 'poor']] as const) expect(judge('2021', { ...o, score }, t), String(score)).toBe(word);
  expect(judge('2021', { ...o, score: 95, high_risks: 1 }, t)).toBe('poor');
  expect(judge('2021', o, t)).toBeNull();
});
test('2025: a major hazard decides alone, then the share; 2019: a high risk or too few points', () => {
  expect(judge('2025', { ...o, rate: 99, major_hazards: 1 }, t)).toBe('not_conform');
  expect(judge('2025', { ...o, rate: 60 }, t)).toBe('basic');
  expect(judge('2025', { ...o, rate: 59.9 }, t)).toBe('not_conform');
  expect(judge('2025', { ...o, rate: 95 }, t)).toBe('conform');
  expect(judge('2025', o, t)).toBeNull();
  expect(judge('2019', { ...o, problems: 3 }, t)).toBe('basic');
  expect(judge('2019', { ...o, high_risks: 1 }, t)).toBe('not_conform');
  expect(judge('2019', o, t)).toBe('conform');
});
