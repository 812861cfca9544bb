import { expect, test } from 'vitest';
import { degrees, harmed } from './contract.ts';
import { grade, levelOf, markOf, matrix, suggestFor } from './levels.ts';

test('the matrix is the standard’s: nine cells, rising with harm and with who suffers', () => {
  expect(harmed.map((h) => degrees.map((d) => matrix[h][d]))).toEqual([[1, 2, 2], [2, 3, 4], [3, 4, 5]]);
  for (const h of harmed) for (let i = 1; i < degrees.length; i++) expect(matrix[h][degrees[i]!]).toBeGreaterThanOrEqual(matrix[h][degrees[i - 1]!]);
  for (const d of degrees) for (let i = 1; i < harmed.length; i++) expect(matrix[harmed[i]!][d]).toBeGreaterThan(matrix[harmed[i - 1]!][d]);
});
test('a level is the highest cell hit; the system’s the higher of information and service', () => {
  expect(levelOf({})).toBeNull();
  expect(levelOf({ citizens: 'extreme', society: 'general' })).toBe(2);
  expect(levelOf({ citizens: 'general', society: 'serious' })).toBe(3);
  expect(levelOf({ state: 'extreme' })).toBe(5);
  expect(grade({ citizens: 'serious' }, { society: 'serious' })).toEqual({ s_level: 2, a_level: 3, level: 3 });
  expect(grade({ citizens: 'serious' }, {})).toBeNull();
  expect(markOf({ s_level: 2, a_level: 3, level: 3 })).toBe('S2A3G3');
  expect(markOf({ s_level: null, a_level: null, level: 2 })).toBe('');
});
test('the longest word of the guide decides, and a name it does not know has no suggestion', () => {
  const rows = [{ keywords: ['网站'], level: 2 }, { keywords: ['门户网站', '站群'], level: 3 }, { keywords: ['教务'], level: 2 }];
  expect(suggestFor('示例大学门户网站', rows)?.level).toBe(3);
  expect(suggestFor('学院网站', rows)?.level).toBe(2);
  expect(suggestFor('食堂报修', rows)).toBeUndefined();
});
