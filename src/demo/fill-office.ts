import { dateOf, now } from '../kernel/clock.ts';
import type { Hand } from './hand.ts';

interface Unit { id: string; name: string; parent_id: string | null }
interface Person { id: string; name: string }
const units = (office: Hand) => office.call<Unit[]>('GET', '/api/units');

/** Groups, the division of duties, security staff, promises and means: what an office keeps before anything is ordered. */
export async function fillDuties(office: Hand): Promise<void> {
  const list = await units(office);
  const id = (name: string): string => list.find((u) => u.name === name)!.id;
  const heads = async (name: string): Promise<Person[]> => (await office.call<{ items: Person[] }>('GET', `/api/people?unit_id=${id(name)}`)).items;
  const of = async (name: string, duty: '负责人' | '联络员'): Promise<Person> => (await heads(name)).find((p) => p.name.startsWith(duty))!;
  const centre = '网络与信息中心';
  const keeper = await of(centre, '联络员');

  const standing = await office.call<{ id: string }>('POST', '/api/groups', {
    kind: 'leading', name: '示例大学网络安全和信息化领导小组', source: '示校发〔2026〕3号', valid_from: '2026-01-05', stated_members: 5, duties: '统筹网络安全方案制定与组织实施，研究重大事项。', office: centre, office_duties: '负责网络安全日常工作，通报隐患，督促整改。',
    members: [{ role: 'leader', label: '校长' }, { role: 'deputy', label: '分管副校长', field: '分管领域网络安全工作直接责任人' }, ...await Promise.all(['学校办公室', '党委宣传部', centre].map(async (name) => ({ role: 'member', label: `${name}主要负责人`, person_id: (await of(name, '负责人')).id }))), { role: 'office_head', label: `${centre}主任`, person_id: (await of(centre, '负责人')).id }],
  });
  await office.call('POST', '/api/groups', { kind: 'special', name: '网络安全专项整治工作组', source: '示校发〔2026〕18号', valid_from: '2026-10-12', valid_until: '2026-12-31', follows_id: standing.id, members: [] });
  await office.call('POST', '/api/groups', { kind: 'emergency', name: '校企网络安全应急团队', source: '应急支撑服务协议', valid_until: '2027-06-30', duties: '应急响应、溯源分析、系统恢复。', members: [{ role: 'leader', label: '应急组长', person_id: keeper.id, field: '统一指挥' }, { role: 'member', label: '应急工程师', organisation: '示例安全公司', phone: '000-5559001' }] });

  for (const [sort, [title, content, lead, support]] of ([
    ['技术防护与漏洞整改', '提供技术支持，组织扫描、通报和复测', [centre], ['资产管理处']],
    ['网络安全宣传教育', '组织宣传周、主题教育和信息内容审核', ['党委宣传部', '学生工作部'], ['教务处', '研究生院']],
    ['个人信息和数据保护', '分类分级，审批对外提供', ['学校办公室'], ['人事处', '教务处', '财务处']],
    ['经费保障', '网络安全投入列入预算', ['财务处'], [centre]],
  ] as [string, string, string[], string[]][]).entries()) {
    const duty = await office.call<{ id: string }>('POST', '/api/capacity/duties', { title, content, basis: '示例大学网络安全责任制实施细则', sort, bearers: [...lead.map((name) => ({ unit_id: id(name), part: 'lead', post: '主要负责人' })), ...support.map((name) => ({ unit_id: id(name), part: 'support' }))] });
    if (sort < 2) await office.call('PUT', `/api/capacity/duties/${duty.id}/review`, { unit_id: id(lead[0]!), year: 2026, result: sort === 0 ? 'good' : 'met', note: '台账齐全' });
  }

  const staffed = [centre, '计算机学院', '信息工程学院', '图书馆', '党委宣传部', '教务处'];
  const signers: string[] = [];
  for (const [i, name] of staffed.entries()) {
    const person = await of(name, '联络员');
    signers.push(person.id);
    await office.call('POST', '/api/capacity/staff', { person_id: person.id, kind: i < 3 ? 'full_time' : 'part_time', work: i < 3 ? '系统运维、漏洞整改' : '网站内容审核', since: `${2023 + (i % 3)}-03-01` });
    if (i % 2 === 0) await office.call('POST', '/api/capacity/certificates', { person_id: person.id, name: '注册信息安全专业人员', level: 'CISP', number: `示例${String(i + 1).padStart(4, '0')}`, issuer: '示例测评中心', issued_on: `${2023 + (i % 4)}-05-10`, expires_on: `${2026 + (i % 4)}-12-10` });
  }
  await office.call('POST', '/api/capacity/promises', { kind: 'confidentiality', ids: signers.slice(0, 4), signed_on: '2026-01-12', valid_until: '2027-01-11' });
  await office.call('POST', '/api/capacity/promises', { kind: 'security', ids: list.filter((u) => u.parent_id).slice(0, 48).map((u) => u.id), signed_on: '2026-03-02' });
  await office.call('POST', '/api/responsibility/letters', { year: 2026, unit_ids: list.filter((u) => u.parent_id).slice(0, 52).map((u) => u.id), signed_on: '2026-03-02', party_a: '示例大学' });
  for (const [kind, title, unit, planned, provided, measure] of [['funds', '等级测评和安全服务', centre, 60, 48.5, '万元'], ['goods', '防火墙和日志审计设备', centre, 3, 3, '台'], ['people', '网络安全专职岗位', '人事处', 4, 3, '人']] as const) {
    await office.call('POST', '/api/capacity/resources', { year: 2026, kind, title, unit_id: id(unit), planned, provided, measure, basis: '2026年部门预算' });
  }
  for (const [kind, held_on, title] of [['special_meeting', '2026-03-18', '党委专题研究网络安全工作'], ['quarterly_meeting', '2026-02-26', '一季度网络安全工作会议'], ['quarterly_meeting', '2026-05-21', '二季度网络安全工作会议'], ['quarterly_meeting', '2026-08-27', '三季度网络安全工作会议'], ['agenda_item', '2026-04-09', '校长办公会听取等级保护工作汇报']] as const) {
    await office.call('POST', '/api/responsibility/records', { kind, held_on, title, unit_id: null, chaired_by: '分管校领导', attendees: '领导小组成员', content: '研究部署阶段重点工作。' });
  }
  for (const [kind, name, phone] of [['police', '示例市公安局网安支队', '000-5559110'], ['education', '示例省教育信息中心', '000-5559120'], ['vendor', '示例安全公司', '000-5559001'], ['telecom', '示例电信公司', '000-5559010']] as const) await office.call('POST', '/api/responsibility/contacts', { kind, name, contact_person: '值班员', phone, verified_on: '2026-09-01' });
}

