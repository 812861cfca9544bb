import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { openImport, readRoster } from './import-people.ts';
import { planImport } from './plan-import.ts';
import { dutyText, readingColumns, rosterPeople, rosterUnits, writingColumns } from './roster.ts';
import { markApart, writeApart } from './table-apart.ts';
import type { FileStore } from '../../kernel/files/store.ts';

/** An empty sheet with drop-downs of the actor's units. */
export async function makeTemplate(db: Reader, actor: Actor): Promise<Sent> {
  const units = (await rosterUnits(db, actor, 'person.write')).filter((u) => u.mine);
  return sent(await writeApart({ name: '人员与岗位', columns: writingColumns(units), rows: [] }), '人员与岗位导入模板.xlsx');
}

/** The people in post of the actor's units, in the shape that the import reads. */
export async function exportPeople(db: Reader, actor: Actor): Promise<{ file: Sent; people: number }> {
  const units = (await rosterUnits(db, actor, 'person.read')).filter((u) => u.mine);
  const label = new Map(units.map((u) => [u.id, u.label]));
  const people = (await rosterPeople(db, actor, 'person.read')).filter((p) => p.status === 'active');
  const bytes = await writeApart({ name: '人员与岗位', columns: writingColumns(units), rows: people.map((p) => ({ unit: label.get(p.unit_id) ?? '', name: p.name, employee_no: p.employee_no, phone: p.phone, email: p.email, duties: dutyText(p.duties) })) });
  return { file: sent(bytes, `人员与岗位-${today()}.xlsx`), people: people.length };
}

/** The uploaded rows again, wrong cells red, with a last column that says why. */
export async function markErrors(db: Reader, store: FileStore, actor: Actor, token: string): Promise<Sent> {
  const kept = await openImport(db, actor, token);
  const read = await readRoster(await store.read(kept.sha256));
  const plan = await planImport(db, actor, read.rows, read.errors);
  const units = (await rosterUnits(db, actor, 'person.write')).filter((u) => u.mine);
  const shown = writingColumns(units).filter((c) => readingColumns.some((r) => r.key === c.key));
  return sent(await markApart(read.rows, shown, plan.errors), '人员与岗位-问题清单.xlsx');
}

const sent = (bytes: Uint8Array, name: string): Sent => ({ stream: bytes, name, sizeBytes: bytes.byteLength });
