import { writeTable } from '../../engines/tables/index.ts';
import { dateOf, today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { listGroups } from '../organisation/index.ts';
import type { contactKinds } from './contract.ts';
import { listContactChecks, listContacts } from './queries.ts';

const kindNames: Record<(typeof contactKinds)[number], string> = { police: '公安机关', cyberspace: '网信部门', education: '教育主管部门', telecom: '通信运营商', vendor: '安全厂商', other: '其他' };
const above = new Set<(typeof contactKinds)[number]>(['police', 'cyberspace', 'education']);
const dutyNames: Record<string, string> = { first_responsible: '第一责任人', direct_responsible: '直接责任人', liaison: '联络员', security_officer: '网络安全员' };
const groupRoles: Record<string, string> = { leader: '组长', deputy: '副组长', member: '成员', office_head: '办公室主任' };

/** 预警联络网: whom a warning goes to and help is asked of, from the authorities above down to each unit's people; a unit sees its own part of the last level. */
export async function exportNetwork(db: Reader, actor: Actor): Promise<Sent> {
  const [outside, groups, units] = await Promise.all([listContacts(db), listGroups(db), listContactChecks(db, actor)]);
  const external = outside.map((c) => ({ level: above.has(c.kind) ? '一、上级和监管' : '四、外部支撑', body: c.name, role: kindNames[c.kind], name: c.contact_person, phone: c.phone, checked: c.verified_on ?? '未核实' }));
  const rows = [
    ...external.filter((r) => r.level.startsWith('一')),
    ...groups.filter((g) => !g.warnings.some((w) => w.code === 'expired')).flatMap((g) => g.members.map((m) => ({ level: '二、领导小组和应急团队', body: g.name, role: [groupRoles[m.role], m.label].filter(Boolean).join(' '), name: m.current_name ?? '', phone: m.phone ?? '', checked: '' }))),
    ...units.flatMap((u) => u.contacts.map((c) => ({ level: '三、各单位', body: u.unit_name, role: dutyNames[c.duty] ?? c.duty, name: c.name, phone: c.phone ?? '', checked: u.confirmed_at ? dateOf(u.confirmed_at) : '未确认' }))),
    ...external.filter((r) => r.level.startsWith('四')),
  ];
  const columns = ([['level', '层级', 24], ['body', '单位或小组', 32], ['role', '职务', 26], ['name', '姓名', 14], ['phone', '电话', 18], ['checked', '核实日期', 14]] as const).map(([key, title, width]) => ({ key, title, width, kind: 'text' as const }));
  const bytes = await writeTable({ name: '预警联络网', columns, rows });
  return { stream: bytes, name: `网络安全预警联络网-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
