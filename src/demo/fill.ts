import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { moveClockTo, today } from '../kernel/clock.ts';
import type { AssignmentRow, Campaign, CampaignDraft } from '../modules/campaigns/contract.ts';
import { campaignJobs } from '../modules/campaigns/index.ts';
import type { Running } from '../serve.ts';
import { fillFilings } from './fill-filings.ts';
import { fillHazards } from './fill-hazards.ts';
import { fillLedgers } from './fill-ledgers.ts';
import { fillMlps } from './fill-mlps.ts';
import { fillNotices } from './fill-notices.ts';
import { fillDuties, fillPapers, judge } from './fill-office.ts';
import { fillProtection, noteBackups } from './fill-protection.ts';
import { Hand } from './hand.ts';
import { demoPerson, demoUnits } from './units.ts';

type Row = z.output<typeof AssignmentRow>;
/** Fills an empty installation: 60 units, 120 people, three campaigns in different stages. Everything goes through the API;
 *  only the clock is moved, so that the past looks like one. */
export async function fillDemo({ app, db }: Pick<Running, 'app' | 'db'>, password: string): Promise<void> {
  const first = `${password}-first`;
  const hands = new Map<string, Promise<Hand>>();
  const changed = new Set<string>(['sysadmin', 'secadmin', 'auditor']);
  /** Signs in once for each jump of the clock; the first time also changes the first password. */
  const as = (user: string): Promise<Hand> => {
    const known = hands.get(user) ?? signIn(user);
    hands.set(user, known);
    return known;
  };
  const signIn = async (user: string): Promise<Hand> => {
    const hand = new Hand(app, user);
    await hand.call('POST', '/api/session', { user_name: user, password: changed.has(user) ? password : first });
    if (!changed.has(user)) await hand.call('POST', '/api/session/password', { old_password: first, new_password: password });
    changed.add(user);
    return hand;
  };
  /** Four at a time: they share the wait for the disk. */
  const together = async <T>(list: readonly T[], work: (one: T, i: number) => Promise<void>): Promise<void> => { for (let i = 0; i < list.length; i += 4) await Promise.all(list.slice(i, i + 4).map((one, k) => work(one, i + k))); };
  // sessions end when the clock jumps; everybody signs in again
  const at = (instant: string) => { moveClockTo(new Date(instant)); hands.clear(); };

  at('2026-09-10T01:00:00Z');
  const three = { system_admin: { user_name: 'sysadmin', name: '系统管理员', password }, security_admin: { user_name: 'secadmin', name: '安全管理员', password }, audit_admin: { user_name: 'auditor', name: '审计管理员', password } };
  await new Hand(app, 'setup').call('POST', '/api/setup', { organisation_name: '示例大学', ...three });
  const system = await as('sysadmin');
  const security = await as('secadmin');
  // half a year's work in a minute would be taken for a flood
  await system.call('PATCH', '/api/settings', { writes_per_minute: 0 });
  const account = async (user_name: string, name: string, role: string, unit_id: string | null) => {
    const a = await system.call<{ id: string; version: number }>('POST', '/api/accounts', { user_name, name, password: first });
    await security.call('PUT', `/api/accounts/${a.id}/roles`, { version: a.version, roles: [{ role, unit_id }] });
  };
  await account('office', '网信办工作人员', 'office', null);
  await account('leader', '分管校领导', 'leader', null);
  const office = await as('office');
  const root = await office.call<{ id: string }>('POST', '/api/units', { parent_id: null, name: '示例大学', kind: 'school' });
  const users = new Map<string, string>();
  for (const [i, u] of demoUnits.entries()) {
    const unit = await office.call<{ id: string }>('POST', '/api/units', { parent_id: root.id, name: u.name, kind: u.kind, sort: 100 + i });
    const n = String(i + 1).padStart(2, '0');
    users.set(u.name, `unit${n}`);
    for (const duty of ['head', 'liaison'] as const) {
      const p = demoPerson(i, duty);
      const person = await office.call<{ id: string }>('POST', '/api/people', { ...p, unit_id: unit.id });
      for (const post of duty === 'head' ? ['first_responsible'] : i % 7 === 3 ? ['liaison'] : ['liaison', 'security_officer']) await office.call('PUT', `/api/units/${unit.id}/posts/${post}`, { person_id: person.id });
      if (duty === 'head' && i % 5 !== 4) await office.call('PUT', `/api/units/${unit.id}/posts/direct_responsible`, { person_id: person.id });
      await account(duty === 'head' ? `head${n}` : `unit${n}`, p.name, duty === 'head' ? 'unit_head' : 'liaison', unit.id);
    }
  }

  const publish = async (file: string): Promise<string> => {
    const hand = await as('office');
    const draft = await hand.call<z.output<typeof CampaignDraft>>('POST', '/api/campaigns', { text: readFileSync(join(import.meta.dirname, 'documents', file), 'utf8') });
    const { campaign } = await hand.call<{ campaign: z.output<typeof Campaign> }>('POST', `/api/campaigns/${draft.campaign.id}/publish`, { version: draft.campaign.version });
    return campaign.id;
  };
  const rows = async (id: string): Promise<Row[]> => {
    const list: Row[] = [];
    for (let page = 1; ; page++) {
      const got = await (await as('office')).call<{ items: Row[]; total: number }>('GET', `/api/assignments?campaign_id=${id}&size=500&page=${page}`);
      list.push(...got.items);
      if (list.length >= got.total) return list;
    }
  };
  const answered: { id: string; version: number }[] = [];
  /** What was answered and is in order, at once: the office would not open each. */
  const approve = async (): Promise<void> => {
    const moves = answered.splice(0);
    if (moves.length) await (await as('office')).call('POST', '/api/assignments/moves', { moves, action: 'approve', note: '材料齐全，予以通过。' });
  };
  /** A unit answers; `to` says how far it gets, `approve` with the next approval. The choice is arithmetic, so that every demo looks alike. */
  const answer = async (row: Row, to: 'sign' | 'submit' | 'approve' | 'return') => {
    const user = users.get(row.unit_name);
    if (!user) return;
    const hand = await as(user);
    const move = (h: Hand, version: number, action: string, note?: string) => h.call<Row>('POST', `/api/assignments/${row.id}/moves`, { version, action, ...(note && { note }) });
    let now = await move(hand, row.version, 'sign');
    if (to === 'sign') return;
    await hand.attach(`/api/assignments/${row.id}/files`, '工作记录.txt', `${row.unit_name}\n${row.task_title}\n已按要求完成，附会议记录和检查清单。`);
    now = await move(hand, now.version, 'submit', `已按要求完成“${row.task_title}”，责任到人，相关记录见佐证。`);
    if (to === 'approve') answered.push({ id: row.id, version: now.version });
    if (to === 'return') await move(await as('office'), now.version, 'return', '缺少整改前后对比截图，请补充后重新提交。');
  };

  const openPeriods = campaignJobs(db).find((job) => job.name === 'campaigns.open_periods')!;
  /** The week that runs is opened as the server would have done by night; seven units of eight answer it, and what they answered is approved at once. */
  const answerWeek = async (campaign: string, week: number): Promise<void> => {
    await openPeriods.run({});
    const open = (await rows(campaign)).filter((r) => r.state === 'to_sign' && r.period_label?.startsWith(`第${week}周`));
    await together(open, async (row, i) => {
      const user = users.get(row.unit_name);
      if (!user || (i * 3 + week) % 8 === 0) return;
      const hand = await as(user);
      const signed = await hand.call<Row>('POST', `/api/assignments/${row.id}/moves`, { version: row.version, action: 'sign' });
      answered.push({ id: row.id, version: (await hand.call<Row>('POST', `/api/assignments/${row.id}/moves`, { version: signed.version, action: 'submit', note: '本周已检测，未发现弱口令；新增账号均已启用双因素认证。' })).version });
    });
    await approve();
  };

  at('2026-09-10T08:00:00Z');
  await fillDuties(await as('office'));

  at('2026-09-11T02:00:00Z');
  const assurance = await publish('assurance.txt');
  at('2026-09-21T03:00:00Z');
  await together(await rows(assurance), (row) => answer(row, 'approve'));
  await approve();
  at('2026-10-11T02:00:00Z');
  const finished = await (await as('office')).call<{ campaign: z.output<typeof Campaign> }>('GET', `/api/campaigns/${assurance}`);
  await (await as('office')).call('POST', `/api/campaigns/${assurance}/documents`, { kind: 'final_report' });
  await (await as('office')).call('POST', `/api/campaigns/${assurance}/close`, { version: finished.campaign.version, note: '国庆期间未发生网络安全事件。' });

  at('2026-10-12T01:30:00Z');
  const rectification = await publish('rectification.txt');
  await fillHazards(as, at, (unit) => users.get(unit));
  for (const week of [43, 44]) await answerWeek(rectification, week);
  await fillFilings(as, at, (unit) => users.get(unit));
  at('2026-11-02T02:00:00Z');
  await together((await rows(rectification)).filter((r) => r.state === 'to_sign'), async (row, i) => {
    const n = (i * 7) % 20;
    // what comes anew each week was done
    if (n < 9 || (n < 18 && row.period_label?.startsWith('第'))) await answer(row, 'approve');
    else if (n < 11) await answer(row, 'submit');
    else if (n < 12) await answer(row, 'return');
    else if (n < 17) await answer(row, 'sign');
  });
  await approve();
  at('2026-11-06T02:00:00Z');
  await fillMlps(as, (unit) => users.get(unit));
  await fillLedgers(await as('office'));
  await answerWeek(rectification, 45);
  at('2026-11-09T01:00:00Z');
  await fillProtection(await as('office'));
  await answerWeek(rectification, 46);
  await fillNotices(as, at, (unit) => users.get(unit));
  at('2026-11-18T02:00:00Z');
  await answerWeek(rectification, 47);
  await (await as('office')).call('POST', `/api/campaigns/${rectification}/documents`, { kind: 'bulletin' });
  await (await as('office')).call('POST', '/api/campaigns', { text: readFileSync(join(import.meta.dirname, 'documents', 'annual.txt'), 'utf8') });
  await fillPapers(await as('office'), { assurance, rectification });
  await judge(await as('office'), { assurance });
  // those who had nothing to do in the past have their first password still
  moveClockTo(undefined);
  hands.clear();
  await together([...users.values()].flatMap((user) => [user, user.replace('unit', 'head')]).filter((name) => !changed.has(name)), async (name) => { await as(name); });
  await noteBackups(await as('office'), today());
  await (await as('sysadmin')).call('PATCH', '/api/settings', { writes_per_minute: 1200 });
}
