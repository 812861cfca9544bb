import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { demandIn, mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { conclusionNames, levelText } from './names.ts';
import { demandVisible } from './queries.ts';

defineErrors({
  'mlps.form_field': '备案表里没有“{field}”这一项。',
  'mlps.form_office': '表一是全校的单位信息，由网络安全办公室填写。',
}, {
  'mlps.form_field': 'The form has no field “{field}”.',
  'mlps.form_office': 'Table one is about the whole organisation; the office fills it.',
});

/** What the ledger and the organisation know of an object, for prefilling. */
interface Known {
  organisation: string; counts: Record<number, number>; total: number; leader: string; leader_phone: string; department: string; contact: string; contact_phone: string; contact_email: string;
  name: string; certificate: string; business: string; purpose: string; users: string; location: string; places: string; outside: string; online_on: string; agency: string; agency_number: string; data_held: string; unit: string; manager: string;
  s_level: number | null; a_level: number | null; level: number | null; graded_on: string; experts: string; expert_opinion: string; reviewed_on: string; authority: string; approved_on: string; graded_by: string; conclusion: string; parent: string;
}
interface Field { key: string; title: string; find?: (k: Known) => string }
export interface FormTable { key: 't1' | 't2' | 't3' | 't4'; title: string; note: string; fields: readonly Field[] }
const source = '字段按 2007 版备案表及 2025 版要求整理，提交前与当地公安机关的正式表样核对。';
/** 表一 to 表四: one of the organisation; basics, levels, and what level 3 and above hand in besides (公通字〔2007〕43号第十六条). */
export const formTables: readonly FormTable[] = [
  { key: 't1', title: '表一 单位信息', note: source, fields: [
    { key: 'name', title: '单位名称', find: (k) => k.organisation }, { key: 'address', title: '单位地址' }, { key: 'postcode', title: '邮政编码' }, { key: 'region', title: '行政区划代码' }, { key: 'credit_code', title: '统一社会信用代码' },
    { key: 'leader', title: '单位负责人姓名', find: (k) => k.leader }, { key: 'leader_title', title: '单位负责人职务' }, { key: 'leader_phone', title: '单位负责人电话', find: (k) => k.leader_phone }, { key: 'leader_email', title: '单位负责人邮箱' },
    { key: 'department', title: '网络安全责任部门', find: (k) => k.department }, { key: 'contact', title: '责任部门联系人', find: (k) => k.contact }, { key: 'contact_phone', title: '联系人电话', find: (k) => k.contact_phone }, { key: 'contact_email', title: '联系人邮箱', find: (k) => k.contact_email },
    { key: 'affiliation', title: '隶属关系' }, { key: 'unit_type', title: '单位类型', find: () => '事业单位' }, { key: 'industry', title: '行业类别', find: () => '教育' },
    { key: 'total', title: '定级对象总数', find: (k) => String(k.total) }, ...[2, 3, 4, 5].map((n) => ({ key: `level${n}`, title: `${levelText(n)}定级对象数`, find: (k: Known) => String(k.counts[n] ?? 0) })),
  ] },
  { key: 't2', title: '表二 定级对象基本情况', note: source, fields: [
    { key: 'name', title: '定级对象名称', find: (k) => k.name }, { key: 'number', title: '定级对象编号', find: (k) => k.certificate }, { key: 'business_type', title: '承载业务类型', find: () => '公众服务／内部办公' }, { key: 'business', title: '承载业务描述', find: (k) => k.business || k.purpose },
    { key: 'range', title: '服务范围', find: () => '本单位' }, { key: 'users', title: '服务对象', find: (k) => k.users }, { key: 'coverage', title: '网络平台覆盖范围', find: () => '局域网' }, { key: 'network', title: '网络性质', find: (k) => (k.outside ? '互联网（校外）' : '业务专网并接入互联网') }, { key: 'links', title: '系统互联情况' },
    { key: 'places', title: '域名和 IP 地址', find: (k) => k.places }, { key: 'location', title: '部署地点', find: (k) => k.location }, { key: 'products', title: '关键产品使用情况' }, { key: 'domestic', title: '国产产品使用率' }, { key: 'services', title: '系统采用服务情况' },
    { key: 'data', title: '处理的数据（类型、规模、个人信息数量）', find: (k) => k.data_held }, { key: 'new_tech', title: '新技术新应用场景（云计算、移动互联、物联网、工业控制、大数据）', find: () => '无' }, { key: 'agency', title: '等级测评单位名称', find: (k) => k.agency },
    { key: 'online_on', title: '何时投入运行使用', find: (k) => k.online_on }, { key: 'is_part', title: '是否是分系统', find: () => '否' }, { key: 'parent', title: '上级系统名称' }, { key: 'parent_unit', title: '上级系统所属单位名称' }, { key: 'manager', title: '安全管理员', find: (k) => k.manager },
  ] },
  { key: 't3', title: '表三 定级情况', note: source, fields: [
    { key: 's_level', title: '业务信息安全保护等级', find: (k) => levelText(k.s_level) }, { key: 'a_level', title: '系统服务安全保护等级', find: (k) => levelText(k.a_level) }, { key: 'level', title: '安全保护等级', find: (k) => levelText(k.level) }, { key: 'graded_on', title: '定级时间', find: (k) => k.graded_on },
    { key: 'experts', title: '专家评审情况', find: (k) => (k.reviewed_on ? `已评审（${k.reviewed_on}，${k.experts}）` : '未评审') }, { key: 'opinion', title: '专家评审意见', find: (k) => k.expert_opinion }, { key: 'has_authority', title: '是否有主管部门', find: (k) => (k.authority ? '有' : '') }, { key: 'authority', title: '主管部门名称', find: (k) => k.authority },
    { key: 'approved', title: '主管部门审批定级情况', find: (k) => (k.approved_on ? `已审批（${k.approved_on}）` : '未审批') }, { key: 'report', title: '定级报告', find: (k) => (k.level === null ? '无' : `有：${k.name}网络安全等级保护定级报告`) }, { key: 'filled_by', title: '填表人', find: (k) => k.graded_by }, { key: 'filled_on', title: '填表日期', find: (k) => k.graded_on },
  ] },
  { key: 't4', title: '表四 第三级及以上提交材料', note: `第三级及以上在投入运行后 30 日内提交。${source}`, fields: [
    { key: 'topology', title: '系统拓扑结构及说明' }, { key: 'rules', title: '系统安全组织机构及管理制度' }, { key: 'design', title: '系统安全保护设施设计实施方案或改建实施方案' }, { key: 'products', title: '系统使用的安全产品清单及认证、销售许可证明' },
    { key: 'assessment', title: '系统等级测评报告', find: (k) => (k.conclusion ? `有（${k.conclusion}）` : '') }, { key: 'experts', title: '专家评审意见', find: (k) => (k.reviewed_on ? '有' : '') }, { key: 'approval', title: '上级主管部门审批意见', find: (k) => (k.approved_on ? '有' : '') },
  ] },
];
const allKeys = new Set(formTables.flatMap((t) => t.fields.map((f) => `${t.key}.${f.key}`)));

async function know(db: Reader, id: string): Promise<Known & { written: Record<string, string> }> {
  const settings = await readSettings(db);
  const { rows: [o] } = await sql<{ name: string; certificate: string; business: string; s_level: number | null; a_level: number | null; level: number | null; graded_on: string | null; graded_by: string; experts: string; expert_opinion: string; reviewed_on: string | null; authority: string; approved_on: string | null; online_on: string | null; form: Record<string, string>; unit: string }>`select o.name, o.certificate_number as certificate, o.business, o.s_level, o.a_level, o.level, o.graded_on, o.graded_by_name as graded_by, o.experts, o.expert_opinion, o.reviewed_on, o.authority, o.approved_on, o.online_on, o.form, u.name as unit from mlps_object o join work_case c on c.id = o.id join unit u on u.id = c.unit_id where o.id = ${id}`.execute(db);
  const { rows: systems } = await sql<{ purpose: string; users: string; location: string; data_held: string; outside: boolean; manager: string | null; state_on: string | null; state: string; places: string[] | null }>`select s.purpose, s.users, s.location, s.data_held, s.outside, m.name as manager, s.state_on, s.state, (select array_agg(p.written order by p.written) from system_place p where p.system_id = s.id) as places from mlps_object_system l join info_system s on s.id = l.system_id left join person m on m.id = s.manager_id where l.object_id = ${id} order by s.name`.execute(db);
  const { rows: counts } = await sql<{ level: number; n: number }>`select o.level, count(*)::int as n from mlps_object o join work_case c on c.id = o.id where c.state <> 'cancelled' and o.level is not null group by o.level`.execute(db);
  const { rows: [a] } = await sql<{ agency: string; agency_number: string; conclusion: keyof typeof conclusionNames | null }>`select agency, agency_number, conclusion from mlps_assessment where object_id = ${id} order by finished_on desc nulls last, id desc limit 1`.execute(db);
  const { rows: [office] } = await sql<{ unit: string | null; person: string | null; phone: string | null; email: string | null }>`select u.name as unit, p.name as person, p.phone, p.email from account_role r join account a on a.id = r.account_id left join person p on p.id = a.person_id left join unit u on u.id = p.unit_id where r.role = 'office' and a.status = 'active' order by p.id nulls last limit 1`.execute(db);
  const { rows: [head] } = await sql<{ name: string; phone: string | null }>`select p.name, p.phone from unit u join post t on t.unit_id = u.id and t.duty = 'first_responsible' join post_holder h on h.post_id = t.id and h.until is null join person p on p.id = h.person_id where u.parent_id is null and u.status = 'active' order by u.sort limit 1`.execute(db);
  const filer = await db.selectFrom('mlps_note').select('value').where('key', '=', 'filer').executeTakeFirst();
  const words = (pick: (s: (typeof systems)[number]) => string): string => [...new Set(systems.map(pick).filter(Boolean))].join('；');
  const online = systems.filter((s) => s.state === 'online' && s.state_on).map((s) => s.state_on!).sort()[0] ?? '';
  return {
    organisation: settings.organisation_name, counts: Object.fromEntries(counts.map((c) => [c.level, c.n])), total: counts.reduce((n, c) => n + c.n, 0), leader: head?.name ?? '', leader_phone: head?.phone ?? '', department: office?.unit ?? '', contact: office?.person ?? '', contact_phone: office?.phone ?? '', contact_email: office?.email ?? '',
    name: o!.name, certificate: o!.certificate, business: o!.business, purpose: words((s) => s.purpose), users: words((s) => s.users), location: words((s) => s.location), places: [...new Set(systems.flatMap((s) => s.places ?? []))].join('、'), outside: systems.some((s) => s.outside) ? 'yes' : '', online_on: o!.online_on ?? online, agency: a?.agency ?? '', agency_number: a?.agency_number ?? '', data_held: words((s) => s.data_held), unit: o!.unit, manager: words((s) => s.manager ?? ''),
    s_level: o!.s_level, a_level: o!.a_level, level: o!.level, graded_on: o!.graded_on ?? '', experts: o!.experts, expert_opinion: o!.expert_opinion, reviewed_on: o!.reviewed_on ?? '', authority: o!.authority, approved_on: o!.approved_on ?? '', graded_by: o!.graded_by, conclusion: a?.conclusion ? conclusionNames[a.conclusion] : '', parent: '',
    written: { ...prefixed('t1', (filer?.value ?? {}) as Record<string, string>), ...o!.form },
  };
}
const prefixed = (t: string, values: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([k, v]) => [`${t}.${k}`, v]));

