import { now, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { nextNumber } from '../../kernel/number-series.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { isHandedIn, move, openCases, type Done, type Effects } from '../../kernel/workflow/workflow.ts';
import { moveSystem } from '../assets/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import { answerChecks, listOf } from './checklist.ts';
import type { answers, applicationActions, applicationKinds } from './contract.ts';
import { readApplication, visibleApplications } from './queries.ts';
import { followingLedger } from './settle-filings.ts';
import { noteReport } from './system-reports.ts';
import { applicationFlow, type ApplicationEffect } from './workflow.ts';

defineErrors({
  'application.wrong_state': '系统现在的状态不能办理这种申请：拟建的申请上线，关停的申请恢复，在线的申请变更，都可以申请下线。',
  'application.open_already': '这个系统已有一份申请（{number}）在办理，请先办完或撤回。',
  'application.not_editable': '申请已提交，不能修改。需要修改请先撤回或请办公室退回。',
  'application.incomplete': '还不能提交：{missing}。',
  'application.not_ready': '还不能批准：{missing}。',
  'application.closed': '申请已经办结，不能再增减材料。',
  'application.test_ahead': '检测日期不能晚于今天。',
}, {
  'application.wrong_state': 'Not in the present state of the system: planned ones apply to go online, shut ones to be restored, running ones for a change; all may be retired.',
  'application.open_already': 'An application ({number}) of this system is being dealt with; finish or withdraw it first.',
  'application.not_editable': 'It was handed in. Withdraw it or ask the office to send it back before changing it.',
  'application.incomplete': 'It cannot be handed in yet: {missing}.',
  'application.not_ready': 'It cannot be approved yet: {missing}.',
  'application.closed': 'It is closed; nothing can be added or removed.',
  'application.test_ahead': 'The test cannot be after today.',
});
type Kind = (typeof applicationKinds)[number];
const possible: Record<Kind, readonly string[]> = { go_live: ['planned'], restore: ['shut'], change: ['online', 'shut'], retire: ['planned', 'online', 'shut'] };
const kindNames: Record<Kind, string> = { go_live: '上线申请', restore: '恢复上线申请', change: '重大变更申请', retire: '下线注销申请' };

/** Filled with what the ledger knows. Throws object.not_found, permission.denied, application.wrong_state, application.open_already. */
export async function createApplication(tx: Tx, actor: Actor, systemId: string, kind: Kind): Promise<string> {
  const s = await tx.selectFrom('info_system as s').leftJoin('person as m', 'm.id', 's.manager_id').select(['s.id', 's.unit_id', 's.state', 's.purpose', 's.users', 's.data_held', 'm.name as manager_name', 'm.phone as manager_phone']).where('s.id', '=', systemId).forUpdate('s').executeTakeFirst();
  if (!s) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, 'filing.write', s.unit_id);
  if (!possible[kind].includes(s.state)) throw new AppError('rule', 'application.wrong_state');
  const open = await tx.selectFrom('system_application as a').innerJoin('work_case as c', 'c.id', 'a.id').select('a.number').where('a.system_id', '=', systemId).where('c.closed_at', 'is', null).executeTakeFirst();
  if (open) throw new AppError('conflict', 'application.open_already', { number: open.number });
  const id = newId();
  const year = Number(today().slice(0, 4));
  await openCases(tx, applicationFlow, actor, [{ id, unit_id: s.unit_id, due_on: null }]);
  await tx.insertInto('system_application').values({ id, number: `SQ${year}-${String(await nextNumber(tx, 'application', year)).padStart(4, '0')}`, kind, system_id: systemId, content: '', purpose: s.purpose, users: s.users, data_held: s.data_held, contact_name: s.manager_name ?? actor.name, contact_phone: s.manager_phone ?? '', internet: true, planned_on: null, tested_on: null, tested_by_name: null, submitted_at: null, decided_at: null, decided_by_name: null, done_at: null, created_at: now().toISOString(), created_by_name: actor.name }).execute();
  return id;
}
async function demandApplication(tx: Tx, actor: Actor, id: string) {
  const a = await visibleApplications(tx, actor).select(['a.id', 'a.kind', 'a.number', 'a.system_id', 'c.unit_id', 'c.state', 'c.version', 's.name as system_name']).where('a.id', '=', id).executeTakeFirst();
  if (!a) throw new AppError('not_found', 'object.not_found');
  return a;
}
async function demandEditable(tx: Tx, actor: Actor, id: string) {
  const a = await demandApplication(tx, actor, id);
  demandIn(actor, 'filing.write', a.unit_id);
  if (a.state !== 'draft' && a.state !== 'returned') throw new AppError('rule', 'application.not_editable');
  return a;
}
export interface ApplicationFields { content?: string | undefined; purpose?: string | undefined; users?: string | undefined; data_held?: string | undefined; contact_name?: string | undefined; contact_phone?: string | undefined; internet?: boolean | undefined; planned_on?: string | null | undefined }
/** Throws object.not_found, object.changed_meanwhile, application.not_editable. */
export async function updateApplication(tx: Tx, actor: Actor, id: string, given: ApplicationFields & { version: number }): Promise<void> {
  await demandEditable(tx, actor, id);
  const { version, ...rest } = given;
  const taken = await tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).where('version', '=', version).executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw new AppError('conflict', 'object.changed_meanwhile');
  const set = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined));
  if (Object.keys(set).length) await tx.updateTable('system_application').set(set).where('id', '=', id).execute();
}
export async function answerApplication(tx: Tx, actor: Actor, id: string, given: { key: string; answer: (typeof answers)[number] | null; note?: string | undefined }[]): Promise<void> {
  const a = await demandEditable(tx, actor, id);
  const list = listOf[a.kind];
  await answerChecks(tx, actor, list, list === 'closing' ? a.system_id : id, given);
}
export interface ApplicationMove { version: number; action: (typeof applicationActions)[number]; note?: string | undefined; tested_on?: string | undefined; report_ref?: string | undefined }
/** Throws object.not_found, application.*, system.*, workflow.*. */
export async function moveApplication(tx: Tx, actor: Actor, id: string, m: ApplicationMove): Promise<void> {
  await demandApplication(tx, actor, id);
  if ((m.tested_on ?? '') > today()) throw new AppError('invalid', 'application.test_ahead', {}, [{ path: 'tested_on', message: '日期还没有到' }]);
  await move(tx, applicationFlow, actor, { id, version: m.version, action: m.action, note: m.note, fields: { tested_on: m.tested_on, report_ref: m.report_ref } }, {}, effects);
}
async function demandNothing(tx: Tx, done: Done, id: string, stops: readonly string[], code: 'application.incomplete' | 'application.not_ready'): Promise<void> {
  const { missing } = await readApplication(tx, followingLedger(done.actor), id);
  const left = missing.filter((x) => stops.includes(x.stops)).map((x) => x.text);
  if (left.length) throw new AppError('rule', code, { missing: left.join('；') });
}

