import { writeTable } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { groupKinds, groupRoles, groupWarnings } from './contract.ts';

interface Member { role: (typeof groupRoles)[number]; label: string; post_id: string | null; person_id: string | null; current_name: string | null; has_left: boolean; field: string; organisation: string | null; phone: string | null }
type Warning = { code: (typeof groupWarnings)[number]; label: string };

/** Groups with whoever fills each place now: the present holder of the post, else the person named. A group that follows another has that one's members as they are today. */
export async function listGroups(db: Reader, id?: string) {
  const groups = db.selectFrom('leading_group as g').leftJoin('leading_group as f', 'f.id', 'g.follows_id')
    .select(['g.id', 'g.kind', 'g.name', 'g.source', 'g.office', 'g.office_unit_id', 'g.duties', 'g.office_duties', 'g.valid_from', 'g.valid_until', 'g.stated_members', 'g.follows_id', 'f.name as follows_name', 'g.version',
      sql<Member[]>`coalesce((select json_agg(json_build_object('role', m.role, 'label', m.label, 'post_id', m.post_id, 'person_id', m.person_id, 'field', m.field, 'organisation', m.organisation, 'phone', m.phone, 'current_name', w.name, 'has_left', coalesce(w.status = 'left', false)) order by m.sort)
        from leading_group_member m left join post_holder h on h.post_id = m.post_id and h.until is null left join person w on w.id = case when m.post_id is null then m.person_id else h.person_id end
        where m.group_id = coalesce(g.follows_id, g.id)), '[]'::json)`.as('members')])
    .orderBy('g.created_at', 'desc').orderBy('g.id', 'desc');
  const rows = await (id ? groups.where('g.id', '=', id) : groups).execute();
  return rows.map((g) => ({ ...g, members: g.members.map(({ has_left: _, ...m }) => m), warnings: warningsOf(g, today()) }));
}

interface Checked { kind: (typeof groupKinds)[number]; source: string | null; valid_from: string | null; valid_until: string | null; stated_members: number | null; members: readonly Member[] }
/** What an inspector would ask about: a paper that has run out or is not named, a count other than the paper's, places that nobody fills. */
export function warningsOf(g: Checked, day: string): Warning[] {
  const out: Warning[] = [];
  if (g.valid_until && g.valid_until < day) out.push({ code: 'expired', label: g.valid_until });
  if (g.valid_from && g.valid_from > day) out.push({ code: 'not_yet', label: g.valid_from });
  if (!g.source) out.push({ code: 'no_basis', label: '' });
  if (!g.members.some((m) => m.role === 'leader')) out.push({ code: 'no_leader', label: '' });
  const counted = g.members.filter((m) => m.role !== 'office_head').length;
  if (g.stated_members !== null && g.stated_members !== counted) out.push({ code: 'head_count', label: `${counted}/${g.stated_members}` });
  for (const m of g.members) {
    if (m.has_left) out.push({ code: 'left', label: m.current_name ?? m.label });
    else if (m.post_id && !m.current_name) out.push({ code: 'vacant', label: m.label });
    else if (!m.current_name && !m.organisation) out.push({ code: 'unknown', label: m.label });
  }
  return out;
}

const kindNames: Record<(typeof groupKinds)[number], string> = { leading: '领导小组', special: '专项领导小组', inspection: '联合检查组', emergency: '应急团队', team: '专业队伍' };
const roleNames: Record<(typeof groupRoles)[number], string> = { leader: '组长', deputy: '副组长', member: '成员', office_head: '办公室主任' };
export async function exportGroups(db: Reader): Promise<Sent> {
  const columns = ([['group', '小组名称', 34], ['kind', '类别', 14], ['source', '成立依据', 34], ['valid', '有效期', 24], ['role', '组内职务', 12], ['label', '职务（文件写法）', 26], ['name', '现任', 12], ['field', '分管领域或分工', 26], ['organisation', '所在单位（外部）', 22]] as const)
    .map(([key, title, width]) => ({ key, title, width, kind: 'text' as const }));
  const rows = (await listGroups(db)).flatMap((g) => g.members.map((m) => ({
    group: g.name, kind: kindNames[g.kind], source: g.source ?? '', valid: g.valid_from || g.valid_until ? `${g.valid_from ?? ''} 至 ${g.valid_until ?? ''}` : '', role: roleNames[m.role], label: m.label, name: m.current_name ?? '', field: m.field, organisation: m.organisation ?? '',
  })));
  const bytes = await writeTable({ name: '领导小组', columns, rows });
  return { stream: bytes, name: `领导小组及成员-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
