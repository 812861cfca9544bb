import { createHash } from 'node:crypto';
import type { CellError, TableRow } from '../../engines/tables/index.ts';
import type { Reader } from '../../kernel/database.ts';
import { unitsFor, type Actor } from '../../kernel/identity/actor.ts';
import { requiredDuties } from './contract.ts';
import { nameKey } from './name-key.ts';
import type { RequiredDuty } from './posts.ts';
import { dutyText, postsOfGuests, readDuties, rosterPeople, rosterTitles, rosterUnits, type RosterField, type RosterPerson, type RosterUnit } from './roster.ts';

type Values = { name: string; unit_id: string; phone: string | null; email: string | null; employee_no: string | null };
export interface RosterChange { person: RosterPerson | undefined; values: Values; /** Undefined where the sheet has no such column. */ duties: Set<RequiredDuty> | undefined }
export interface ChangeShown { key: string; fields: { field: string; before: string; after: string }[] }
/** What a sheet would do. `hash` is of everything it would write and of the rows it would overwrite: the same hash, the same effect. */
export interface ImportPlan { added: string[]; changed: ChangeShown[]; same: number; errors: CellError[]; writes: RosterChange[]; hash: string }

const longest: Partial<Record<RosterField, number>> = { name: 40, employee_no: 40, phone: 20, email: 120 };

/** Compares a sheet with the people of the actor's units. Reads only. */
export async function planImport(db: Reader, actor: Actor, rows: readonly TableRow[], found: readonly CellError[]): Promise<ImportPlan> {
  const [units, people] = [await rosterUnits(db, actor, 'person.write'), await rosterPeople(db, actor, 'person.write')];
  return comparePlan(rows, found, { units, people, outside: await numbersOutside(db, actor, rows), guests: await postsOfGuests(db, actor, 'person.write') });
}

interface Present { units: RosterUnit[]; people: RosterPerson[]; /** Employee numbers that people out of reach have. */ outside: ReadonlySet<string>; guests: Awaited<ReturnType<typeof postsOfGuests>> }
function comparePlan(rows: readonly TableRow[], found: readonly CellError[], { units, people, outside, guests }: Present): ImportPlan {
  const errors = [...found];
  const known = new Set(errors.map((e) => `${e.row} ${e.column}`));
  const wrong = (row: number, column: RosterField, message: string): undefined => {
    if (!known.has(`${row} ${column}`)) errors.push({ row, column, code: 'refused', message });
    known.add(`${row} ${column}`);
    return undefined;
  };
  const unitOf = unitFinder(units);
  const personOf = personFinder(people, outside);
  const label = new Map(units.map((u) => [u.id, u.label]));
  const plan: ImportPlan = { added: [], changed: [], same: 0, errors, writes: [], hash: '' };
  const rowOf = new Map<string, number>();
  const claimed = new Map<string, number>();
  const once = (row: number, column: RosterField, key: string, text: (n: number) => string): void => {
    const before = rowOf.get(key);
    if (before !== undefined) wrong(row, column, text(before));
    else rowOf.set(key, row);
  };

  for (const { row, values: cells } of rows) {
    for (const [field, most] of Object.entries(longest)) if ((cells[field] ?? '').length > most) wrong(row, field as RosterField, `最多 ${most} 个字`);
    if (/[\n\t]/.test(cells.name ?? '')) wrong(row, 'name', '姓名不能换行');
    const unit = cells.unit ? unitOf(cells.unit) : undefined;
    if (typeof unit === 'string') wrong(row, 'unit', unit);
    let duties: Set<RequiredDuty> | undefined;
    if (cells.duties !== undefined) {
      const read = readDuties(cells.duties);
      duties = read.duties;
      if (read.unknown) wrong(row, 'duties', `没有“${read.unknown}”这个岗位。可填：${dutyText(requiredDuties)}，多个用顿号隔开`);
    }
    if (!unit || typeof unit === 'string' || !cells.name) continue;
    const no = cells.employee_no ?? '';
    if (no) once(row, 'employee_no', `no ${no}`, (n) => `工号与第 ${n} 行重复`);
    const person = personOf(unit.id, cells.name, no);
    if (typeof person === 'string') { wrong(row, no ? 'employee_no' : 'name', person); continue; }
    once(row, 'name', person ? `person ${person.id}` : no ? `no2 ${no}` : `name ${unit.id} ${cells.name}`, (n) => `与第 ${n} 行是同一个人。同名的两人请都填写工号`);
    if (person?.guarded && cells.email !== undefined && (cells.email || null) !== person.email) wrong(row, 'email', '此人的账号面向全单位工作，邮箱请由网络安全办公室修改');
    for (const duty of duties ?? []) {
      const post = `${unit.id} ${duty}`;
      const before = claimed.get(post);
      if (before !== undefined) wrong(row, 'duties', `第 ${before} 行已填写${unit.label}的${dutyText([duty])}，一个岗位只能由一人担任`);
      else claimed.set(post, row);
    }
    const take = (field: 'phone' | 'email', old: string | null | undefined): string | null => (cells[field] === undefined ? old ?? null : cells[field] || null);
    plan.writes.push({ person, duties, values: { name: cells.name, unit_id: unit.id, phone: take('phone', person?.phone), email: take('email', person?.email), employee_no: no || (person?.employee_no ?? null) } });
  }
  show(plan, people, guests, label);
  plan.errors.sort((a, b) => a.row - b.row);
  return plan;
}

