import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { groupKinds, groupRoles } from './contract.ts';
import { matchUnits } from './match-units.ts';

defineErrors({
  'group.unknown_member': '成员“{label}”所选的人员或岗位不存在，请重新选择。',
  'group.follows_itself': '不能沿用自己的成员，也不能沿用一个已经沿用别组成员的小组。请选另一个小组，或直接登记成员。',
  'group.ends_before_it_begins': '有效期的止日早于起日，请核对。',
  'group.followed': '“{name}”沿用了这个小组的成员，请先修改该小组再撤销。',
}, {
  'group.unknown_member': 'The person or post chosen for “{label}” is not there; choose again.',
  'group.follows_itself': 'A group cannot follow itself, nor one that follows another. Choose another group, or register its members.',
  'group.ends_before_it_begins': 'It ends before it begins.',
  'group.followed': '“{name}” takes its members from this group; change that one first.',
});

type Role = (typeof groupRoles)[number];
interface Member { role: Role; label: string; person_id?: string | null | undefined; post_id?: string | null | undefined; field?: string | undefined; organisation?: string | null | undefined; phone?: string | null | undefined }
export interface GroupInput {
  id?: string | undefined; version?: number | undefined; kind?: (typeof groupKinds)[number] | undefined; name: string; source?: string | null | undefined; office?: string | null | undefined; duties?: string | undefined; office_duties?: string | undefined;
  valid_from?: string | null | undefined; valid_until?: string | null | undefined; stated_members?: number | null | undefined; follows_id?: string | null | undefined; members: Member[];
}
/** Registers a group or replaces one; what is not given of an old one stays as it is. Throws object.not_found, object.changed_meanwhile, group.* */
export async function saveGroup(tx: Tx, input: GroupInput): Promise<string> {
  await demandMembers(tx, input.members);
  if (input.valid_from && input.valid_until && input.valid_until < input.valid_from) throw new AppError('invalid', 'group.ends_before_it_begins', {}, [{ path: 'valid_until', message: '早于起日' }]);
  await demandFollowed(tx, input);
  const { kind, duties, office_duties, valid_from, valid_until, stated_members, follows_id } = input;
  const given = Object.fromEntries(Object.entries({ kind, duties, office_duties, valid_from, valid_until, stated_members, follows_id }).filter(([, v]) => v !== undefined));
  const fields = { ...given, name: input.name, source: input.source || null, office: input.office || null, office_unit_id: await officeUnit(tx, input.office) };
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

/** A group follows one that has members of its own: never in a ring, never through two hands. */
async function demandFollowed(tx: Tx, input: GroupInput): Promise<void> {
  if (!input.follows_id) return;
  const followed = await tx.selectFrom('leading_group').select(['id', 'follows_id']).where('id', '=', input.follows_id).forUpdate().executeTakeFirst();
  if (!followed) throw new AppError('not_found', 'object.not_found');
  const leads = input.id ? await tx.selectFrom('leading_group').select('id').where('follows_id', '=', input.id).executeTakeFirst() : undefined;
  if (followed.id === input.id || followed.follows_id || leads) throw new AppError('rule', 'group.follows_itself', {}, [{ path: 'follows_id', message: '请选另一个小组' }]);
}

/** The row goes, the trail keeps what it said. Throws object.not_found, group.followed. */
export async function removeGroup(tx: Tx, id: string): Promise<void> {
  const follower = await tx.selectFrom('leading_group').select('name').where('follows_id', '=', id).executeTakeFirst();
  if (follower) throw new AppError('rule', 'group.followed', { name: follower.name });
  const gone = await tx.deleteFrom('leading_group').where('id', '=', id).executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw new AppError('not_found', 'object.not_found');
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
  if (members.length) await tx.insertInto('leading_group_member').values(members.map((m, sort) => ({ id: newId(), group_id: group, role: m.role, label: m.label, post_id: m.post_id ?? null, person_id: m.person_id ?? null, field: m.field ?? '', organisation: m.organisation || null, phone: m.phone || null, sort }))).execute();
}
async function officeUnit(tx: Tx, office: string | null | undefined): Promise<string | null> {
  if (!office) return null;
  const ids = (await matchUnits(tx, [office]))[0]?.unit_ids;
  return ids?.length === 1 ? ids[0]! : null;
}
