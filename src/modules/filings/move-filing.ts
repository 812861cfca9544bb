import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import type { Done, Effects } from '../../kernel/workflow/workflow.ts';
import { setExempt, setFilingNumber } from '../assets/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import { unclosed } from './checklist.ts';
import type { FilingEffect } from './workflow.ts';

defineErrors({
  'filing.no_proof': '请先上传备案证明（截图、证书或批复）再提交。',
  'filing.not_closed': '还有下线检查项没有落实：{missing}。落实后再办结注销。',
}, {
  'filing.no_proof': 'Add the proof first: a picture, the certificate or the reply.',
  'filing.not_closed': 'Not dealt with yet: {missing}. Close it after that.',
});

const idsOf = ({ cases }: Done): string[] => cases.map((c) => c.id);
const text = (v: unknown): string | undefined => (typeof v === 'string' ? v : undefined);
export const filingEffects: Effects<FilingEffect> = {
  /** What came with the move; the number goes where it lives. */
  async keep(tx, done) {
    const f = done.fields;
    const set = { ...(f['subject'] !== undefined && { subject: text(f['subject'])! }), ...(f['filed_on'] !== undefined && { filed_on: text(f['filed_on'])! }), ...(f['approved_on'] !== undefined && { approved_on: text(f['approved_on'])! }), ...(f['expires_on'] !== undefined && { expires_on: text(f['expires_on']) ?? null }), ...(f['cancelled_on'] !== undefined && { cancelled_on: text(f['cancelled_on'])! }) };
    for (const id of idsOf(done)) {
      if (Object.keys(set).length) await tx.updateTable('filing').set(set).where('id', '=', id).execute();
      if (done.action === 'record') await keepNumber(tx, done.actor, id, text(f['number']) ?? '');
    }
  },
  async demand_proof(tx, done) {
    const { rows } = await sql<{ id: string }>`select f.id from filing f where f.id = any(${idsOf(done)}::uuid[]) and not exists (select 1 from file x where x.owner_type = 'filing' and x.owner_id = f.id)`.execute(tx);
    if (rows.length) throw new AppError('invalid', 'filing.no_proof');
  },
  async demand_closing(tx, done) {
    for (const id of idsOf(done)) {
      const { system_id } = await tx.selectFrom('filing').select('system_id').where('id', '=', id).executeTakeFirstOrThrow();
      const missing = await unclosed(tx, system_id);
      if (missing.length) throw new AppError('rule', 'filing.not_closed', { missing: missing.join('、') });
    }
  },
  begin_change: (tx, done) => begin(tx, done, 'change_days', `变更：${done.note ?? ''}`),
  begin_cancel: (tx, done) => begin(tx, done, 'cancel_days', `注销：${done.note ?? ''}`),
  async begin_anew(tx, done) {
    await sql`update filing set duty = '', cancelled_on = null where id = any(${idsOf(done)}::uuid[])`.execute(tx);
    await sql`update work_case c set due_on = case when s.state in ('online', 'shut') then ${today()}::date + k.due_days end from filing f join info_system s on s.id = f.system_id join filing_kind k on k.key = f.kind where f.id = c.id and c.id = any(${idsOf(done)}::uuid[])`.execute(tx);
  },
  async end_duty(tx, done) {
    await sql`update work_case set due_on = null, due_rule = null where id = any(${idsOf(done)}::uuid[])`.execute(tx);
    await sql`update filing set duty = '' where id = any(${idsOf(done)}::uuid[])`.execute(tx);
  },
  /** The ledger does not ask for the number of what need not be filed. */
  async keep_exemption(tx, done) {
    const { rows } = await sql<{ system_id: string; fields: ('icp_number' | 'police_number')[] }>`select s.system_id, array_remove(array_agg(distinct k.ledger_field) filter (where c.state = 'void'), null) as fields from (select distinct system_id from filing where id = any(${idsOf(done)}::uuid[])) s join filing f on f.system_id = s.system_id join work_case c on c.id = f.id join filing_kind k on k.key = f.kind group by s.system_id`.execute(tx);
    for (const r of rows) await setExempt(tx, r.system_id, r.fields ?? []);
  },
  tell: (tx, done) => tellOf(tx, done),
};
async function begin(tx: Tx, done: Done, days: 'change_days' | 'cancel_days', duty: string): Promise<void> {
  await sql`update filing set duty = ${duty.slice(0, 500)} where id = any(${idsOf(done)}::uuid[])`.execute(tx);
  await sql`update work_case c set due_on = ${today()}::date + ${sql.ref(`k.${days}`)} from filing f join filing_kind k on k.key = f.kind where f.id = c.id and c.id = any(${idsOf(done)}::uuid[])`.execute(tx);
}
/** One truth: where the ledger of systems has a field for it the number stands there, else with the filing. */
export async function keepNumber(tx: Tx, actor: Done['actor'], id: string, number: string): Promise<void> {
  const f = await tx.selectFrom('filing as f').innerJoin('filing_kind as k', 'k.key', 'f.kind').select(['f.system_id', 'k.ledger_field']).where('f.id', '=', id).executeTakeFirstOrThrow();
  if (f.ledger_field) await setFilingNumber(tx, actor, f.system_id, f.ledger_field, number);
  else await tx.updateTable('filing').set({ own_number: number }).where('id', '=', id).execute();
}

const told: Record<string, string> = { begin_change: '请办理备案变更', begin_cancel: '请办理备案注销', send_back: '备案被退回，请补正', record: '已取得备案号', no_change: '备案无需变更', close: '备案已注销', exempt: '无需办理备案', reopen: '请重新办理备案' };
async function tellOf(tx: Tx, done: Done): Promise<void> {
  const title = told[done.action];
  if (!title) return;
  const { rows } = await sql<{ id: string; kind_name: string; system_name: string }>`select f.id, k.name as kind_name, s.name as system_name from filing f join filing_kind k on k.key = f.kind join info_system s on s.id = f.system_id where f.id = any(${idsOf(done)}::uuid[])`.execute(tx);
  const names = new Map(rows.map((r) => [r.id, r]));
  const people = await accountsToTell(tx, [...new Set(done.cases.map((c) => c.unit_id))], ['liaison']);
  const news: NewNotice[] = [];
  for (const c of done.cases) for (const p of people.filter((one) => one.unit_id === c.unit_id && one.account_id !== done.actor.id)) {
    const n = names.get(c.id)!;
    news.push({ account_id: p.account_id, kind: 'filing', title: `${title}：${n.system_name}（${n.kind_name}）`, body: (done.note ?? '').slice(0, 300), link: `/filings/${c.id}`, once_key: `filing:${c.id}:${c.version}:${done.action}` });
  }
  await tell(tx, news);
}
