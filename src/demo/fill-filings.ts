import type { Hand } from './hand.ts';

interface Unit { id: string; name: string }
interface System { id: string }
interface Application { id: string; version: number; checks: { key: string }[] }
interface Filing { id: string; version: number; kind: string; state: string; system_name: string }

/** Sites that go online, each one step further than the next; and filings with their proof. */
export async function fillFilings(as: (user: string) => Promise<Hand>, at: (instant: string) => void, userOf: (unit: string) => string | undefined): Promise<void> {
  let office = await as('office');
  const units = (await office.call<Unit[]>('GET', '/api/units')).filter((u) => u.name !== '示例大学' && userOf(u.name)).slice(0, 5);
  const move = (hand: Hand, a: { id: string; version: number }, action: string, more: object = {}) => hand.call<Application>('POST', `/api/applications/${a.id}/move`, { version: a.version, action, ...more });
  for (const [i, u] of units.entries()) {
    at('2026-10-30T02:00:00Z');
    office = await as('office');
    const people = await office.call<{ items: { id: string }[] }>('GET', `/api/people?unit_id=${u.id}`);
    const system = await office.call<System>('POST', '/api/systems', { name: `${u.name}新版门户`, kind: 'website', unit_id: u.id, state: 'planned', manager_id: people.items[0]?.id ?? null, mlps_level: 2, icp_number: `示ICP备2026${String(1000 + i)}00号`, purpose: '信息发布和办事服务', users: '师生和公众', places: [`new${i + 1}.example.edu.cn`], ports: '443' });
    if (i === 4) continue;
    const liaison = await as(userOf(u.name)!);
    const draft = await liaison.call<Application>('POST', '/api/applications', { system_id: system.id, kind: 'go_live' });
    await liaison.call('PUT', `/api/applications/${draft.id}/checks`, { answers: draft.checks.slice(0, i === 3 ? 6 : undefined).map((c) => ({ key: c.key, answer: c.key === 'tamper' ? 'na' : 'yes' })) });
    if (i === 3) continue;
    const filled = await liaison.call<Application>('PATCH', `/api/applications/${draft.id}`, { version: draft.version, contact_name: '联络员', contact_phone: '000-00000000', planned_on: '2026-11-16' });
    let a = await move(liaison, filled, 'submit');
    if (i === 2) continue;
    at('2026-11-01T02:00:00Z');
    office = await as('office');
    a = await move(office, a, 'accept');
    a = await move(office, a, 'pass', { tested_on: '2026-11-01', report_ref: `技术检测报告〔2026〕${i + 1}号`, note: '未发现超危、高危隐患。' });
    if (i === 0) await move(await as('leader'), a, 'approve', { note: '同意上线。' });
  }
  at('2026-11-01T03:00:00Z');
  for (const [i, u] of units.entries()) {
    const hand = await as(userOf(u.name)!);
    const { items } = await hand.call<{ items: Filing[] }>('GET', '/api/filings?kind=icp&state=filed');
    for (const f of items.slice(0, 2)) await hand.attach(`/api/filings/${f.id}/files`, 'ICP备案截图.txt', `${f.system_name} 备案查询结果`);
    const police = (await hand.call<{ items: Filing[] }>('GET', '/api/filings?kind=police&state=todo')).items[0];
    if (police && i % 2 === 0) await hand.call('POST', `/api/filings/${police.id}/move`, { version: police.version, action: 'submit', filed_on: '2026-11-01' });
  }
}