const effects: Effects<ApplicationEffect> = {
  async demand_complete(tx, done) { for (const c of done.cases) await demandNothing(tx, done, c.id, ['submit'], 'application.incomplete'); },
  async note_submitted(tx, done) { await tx.updateTable('system_application').set({ submitted_at: now().toISOString() }).where('id', 'in', done.cases.map((c) => c.id)).execute(); },
  async keep_test(tx, done) { await tx.updateTable('system_application').set({ tested_on: done.fields['tested_on'] as string, report_ref: done.fields['report_ref'] as string, tested_by_name: done.actor.name }).where('id', 'in', done.cases.map((c) => c.id)).execute(); },
  async carry_out(tx, done) { for (const c of done.cases) await carryOut(tx, done, c.id); },
  async tell(tx, done) { for (const c of done.cases) await tellOf(tx, done, c); },
};
const moves = { go_live: 'go_online', restore: 'restore', retire: 'cancel' } as const;
/** What is approved happens: the system goes online, comes back or is cancelled; a great change is to be reported. */
async function carryOut(tx: Tx, done: Done, id: string): Promise<void> {
  const at = now().toISOString();
  await tx.updateTable('system_application').set({ decided_at: at, decided_by_name: done.actor.name }).where('id', '=', id).execute();
  const a = await tx.selectFrom('system_application as a').innerJoin('info_system as s', 's.id', 'a.system_id').select(['a.kind', 'a.number', 'a.content', 'a.purpose', 'a.system_id', 's.version']).where('a.id', '=', id).executeTakeFirstOrThrow();
  // the case is approved by now, and what an approved one lacks is read as if it were not
  const lacks = await lackingAtApproval(tx, done, id);
  if (lacks.length) throw new AppError('rule', 'application.not_ready', { missing: lacks.join('；') });
  if (a.kind === 'change') await noteReport(tx, a.system_id, 'changed', a.content, a.number);
  else await moveSystem(tx, followingLedger(done.actor), a.system_id, { version: a.version, action: moves[a.kind], reason: `${kindNames[a.kind]}${a.number}已批准${a.kind === 'go_live' || !a.content ? '' : `：${a.content.slice(0, 300)}`}`, paper: a.number });
  await tx.updateTable('system_application').set({ done_at: at }).where('id', '=', id).execute();
}
async function lackingAtApproval(tx: Tx, done: Done, id: string): Promise<string[]> {
  return (await readApplication(tx, followingLedger(done.actor), id, true)).missing.map((x) => x.text);
}

