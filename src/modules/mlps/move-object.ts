import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { type Actor } from '../../kernel/identity/actor.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { move, type Done, type Effects } from '../../kernel/workflow/workflow.ts';
import { accountsToTell, type ToldAs } from '../organisation/index.ts';
import { addMonths } from './calendar.ts';
import type { formEditions, objectActions } from './contract.ts';
import { demandVisible, factsOf, readRules } from './queries.ts';
import { objectFlow, type ObjectEffect } from './workflow.ts';

defineErrors({
  'mlps.not_graded': '还没有定级。请先完成定级，再提交。',
  'mlps.bad_certificate': '备案证明编号是 11 位数字（公安机关代码 6 位加顺序号 5 位），后面可带“-”和 5 位系统序号。请对照备案证明填写。',
  'mlps.certificate_taken': '编号“{number}”已是“{name}”的备案证明编号，请核对。',
  'mlps.day_ahead': '日期不能晚于今天。',
  'mlps.expiry_before': '到期日应晚于发证日期。',
  'mlps.no_conclusion': '还没有登记这次测评的结论和报告日期。请先在“测评”里填写，再办理。',
}, {
  'mlps.not_graded': 'It has no level yet. Grade it first.',
  'mlps.bad_certificate': 'The number of the certificate is 11 digits (6 of the police office, 5 in sequence), with a hyphen and 5 more where the system has its own. Copy it from the certificate.',
  'mlps.certificate_taken': '“{number}” is the number of “{name}” already.',
  'mlps.day_ahead': 'The day may not be after today.',
  'mlps.expiry_before': 'It must end after it was issued.',
  'mlps.no_conclusion': 'The conclusion and the report’s day of this assessment are not entered yet. Fill them in first.',
});

interface ObjectMove {
  version: number; action: (typeof objectActions)[number]; note?: string | undefined; experts?: string | undefined; opinion?: string | undefined; reviewed_on?: string | undefined; authority?: string | undefined; approved_on?: string | undefined;
  certificate_number?: string | undefined; issued_on?: string | undefined; expires_on?: string | undefined; form_edition?: (typeof formEditions)[number] | undefined; filed_with?: string | undefined;
}
const certificate = /^\d{11}(?:-\d{5})?$/;

/** Throws object.not_found, mlps.*, workflow.*. */
export async function moveObject(tx: Tx, actor: Actor, id: string, m: ObjectMove): Promise<void> {
  const o = await demandVisible(tx, actor, id);
  const facts = await factsOf(tx, id);
  if (m.action === 'submit' && o.level === null) throw new AppError('rule', 'mlps.not_graded');
  for (const field of ['reviewed_on', 'approved_on', 'issued_on'] as const) if ((m[field] ?? '') > today()) throw new AppError('invalid', 'mlps.day_ahead', {}, [{ path: field, message: '日期还没有到' }]);
  if (m.action === 'file' && m.certificate_number) await demandCertificate(tx, id, m.certificate_number);
  if (m.action === 'file' && m.expires_on && m.issued_on && m.expires_on <= m.issued_on) throw new AppError('invalid', 'mlps.expiry_before', {}, [{ path: 'expires_on', message: '太早' }]);
  if (m.action === 'pass_review' && o.state === 'expert_review') await demandOpinion(tx, id);
  if (m.action === 'conclude' && o.state === 'assessing') await demandConclusion(tx, id);
  const { version, action, note, ...fields } = m;
  await move(tx, objectFlow, actor, { id, version, action, note, fields }, facts, effects);
}
async function demandCertificate(tx: Tx, id: string, number: string): Promise<void> {
  if (!certificate.test(number)) throw new AppError('invalid', 'mlps.bad_certificate', {}, [{ path: 'certificate_number', message: '应为 11 位数字' }]);
  const { rows: [other] } = await sql<{ name: string }>`select o.name from mlps_object o join work_case c on c.id = o.id where o.certificate_number = ${number} and o.id <> ${id} and c.state <> 'cancelled' limit 1`.execute(tx);
  // one certificate may stand for several objects only by the serial of each behind it
  if (other) throw new AppError('conflict', 'mlps.certificate_taken', { number, name: other.name }, [{ path: 'certificate_number', message: '已登记过' }]);
}
/** The experts' paper, uploaded in this round of grading: before or after it was handed in. */
async function demandOpinion(tx: Tx, id: string): Promise<void> {
  const { rows: [file] } = await sql<{ id: string }>`select f.id from file f where f.owner_type = 'mlps_object' and f.owner_id = ${id} and f.created_at >= (select max(v.at) from case_event v where v.case_id = ${id} and v.action in ('open', 'regrade', 'restore')) limit 1`.execute(tx);
  if (!file) throw new AppError('invalid', 'workflow.evidence_required');
}
/** The assessment of this round: one that ended after the last step that began one. */
async function demandConclusion(tx: Tx, id: string): Promise<void> {
  const { rows: [a] } = await sql<{ id: string }>`select a.id from mlps_assessment a where a.object_id = ${id} and a.finished_on is not null and a.conclusion is not null and not exists (select 1 from mlps_assessment b where b.object_id = ${id} and b.id > a.id and (b.conclusion is null or b.finished_on is null)) order by a.id desc limit 1`.execute(tx);
  if (!a) throw new AppError('rule', 'mlps.no_conclusion');
}

