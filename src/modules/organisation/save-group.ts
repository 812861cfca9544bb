import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { groupRoles } from './contract.ts';
import { matchUnits } from './match-units.ts';

defineErrors({ 'group.unknown_member': '成员“{label}”所选的人员或岗位不存在，请重新选择。' });

type Role = (typeof groupRoles)[number];
export interface GroupInput { id?: string | undefined; version?: number | undefined; name: string; source?: string | null | undefined; office?: string | null | undefined; members: { role: Role; label: string; person_id?: string | null | undefined; post_id?: string | null | undefined }[] }
/** Registers a group or replaces one. Throws object.not_found, object.changed_meanwhile, group.unknown_member. */
export async function saveGroup(tx: Tx, input: GroupInput): Promise<string> {
  await demandMembers(tx, input.members);
  const fields = { name: input.name, source: input.source || null, office: input.office || null, office_unit_id: await officeUnit(tx, input.office) };
  const id = input.id ?? newId();
  if (input.id) {
    const saved = await tx.updateTable('leading_group').set((e) => ({ ...fields, version: e('version', '+', 1) })).where('id', '=', id).where('version', '=', input.version ?? 0).executeTakeFirst();
    if (saved.numUpdatedRows !== 1n) throw await tx.selectFrom('leading_group').select('id').where('id', '=', id).executeTakeFirst() ? new AppError('conflict', 'object.changed_meanwhile') : new AppError('not_found', 'object.not_found');
  } else await tx.insertInto('leading_group').values({ id, ...fields, campaign_id: null }).execute();
  await writeMembers(tx, id, input.members);
  return id;
}

export interface PlanGroup { name: string; source: string | null; campaign_id: string; leaders: string[]; deputies: string[]; members: string[]; office: string | null; officeHead: string | null }
/** Registers the group that a document sets up, with its labels as written; one that is exactly one person's name is tied to him.
 *  The same campaign's group is replaced. */
export async function saveGroupFromPlan(tx: Tx, plan: PlanGroup): Promise<string> {
  const labels = [...plan.leaders.map((label) => ({ role: 'leader' as const, label })), ...plan.deputies.map((label) => ({ role: 'deputy' as const, label })), ...plan.members.map((label) => ({ role: 'member' as const, label })), ...(plan.officeHead ? [{ role: 'office_head' as const, label: plan.officeHead }] : [])]
    .map((m) => ({ ...m, label: m.label.slice(0, 120) })).filter((m) => m.label !== '').slice(0, 200);
  const people = labels.length ? await tx.selectFrom('person').select(['id', 'name']).where('name', 'in', [...new Set(labels.map((m) => m.label))]).where('status', '=', 'active').execute() : [];
  const named = Map.groupBy(people, (p) => p.name);
  const existing = await tx.selectFrom('leading_group').select('id').where('campaign_id', '=', plan.campaign_id).executeTakeFirst();
  const id = existing?.id ?? newId();
  const fields = { name: plan.name.slice(0, 120), source: plan.source?.slice(0, 200) ?? null, office: plan.office?.slice(0, 100) ?? null, office_unit_id: await officeUnit(tx, plan.office) };
  if (existing) await tx.updateTable('leading_group').set((e) => ({ ...fields, version: e('version', '+', 1) })).where('id', '=', id).execute();
  else await tx.insertInto('leading_group').values({ id, ...fields, campaign_id: plan.campaign_id }).execute();
  await writeMembers(tx, id, labels.map((m) => { const who = named.get(m.label); return { ...m, person_id: who?.length === 1 ? who[0]!.id : null }; }));
  return id;
}

async function demandMembers(tx: Tx, members: GroupInput['members']): Promise<void> {
  const people = [...new Set(members.flatMap((m) => m.person_id ?? []))];
  const posts = [...new Set(members.flatMap((m) => m.post_id ?? []))];
  const known = new Set<string>();
  if (people.length) for (const { id } of await tx.selectFrom('person').select('id').where('id', 'in', people).execute()) known.add(id);
  if (posts.length) for (const { id } of await tx.selectFrom('post').select('id').where('id', 'in', posts).execute()) known.add(id);
  const lost = members.find((m) => (m.person_id && !known.has(m.person_id)) || (m.post_id && !known.has(m.post_id)));
  if (lost) throw new AppError('invalid', 'group.unknown_member', { label: lost.label });
}
async function writeMembers(tx: Tx, group: string, members: GroupInput['members']): Promise<void> {
  await tx.deleteFrom('leading_group_member').where('group_id', '=', group).execute();
  if (members.length) await tx.insertInto('leading_group_member').values(members.map((m, sort) => ({ id: newId(), group_id: group, role: m.role, label: m.label, post_id: m.post_id ?? null, person_id: m.person_id ?? null, sort }))).execute();
}
async function officeUnit(tx: Tx, office: string | null | undefined): Promise<string | null> {
  if (!office) return null;
  const ids = (await matchUnits(tx, [office]))[0]?.unit_ids;
  return ids?.length === 1 ? ids[0]! : null;
}