/** What was written counts; where nothing was, what the ledger says. Table four is for level 3 and above. */
export async function readForm(db: Reader, actor: Actor, id: string) {
  const o = await demandVisible(db, actor, id);
  const k = await know(db, id);
  const tables = formTables.filter((t) => t.key !== 't4' || (k.level ?? 0) >= 3).map((t) => ({ key: t.key, title: t.title, note: t.note, fields: t.fields.map((f) => { const key = `${t.key}.${f.key}`; const found = f.find?.(k) ?? ''; const written = k.written[key]; return { key, title: f.title, value: written ?? found, found, written: written !== undefined }; }) }));
  return { tables, name: o.name, can_write: o.state !== 'cancelled' && mayIn(actor, 'mlps.write', o.unit_id), can_manage: mayIn(actor, 'mlps.manage', o.unit_id) };
}
/** A value that is what the ledger says is not kept, so that it follows the ledger. Throws mlps.form_field, mlps.form_office. */
export async function saveForm(tx: Tx, actor: Actor, id: string, values: Record<string, string>): Promise<void> {
  const o = await demandVisible(tx, actor, id);
  demandIn(actor, 'mlps.write', o.unit_id);
  for (const key of Object.keys(values)) if (!allKeys.has(key)) throw new AppError('invalid', 'mlps.form_field', { field: key });
  const { tables } = await readForm(tx, actor, id);
  const found = new Map(tables.flatMap((t) => t.fields.map((f) => [f.key, f])));
  const changed = Object.entries(values).filter(([key, v]) => v !== (found.get(key)?.value ?? ''));
  if (changed.some(([key]) => key.startsWith('t1.')) && !mayIn(actor, 'mlps.manage', o.unit_id)) throw new AppError('forbidden', 'mlps.form_office');
  const { form } = await tx.selectFrom('mlps_object').select('form').where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  const filer = ((await tx.selectFrom('mlps_note').select('value').where('key', '=', 'filer').executeTakeFirst())?.value ?? {}) as Record<string, string>;
  const own = { ...form };
  const whole = { ...filer };
  for (const [key, v] of changed) {
    const [into, name] = key.startsWith('t1.') ? [whole, key.slice(3)] as const : [own, key] as const;
    if (v === found.get(key)?.found) delete into[name]; else into[name] = v;
  }
  await tx.updateTable('mlps_object').set({ form: JSON.stringify(own) }).where('id', '=', id).execute();
  if (changed.some(([key]) => key.startsWith('t1.'))) await tx.insertInto('mlps_note').values({ key: 'filer', value: JSON.stringify(whole) }).onConflict((c) => c.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') }))).execute();
}