const told: Partial<Record<string, string>> = { accept: '已受理，正在检测', pass: '检测通过，待审批', approve: '已批准', send_back: '被退回，请补正后重新提交' };
async function tellOf(tx: Tx, done: Done, c: Done['cases'][number]): Promise<void> {
  const a = await tx.selectFrom('system_application as a').innerJoin('info_system as s', 's.id', 'a.system_id').select(['a.kind', 'a.number', 's.name']).where('a.id', '=', c.id).executeTakeFirstOrThrow();
  const up = done.action === 'submit' ? await accountsWithRole(tx, 'office') : done.action === 'pass' ? [...await accountsWithRole(tx, 'office'), ...await accountsWithRole(tx, 'leader')] : [];
  const own = told[done.action] ? (await accountsToTell(tx, [c.unit_id], done.action === 'approve' ? ['liaison', 'unit_head'] : ['liaison'])).map((p) => p.account_id) : [];
  const say = (accounts: string[], title: string) => accounts.filter((id) => id !== done.actor.id).map((account_id) => ({ account_id, kind: 'filing', title: `${title}：${a.name}`, body: [a.number, done.note].filter(Boolean).join('。').slice(0, 300), link: `/filings/applications/${c.id}`, once_key: `application:${c.id}:${c.version}:${done.action}` }));
  await tell(tx, [...say([...new Set(own)], `${kindNames[a.kind]}${told[done.action] ?? ''}`), ...say([...new Set(up)].filter((id) => !own.includes(id)), done.action === 'submit' ? `收到${kindNames[a.kind]}，待受理` : `${kindNames[a.kind]}待审批`)]);
}

/** The unit adds papers until it is decided; so does the office, which brings the test's report. */
export async function attachPaper(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  const a = await demandApplication(tx, actor, id);
  demandIn(actor, 'filing.write', a.unit_id);
  if (a.state === 'approved' || a.state === 'withdrawn') throw new AppError('rule', 'application.closed');
  return attachFile(tx, file, 'system_application', id, actor);
}
export async function detachPaper(tx: Tx, actor: Actor, id: string, fileId: string): Promise<void> {
  const a = await demandApplication(tx, actor, id);
  demandIn(actor, 'filing.write', a.unit_id);
  if (await isHandedIn(tx, id, fileId)) throw new AppError('rule', 'filing.handed_in');
  const gone = await sql`delete from file where id = ${fileId} and owner_type = 'system_application' and owner_id = ${id}`.execute(tx);
  if (!gone.numAffectedRows) throw new AppError('not_found', 'object.not_found');
}