const set = (tx: Tx, done: Done) => tx.updateTable('mlps_object').where('id', '=', done.cases[0]!.id);
const text = (done: Done, field: string): string => (done.fields[field] as string | undefined) ?? '';
const effects: Effects<ObjectEffect> = {
  async keep_review(tx, done) { await set(tx, done).set({ experts: text(done, 'experts'), expert_opinion: text(done, 'opinion'), reviewed_on: text(done, 'reviewed_on') }).execute(); },
  async keep_approval(tx, done) { await set(tx, done).set({ authority: text(done, 'authority'), authority_opinion: text(done, 'opinion'), approved_on: text(done, 'approved_on') }).execute(); },
  async keep_filing(tx, done) {
    const issued = text(done, 'issued_on');
    const { certificate_years } = await readRules(tx);
    await set(tx, done).set({ certificate_number: text(done, 'certificate_number'), issued_on: issued, expires_on: text(done, 'expires_on') || addMonths(issued, 12 * certificate_years), form_edition: text(done, 'form_edition') === 'earlier' ? 'earlier' : '2025', filed_with: text(done, 'filed_with') }).execute();
  },
  /** Its systems may be graded elsewhere from now on. */
  async end_links(tx, done) { await tx.updateTable('mlps_object_system').set({ live: false }).where('object_id', '=', done.cases[0]!.id).execute(); },
  async renew_links(tx, done) { await sql`update mlps_object_system l set live = true where l.object_id = ${done.cases[0]!.id} and not exists (select 1 from mlps_object_system x where x.system_id = l.system_id and x.live)`.execute(tx); },
  tell: (tx, done) => tellOf(tx, done),
};

/** Whom a move concerns: null is the office. */
const told: Partial<Record<string, { to: readonly ToldAs[] | null; title: string }>> = {
  submit: { to: null, title: '定级已提交' }, approve: { to: ['liaison'], title: '主管部门审核通过，请准备备案材料' }, file: { to: ['liaison', 'unit_head'], title: '已取得备案证明' }, conclude: { to: ['liaison', 'unit_head'], title: '测评已有结论' }, retest: { to: null, title: '测评问题已整改，待复测' },
  return: { to: ['liaison'], title: '定级被退回，请修改' }, regrade: { to: null, title: '重新定级' }, refile: { to: ['liaison'], title: '需要重新备案' }, cancel: { to: ['liaison', 'unit_head'], title: '等保备案已注销' },
};
async function tellOf(tx: Tx, done: Done): Promise<void> {
  const w = told[done.action];
  const [c] = done.cases;
  if (!w || !c) return;
  const { name } = await tx.selectFrom('mlps_object').select('name').where('id', '=', c.id).executeTakeFirstOrThrow();
  const accounts = w.to === null ? await accountsWithRole(tx, 'office') : (await accountsToTell(tx, [c.unit_id], w.to)).map((p) => p.account_id);
  await tell(tx, [...new Set(accounts)].filter((a) => a !== done.actor.id).map((account_id) => ({ account_id, kind: 'mlps', title: `${w.title}：${name}`, body: done.note ?? '', link: `/mlps/${c.id}`, once_key: `mlps:${c.id}:${c.version}:${done.action}` })));
}