/** What came from above, what rests on it, what is reported upward. */
export async function fillPapers(office: Hand, campaigns: { assurance: string; rectification: string }): Promise<void> {
  const notice = await office.call<{ id: string; clauses: { id: string }[] }>('POST', '/api/papers/superiors', {
    kind: 'notice', received_on: '2026-10-09', text: `示例省教育厅办公室关于开展网络安全专项整治的通知\n示教办函〔2026〕88号\n\n各高等院校：\n为切实消除网络安全隐患，现就开展专项整治有关事项通知如下。\n一、全面排查\n各高校要全面排查网站和信息系统，建立隐患台账。\n二、限期整改\n各高校要对发现的隐患限期整改，无法按期整改的予以关停。\n三、加强值守\n重要时期实行24小时值守，发现事件立即报告。\n四、按时报送\n请各高校于2026年11月30日前将整治总结报送省教育信息中心。\n\n示例省教育厅办公室\n2026年10月8日\n`,
  });
  await office.call('POST', '/api/papers/bases', { campaign_id: campaigns.rectification, superior_document_id: notice.id });
  for (const clause of notice.clauses.slice(0, 2)) await office.call('POST', `/api/papers/clauses/${clause.id}/links`, { campaign_id: campaigns.rectification });
  await office.call('POST', '/api/papers/protection-periods', { event: '国庆节', level: 'national', start_on: '2026-09-25', end_on: '2026-10-08', campaign_id: campaigns.assurance });
  const report = await office.call<{ id: string; version: number }>('POST', '/api/papers/reports', { title: '第三季度网络安全工作情况', recipient: '示例省教育厅', due_on: '2026-10-15', recurrence: 'quarterly' });
  await office.attach(`/api/papers/reports/${report.id}/files`, '第三季度工作情况.txt', '示例大学第三季度网络安全工作情况……');
  await office.call('POST', `/api/papers/reports/${report.id}/moves`, { version: report.version, action: 'send', sent_at: '2026-10-14T02:00:00Z', note: '已通过公文系统报送' });
  const plan = await office.call<{ id: string }>('POST', '/api/papers/own', { kind: 'replacement_plan', title: '示例大学信息系统替代计划', number: '示校发〔2026〕12号', valid_from: '2026-01-01', valid_until: '2028-12-31' });
  await office.attach(`/api/papers/own/${plan.id}/editions`, '替代计划.txt', '示例大学信息系统替代计划\n\n一、工作目标\n到2028年底完成办公系统替代。\n二、主要任务\n分批替换终端和服务器。\n三、进度安排\n2026年完成试点，2027年推广。\n四、保障措施\n经费列入预算。\n');
  await office.call('POST', `/api/papers/own/${plan.id}/milestones`, { title: '完成办公终端试点替换', due_on: '2026-10-31' });
  await office.call('POST', `/api/papers/own/${plan.id}/milestones`, { title: '完成邮件系统迁移', due_on: '2027-06-30' });
  await office.call('POST', '/api/papers/annual-reports', { year: 2026, addressee: '示例省教育厅' });
}

/** Who is asked why, who is watched, who is praised. */
export async function judge(office: Hand, campaigns: { assurance: string }): Promise<void> {
  await office.call('POST', '/api/accountability/clues/find');
  const { clues } = await office.call<{ clues: { id: string; version: number; unit_id: string }[] }>('GET', '/api/accountability/clues');
  for (const clue of clues.slice(0, 3)) await office.call('POST', `/api/accountability/clues/${clue.id}/ask`, { version: clue.version, note: '请说明未按期完成的原因和补救安排。', answer_by: dateOf(new Date(now().getTime() + 5 * 86_400_000)) });
  if (clues[0]) await office.call('POST', '/api/accountability/watch', { unit_id: clues[0].unit_id, note: '多项任务逾期，纳入重点督导。' });
  const circular = await office.call<{ id: string; version: number }>('POST', '/api/accountability/circulars', { kind: 'praise', campaign_id: campaigns.assurance });
  await office.call('POST', `/api/accountability/circulars/${circular.id}/issue`, { version: circular.version });
}
