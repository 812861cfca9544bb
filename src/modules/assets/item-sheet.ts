import type { TableColumn } from '../../engines/tables/index.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { listItems, type ItemFilter } from './item-queries.ts';
import { createItem, shownValue, updateItem, type ItemFields } from './keep-item.ts';
import { itemStateNames, ledgerOf, optionsOf, type itemStates, type LedgerKey } from './ledgers.ts';
import { visibleSystems } from './queries.ts';
import { writeSheet, type SheetSpec } from './sheet-round-trip.ts';

/** A sheet of any ledger: its own fields between what all have. */
const shapeOf = (key: LedgerKey) => {
  const l = ledgerOf(key);
  const columns: TableColumn[] = [
    { key: 'name', title: l.name.zh, width: 28, required: true }, { key: 'unit_id', title: '主管单位', width: 24, required: true }, ...(l.three ? [{ key: 'operating_unit_id', title: '运维单位', width: 24 }, { key: 'using_unit_id', title: '使用单位', width: 24 }] : []), { key: 'person', title: '责任人', width: 14, note: '姓名。同名时写成“姓名（工号）”' },
    ...l.fields.map((f): TableColumn => ({ key: f.key, title: f.zh, width: f.type === 'long' ? 36 : f.type === 'text' ? 20 : 14, ...(f.required && { required: true }), ...(f.type === 'date' && { kind: 'date' }), ...(optionsOf(f).length && { options: optionsOf(f).map((o) => o.zh) }) })),
    { key: 'state', title: '状态', width: 10, options: Object.values(itemStateNames) }, { key: 'systems', title: '关联系统', width: 30, note: '系统名称，多个用顿号隔开' }, { key: 'note', title: '备注', width: 30 },
  ];
  return { title: l.zh, columns, units: ['unit_id', 'operating_unit_id', 'using_unit_id'] };
};

export async function exportItems(db: Reader, actor: Actor, key: LedgerKey, f: ItemFilter, template: boolean) {
  const l = ledgerOf(key);
  const items = template ? [] : (await listItems(db, actor, key, { ...f, page: 1, size: 100_000 })).items;
  return writeSheet(db, actor, shapeOf(key), template, (unit) => items.map((i) => ({
    ...Object.fromEntries(l.fields.map((x) => [x.key, shownValue(x, i.fields[x.key])])), name: i.name, unit_id: unit(i.unit_id), operating_unit_id: unit(i.operating_unit_id), using_unit_id: unit(i.using_unit_id), person: i.person_name ?? '', state: itemStateNames[i.state], systems: i.systems.map((s) => s.name).join('、'), note: i.note,
  })));
}

export async function itemSheet(db: Reader, actor: Actor, key: LedgerKey): Promise<SheetSpec<ItemFields>> {
  const l = ledgerOf(key);
  const systems = Map.groupBy(await visibleSystems(db, actor).select(['s.id', 's.name', 's.unit_id']).where('s.state', '!=', 'cancelled').execute(), (s) => s.name.toLowerCase());
  return {
    key, ...shapeOf(key),
    known: (reader) => reader.selectFrom('ledger_item').select(['id', 'name', 'unit_id']).where('ledger', '=', key).where('state', '!=', 'retired').execute(),
    read: (row) => {
      const { has, text } = row;
      const unitId = row.unit('unit_id');
      const fields: Record<string, string> = {};
      for (const f of l.fields) {
        if (!has(f.key)) continue;
        const value = optionsOf(f).find((o) => o.zh === text(f.key))?.key ?? text(f.key);
        fields[f.key] = value;
      }
      const linked = has('systems') ? text('systems').split(/[、,，;；\n]+/).map((s) => s.trim()).filter(Boolean).flatMap((name) => {
        const called = systems.get(name.toLowerCase()) ?? [];
        const one = called.length === 1 ? called[0] : called.find((s) => s.unit_id === unitId);
        if (!one) row.say('systems', called.length ? `有 ${called.length} 个系统叫“${name}”` : `没有“${name}”这个系统`);
        return one ? [one.id] : [];
      }) : undefined;
      return {
        fields, ...(l.three && has('operating_unit_id') && { operating_unit_id: row.unit('operating_unit_id') ?? null }), ...(l.three && has('using_unit_id') && { using_unit_id: row.unit('using_unit_id') ?? null }), ...(has('person') && { person_id: row.person('person', unitId) ?? null }),
        ...(text('state') && { state: (Object.keys(itemStateNames) as (typeof itemStates)[number][]).find((k) => itemStateNames[k] === text('state'))! }), ...(linked && { systems: linked }), ...(has('note') && { note: text('note') }),
      };
    },
    current: async (reader, ids) => {
      const wanted = new Set(ids);
      const { items } = await listItems(reader, actor, key, { page: 1, size: 1_000_000 });
      return new Map(items.filter((i) => wanted.has(i.id)).map((i) => [i.id, { version: i.version, fields: { ...i, systems: i.systems.map((s) => s.id) } }]));
    },
    create: (tx, f) => createItem(tx, actor, key, f),
    update: (tx, id, f) => updateItem(tx, actor, id, f),
  };
}
