import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { createUnit } from './create-unit.ts';
import { nameKey } from './name-key.ts';
import { kindOf, readUnitLines, type UnitLine } from './unit-lines.ts';

defineErrors({
  'unit.lines_wrong': '有 {n} 行不能建立，请按提示修改后重试。没有写入任何机构。',
  'unit.no_lines': '没有读到机构名称，请每行写一个。',
  'unit.too_many_lines': '一次最多建 {limit} 个机构，请分几次。',
}, {
  'unit.lines_wrong': '{n} lines cannot be made; correct them and try again. Nothing was written.',
  'unit.no_lines': 'There are no names; write one a line.',
  'unit.too_many_lines': 'At most {limit} units at a time.',
});
const most = 1000;

export interface PlannedUnit { line: number; name: string; parent: string; kind: UnitLine['kind']; state: 'new' | 'there' | 'wrong'; message: string }
/** Reads the lines against the tree; with `apply` makes what is new, all or nothing. A unit that is there already is left as it is. Throws unit.no_lines, unit.too_many_lines, unit.lines_wrong. */
export async function addUnits(tx: Tx, actor: Actor, input: { text: string; parent_id: string | null; apply: boolean }): Promise<{ rows: PlannedUnit[]; created: number }> {
  let lines = readUnitLines(input.text, input.parent_id === null);
  if (lines.length === 0) throw new AppError('invalid', 'unit.no_lines', {}, [{ path: 'text', message: '不能为空' }]);
  if (lines.length > most) throw new AppError('invalid', 'unit.too_many_lines', { limit: most });
  const units = await tx.selectFrom('unit').select(['id', 'parent_id', 'name']).where('status', '=', 'active').execute();
  // a plain list into an empty tree stands below the organisation itself, which needs not be written
  const tops = lines.filter((l) => l.above.length === 0 && !l.parentName);
  if (units.length === 0 && input.parent_id === null && tops.length > 1) {
    const { organisation_name: name } = await readSettings(tx);
    if (!tops.some((l) => nameKey(l.name) === nameKey(name))) lines = [{ line: 0, name, kind: kindOf(name, true), above: [], parentName: null }, ...readUnitLines(input.text, false).map((l) => (l.parentName ? l : { ...l, above: [name, ...l.above] }))];
  }
  const known = new Map(units.map((u) => [`${u.parent_id ?? ''}|${nameKey(u.name)}`, u.id]));
  const byName = Map.groupBy(units, (u) => nameKey(u.name));
  const names = new Map(units.map((u) => [u.id, u.name]));
  const made = new Map<string, string[]>();
  const rows: PlannedUnit[] = [];
  let created = 0;
  /** The id of a new unit, or of one only planned. */
  const put = async (parent: string | null, line: UnitLine): Promise<string> => {
    created++;
    const id = input.apply ? await createUnit(tx, actor, { parent_id: parent, name: line.name, kind: line.kind, sort: Math.min(9999, line.line) }) : `planned ${created}`;
    known.set(`${parent ?? ''}|${nameKey(line.name)}`, id);
    names.set(id, line.name);
    made.set(nameKey(line.name), [...(made.get(nameKey(line.name)) ?? []), id]);
    return id;
  };
  for (const line of lines) {
    const row: PlannedUnit = { line: line.line, name: line.name, parent: '', kind: line.kind, state: 'new', message: '' };
    rows.push(row);
    const wrong = (message: string): void => { row.state = 'wrong'; row.message = message; };
    if ([...line.name].length > 100) { wrong('名称最多 100 个字'); continue; }
    let parent: string | null = input.parent_id;
    if (line.parentName) {
      const found = [...(byName.get(nameKey(line.parentName)) ?? []).map((u) => u.id), ...(made.get(nameKey(line.parentName)) ?? [])];
      if (found.length !== 1) { wrong(found.length === 0 ? `找不到上级“${line.parentName}”，请把上级写在前面的行` : `有 ${found.length} 个机构叫“${line.parentName}”，请写成“上级/${line.name}”的完整路径`); continue; }
      parent = found[0]!;
    }
    let lost = false;
    for (const name of line.above) {
      const id: string | undefined = known.get(`${parent ?? ''}|${nameKey(name)}`) ?? (parent === input.parent_id ? byName.get(nameKey(name))?.length === 1 ? byName.get(nameKey(name))![0]!.id : undefined : undefined);
      if (!id) { wrong(`找不到上级“${name}”，请把上级写在前面的行`); lost = true; break; }
      parent = id;
    }
    if (lost) continue;
    row.parent = parent ? names.get(parent) ?? '' : '';
    const there = known.get(`${parent ?? ''}|${nameKey(line.name)}`);
    if (there) { row.state = 'there'; row.message = made.get(nameKey(line.name))?.includes(there) ? '与前面的行重复，只建一个' : '已有，保持不变'; continue; }
    await put(parent, line);
  }
  const bad = rows.filter((r) => r.state === 'wrong').length;
  if (input.apply && bad > 0) throw new AppError('invalid', 'unit.lines_wrong', { n: bad });
  return { rows, created };
}
