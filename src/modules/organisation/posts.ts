import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { requiredDuties } from './contract.ts';

export type RequiredDuty = (typeof requiredDuties)[number];
/** What a post is called on paper. */
export const dutyTitles: Record<RequiredDuty, string> = { first_responsible: '网络安全第一责任人', direct_responsible: '网络安全直接责任人', liaison: '网络安全联络员', security_officer: '网络安全员' };

/** Makes the four posts where a unit lacks them. */
export async function ensurePosts(tx: Tx, unitIds: readonly string[]): Promise<void> {
  const rows = unitIds.flatMap((unit_id) => requiredDuties.map((duty) => ({ id: newId(), unit_id, duty, title: dutyTitles[duty] })));
  if (rows.length) await sql`insert into post (id, unit_id, duty, title) select id, unit_id, duty, title from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, unit_id uuid, duty text, title text) order by unit_id, duty
    on conflict (unit_id, duty) where duty <> 'other' do nothing`.execute(tx);
}

/** Ends whoever holds these posts and begins the new holders, in a few statements; what was stays as history. */
export async function changeHolders(tx: Tx, changes: readonly { post_id: string; person_id: string | null }[]): Promise<void> {
  if (changes.length === 0) return;
  const at = now().toISOString();
  const ids = changes.map((c) => c.post_id);
  await sql`select 1 from post where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
  await sql`update post_holder set until = ${at} where until is null and post_id = any(${ids}::uuid[])`.execute(tx);
  const rows = changes.filter((c) => c.person_id !== null).map((c) => ({ id: newId(), ...c }));
  if (rows.length) await sql`insert into post_holder (id, post_id, person_id, since) select id, post_id, person_id, ${at} from json_to_recordset(${JSON.stringify(rows)}::json) as x(id uuid, post_id uuid, person_id uuid)`.execute(tx);
  await sql`update post set version = version + 1 where id = any(${ids}::uuid[])`.execute(tx);
}
