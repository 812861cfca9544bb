import { expect, test } from 'vitest';
import { ledgers, optionsOf, type Ledger } from './ledgers.ts';

const common = new Set(['name', 'unit_id', 'operating_unit_id', 'using_unit_id', 'person', 'person_id', 'state', 'systems', 'note', 'records']);
test('every ledger can be a sheet: keys and titles once, none of the common ones, options where there is a choice', () => {
  for (const l of ledgers as readonly Ledger[]) {
    const keys = l.fields.map((f) => f.key);
    const titles = [l.name.zh, '主管单位', '运维单位', '使用单位', '责任人', '状态', '关联系统', '备注', ...l.fields.map((f) => f.zh)];
    expect(new Set(keys).size, l.key).toBe(keys.length);
    expect(new Set(titles).size, l.key).toBe(titles.length);
    expect(keys.filter((k) => common.has(k)), l.key).toEqual([]);
    for (const f of l.fields) {
      expect(f.key, l.key).toMatch(/^[a-z_]+$/);
      if (f.type === 'choice') expect(optionsOf(f).length, `${l.key}.${f.key}`).toBeGreaterThan(1);
      if (f.due) expect(f.type, `${l.key}.${f.key}`).toBe('date');
      expect(new Set(optionsOf(f).map((o) => o.zh)).size).toBe(optionsOf(f).length);
    }
  }
});
