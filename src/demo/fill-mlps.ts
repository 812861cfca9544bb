import type { Hand } from './hand.ts';

interface System { id: string; name: string; unit_id: string; unit_name: string; mlps_level: number | null }
interface Shown { id: string; version: number }
const texts = { responsible_body: '', composition: '应用服务器、数据库服务器和负载均衡设备', business: '办理本单位业务，面向全校师生', boundary: '以数据中心边界防火墙为界', s_data: '师生姓名、学工号和业务办理记录', s_reason: '', a_service: '为全校师生提供在线办理服务', a_reason: '', differs_reason: '' };

/** Objects at every step: graded only, filed, assessed with problems open and repaired, one on the forms before 2025, and a plan of the year. */
export async function fillMlps(as: (user: string) => Promise<Hand>, userOf: (unit: string) => string | undefined): Promise<void> {
  const office = await as('office');
  const { items } = await office.call<{ items: System[] }>('GET', '/api/systems?size=100&state=online');
  for (const [i, s] of items.filter((x) => (x.mlps_level ?? 0) >= 2).slice(0, 14).entries()) {
    const url = (o: Shown): string => `/api/mlps/objects/${o.id}`;
    let o = await office.call<Shown>('POST', '/api/mlps/objects', { name: s.name, unit_id: s.unit_id, system_ids: [s.id] });
    const harm = { society: s.mlps_level === 3 ? 'serious' : 'general' };
    o = await office.call<Shown>('PUT', `${url(o)}/grading`, { version: o.version, s_harm: harm, a_harm: harm, ...texts, ...(s.mlps_level === 3 && { differs_reason: '核心业务系统，中断影响全校' }) });
    const move = async (action: string, more: object = {}): Promise<void> => { o = await office.call<Shown>('POST', `${url(o)}/move`, { version: o.version, action, ...more }); };
    if (i % 5 === 4) continue;
    await move('submit');
    if (i % 5 === 3) continue;
    await office.attach(`${url(o)}/files`, '专家评审意见.txt', '经评审，同意该系统的定级结果。');
    await move('pass_review', { experts: '张示例、李示例、王示例', opinion: '定级准确，同意。', reviewed_on: '2025-01-10' });
    await move('approve', { authority: '示例省教育厅', approved_on: '2025-02-10' });
    await move('file', { certificate_number: `110101${String(i + 1).padStart(5, '0')}`, issued_on: i === 0 ? '2024-03-01' : `2025-0${(i % 6) + 3}-15`, form_edition: i === 0 ? 'earlier' : '2025', filed_with: '示例市公安局' });
    if (i % 2) continue;
    const a = await office.call<{ id: string }>('POST', `${url(o)}/assessments`, { agency: '示例测评公司', contract_on: '2025-09-01', started_on: '2025-09-10', finished_on: '2025-10-20', conclusion: 'basic', rate: 84, high_risks: 0 });
    await office.call('POST', `/api/mlps/assessments/${a.id}/problems`, { responsible: '系统管理员', problems: [
      { control_class: '安全计算环境', point: '身份鉴别', requirement: '口令应定期更换', description: '管理后台口令没有更换周期', risk: 'medium', advice: '设置 90 天更换', major: false },
      { control_class: '安全计算环境', point: '安全审计', requirement: '审计记录应受保护并备份', description: '日志只保存在本机', risk: 'low', advice: '接入日志服务器', major: false },
    ] });
    await move('assess');
    await move('conclude');
    const mine = await office.call<{ items: Shown[] }>('GET', `/api/mlps/items?object_id=${o.id}`);
    const user = userOf(s.unit_name);
    if (!user) continue;
    const unit = await as(user);
    for (const item of i === 0 ? [] : mine.items.slice(0, i % 4 === 0 ? 2 : 1)) {
      const done = await unit.call<Shown>('POST', `/api/mlps/items/${item.id}/move`, { version: item.version, action: 'report', note: '已按建议整改并自查。' });
      await office.call('POST', `/api/mlps/items/${item.id}/move`, { version: done.version, action: 'pass', note: '复测通过。' });
    }
    if (i > 0 && i % 4 === 0) { await move('retest'); await move('conclude'); }
  }
  await office.call('PUT', '/api/mlps/consistency', { stated: 8, note: '上年度自查报告' });
  await office.call('POST', '/api/mlps/plan', { year: 2026 });
}
