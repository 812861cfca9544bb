import { describe, expect, test } from 'vitest';
import { controls, controlsOf, controlTotals, scoreOf, type Verdict } from './controls.ts';

/** Points and requirements of each class, as the commentaries give them. */
const byClass: Record<string, [string, string, string, string]> = {
  安全物理环境: ['7/7', '10/15', '10/22', '10/24'], 安全通信网络: ['2/2', '3/4', '3/8', '3/11'], 安全区域边界: ['3/5', '6/11', '6/20', '6/21'], 安全计算环境: ['7/11', '10/23', '11/34', '11/36'], 安全管理中心: ['0/0', '2/4', '4/12', '4/13'],
  安全管理制度: ['1/1', '4/6', '4/7', '4/7'], 安全管理机构: ['3/3', '5/9', '5/14', '5/15'], 安全管理人员: ['4/4', '4/7', '4/12', '4/14'], 安全建设管理: ['7/9', '10/25', '10/34', '10/35'], 安全运维管理: ['8/13', '14/31', '14/48', '14/52'],
};
describe('GB/T 22239-2019', () => {
  test.each([1, 2, 3, 4])('level %i adds up to the published total', (level) => {
    const points = controlsOf(level).flatMap((c) => c.points);
    expect({ points: points.length, items: points.reduce((n, x) => n + x.items, 0) }).toEqual(controlTotals[level - 1]);
  });
  test('the totals are 42/55, 68/135, 71/211, 71/228', () => { expect(controlTotals.map((t) => `${t.points}/${t.items}`)).toEqual(['42/55', '68/135', '71/211', '71/228']); });
  test('and so does every class', () => {
    for (const c of controls) expect([0, 1, 2, 3].map((i) => `${c.points.filter((x) => x.items[i]! > 0).length}/${c.points.reduce((n, x) => n + x.items[i]!, 0)}`), c.name).toEqual(byClass[c.name]);
    expect(controls.map((c) => c.name)).toEqual(Object.keys(byClass));
  });
  test('every point has a key of its own and says what it asks', () => {
    const all = controls.flatMap((c) => c.points);
    expect(new Set(all.map((x) => x.key)).size).toBe(all.length);
    expect(all.filter((x) => x.asks.length < 8 || !x.key.includes('.'))).toEqual([]);
  });
});
test('a score weighs points by their requirements and leaves out what does not apply', () => {
  const points = controlsOf(1).flatMap((c) => c.points);
  const all = (v: Verdict) => new Map(points.map((x) => [x.key, v]));
  expect(scoreOf(1, all('yes'))).toMatchObject({ points: 42, answered: 42, score: 100 });
  expect(scoreOf(1, all('part')).score).toBe(50);
  expect(scoreOf(1, all('na')).score).toBeNull();
  expect(scoreOf(1, new Map())).toMatchObject({ answered: 0, score: null });
  const one = all('yes');
  one.set('boundary.access', 'no');
  expect(scoreOf(1, one).score).toBe(Math.round(((55 - 3) / 55) * 1000) / 10);
  expect(scoreOf(1, new Map([['not.there', 'no' as const]])).answered).toBe(0);
});