/** Sorts the writes into new, changed and same, and names those who lose a post to somebody in the sheet. */
function show(plan: ImportPlan, people: readonly RosterPerson[], guests: Present['guests'], label: ReadonlyMap<string, string>): void {
  const writes: RosterChange[] = [];
  const taken = new Map<string, string | undefined>();
  for (const w of plan.writes) {
    for (const d of w.duties ?? []) taken.set(`${w.values.unit_id} ${d}`, w.person?.id);
    if (!w.person) { plan.added.push(`${label.get(w.values.unit_id)} ${w.values.name}`); writes.push(w); continue; }
    const fields = differences(w.person, w, label);
    if (fields.length) { plan.changed.push({ key: `${w.person.name}（${label.get(w.person.unit_id)}）`, fields }); writes.push(w); } else plan.same++;
  }
  const listed = new Set(plan.writes.flatMap((w) => w.person?.id ?? []));
  const displaced: string[] = [];
  for (const p of people) {
    if (listed.has(p.id)) continue;
    const kept = p.duties.filter((d) => !taken.has(`${p.unit_id} ${d}`));
    if (kept.length === p.duties.length) continue;
    displaced.push(p.id);
    plan.changed.push({ key: `${p.name}（${label.get(p.unit_id)}）`, fields: [{ field: rosterTitles.duties, before: dutyText(p.duties), after: dutyText(kept) }] });
  }
  for (const g of guests) {
    if (!taken.has(`${g.unit_id} ${g.duty}`) || taken.get(`${g.unit_id} ${g.duty}`) === g.person_id) continue;
    displaced.push(g.person_id);
    plan.changed.push({ key: g.name, fields: [{ field: rosterTitles.duties, before: `${label.get(g.unit_id)}${dutyText([g.duty])}`, after: '' }] });
  }
  plan.writes = writes;
  plan.hash = createHash('sha256').update(JSON.stringify([writes.map((w) => [w.person?.id, w.person?.version, w.person?.status, w.person?.duties.toSorted(), w.values, w.duties && [...w.duties].toSorted()]), displaced])).digest('hex');
}

function differences(p: RosterPerson, w: RosterChange, label: ReadonlyMap<string, string>): ChangeShown['fields'] {
  const list = [
    { field: rosterTitles.unit, before: label.get(p.unit_id) ?? '', after: label.get(w.values.unit_id) ?? '' },
    ...(['name', 'employee_no', 'phone', 'email'] as const).map((f) => ({ field: rosterTitles[f], before: p[f] ?? '', after: w.values[f] ?? '' })),
    { field: '状态', before: p.status === 'left' ? '离岗' : '在岗', after: '在岗' },
    ...(w.duties ? [{ field: rosterTitles.duties, before: p.unit_id === w.values.unit_id ? dutyText(p.duties) : '', after: dutyText(w.duties) }] : []),
  ];
  return list.filter((f) => f.before !== f.after);
}

function unitFinder(units: readonly RosterUnit[]): (text: string) => RosterUnit | string {
  const byKey = new Map<string, RosterUnit[]>();
  for (const u of units) for (const k of u.keys) byKey.set(k, [...(byKey.get(k) ?? []), u]);
  const byLabel = new Map(units.map((u) => [nameKey(u.label), u]));
  return (text) => {
    const key = nameKey(text);
    const found = byLabel.get(key) ? [byLabel.get(key)!] : byKey.get(key) ?? [];
    if (found.length > 1) return `有 ${found.length} 个机构叫“${text}”，请从下拉列表中选择`;
    if (!found[0]) return `机构树中没有“${text}”，请从下拉列表中选择`;
    return found[0].mine ? found[0] : `“${text}”不在您的管理范围内，您只能导入本单位的人员`;
  };
}

/** By employee number, else by unit and name; a text says why neither will do. */
function personFinder(people: readonly RosterPerson[], outside: ReadonlySet<string>): (unit: string, name: string, no: string) => RosterPerson | string | undefined {
  const byNo = new Map(people.flatMap((p) => (p.employee_no ? [[p.employee_no, p] as const] : [])));
  const byName = Map.groupBy(people.filter((p) => p.status === 'active'), (p) => `${p.unit_id} ${p.name}`);
  return (unit, name, no) => {
    const alike = byName.get(`${unit} ${name}`) ?? [];
    if (!no) return alike.length > 1 ? `本单位有 ${alike.length} 人叫“${name}”，请填写工号` : alike[0];
    const numbered = byNo.get(no);
    if (numbered) return numbered;
    if (outside.has(no)) return '这个工号已登记给其他人，请核对；如系调入，请由网络安全办公室办理';
    const unnumbered = alike.filter((p) => !p.employee_no);
    return unnumbered.length > 1 ? `本单位有 ${unnumbered.length} 个没有工号的“${name}”，请先在系统中补填工号` : unnumbered[0];
  };
}

/** Numbers of the sheet that people outside the actor's units have: they cannot be taken, and nothing else is told of them. */
async function numbersOutside(db: Reader, actor: Actor, rows: readonly TableRow[]): Promise<Set<string>> {
  const scope = unitsFor(actor, 'person.write');
  const numbers = [...new Set(rows.flatMap((r) => r.values.employee_no || []))];
  if (scope === 'all' || numbers.length === 0) return new Set();
  const rowsFound = await db.selectFrom('person').select(['employee_no', 'unit_id']).where((e) => e('employee_no', '=', e.fn.any(e.val(numbers)))).execute();
  return new Set(rowsFound.flatMap((r) => (r.employee_no && !scope.has(r.unit_id) ? [r.employee_no] : [])));
}
