import { now, today } from '../../kernel/clock.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { demandIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { nextNumber } from '../../kernel/number-series.ts';
import { move, openCases, type Effects } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { repairActions } from './contract.ts';
import { keepPaper } from './paper.ts';
import { readRepair, repairDocument } from './repair-queries.ts';
import { repairFlow, type RepairEffect } from './repair.workflow.ts';

defineErrors({
  'repair.handed_in': '报告已提交，不能再改。需要修改请先收回，或请网络安全办公室退回。',
  'repair.incomplete': '原因分析、整改措施、长效措施须填写；有未完成的隐患，还须填写未完成项计划。',
  'repair.unpromised': '请先勾选“所填内容真实”的承诺。',
  'repair.not_signed_for': '请先签收通知书，再提交整改报告。',
  'repair.received_already': '已经确认收到。',
}, {
  'repair.handed_in': 'The report was handed in and stays. Take it back first, or ask the office to return it.',
  'repair.incomplete': 'Causes, measures and lasting measures are needed; where something is unfinished, also the plan.',
  'repair.unpromised': 'Confirm first that what you wrote is true.',
  'repair.not_signed_for': 'Sign for the notice first.',
  'repair.received_already': 'Receipt was confirmed already.',
});
interface Words { received?: string | undefined; causes?: string | undefined; measures?: string | undefined; results?: string | undefined; plan?: string | undefined; long_term?: string | undefined; contact?: string | undefined; promised?: boolean | undefined }

/** Begins the report with the first word that is saved. Throws repair.handed_in, object.changed_meanwhile. */
export async function saveRepair(tx: Tx, actor: Actor, noticeId: string, { version, ...words }: Words & { version: number }): Promise<void> {
  const r = await readRepair(tx, actor, noticeId);
  demandIn(actor, 'hazard.answer', r.unit_id);
  if (r.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (!r.can_edit) throw new AppError('rule', 'repair.handed_in');
  const id = await reportOf(tx, noticeId) ?? await begin(tx, actor, noticeId, r.unit_id);
  const set = Object.fromEntries(Object.entries(words).filter(([, v]) => v !== undefined));
  if (Object.keys(set).length) await tx.updateTable('repair_report').set(set).where('id', '=', id).execute();
  await tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).execute();
}
const reportOf = async (tx: Tx, noticeId: string): Promise<string | undefined> => (await tx.selectFrom('repair_report').select('id').where('notice_id', '=', noticeId).executeTakeFirst())?.id;
async function begin(tx: Tx, actor: Actor, noticeId: string, unit_id: string): Promise<string> {
  const id = newId();
  await openCases(tx, repairFlow, actor, [{ id, unit_id, due_on: null }]);
  await tx.insertInto('repair_report').values({ id, notice_id: noticeId, items: null, signed_by_name: null, signed_at: null, handed_in_at: null, receipt_number: null }).execute();
  return id;
}

/** Throws repair.incomplete, repair.unpromised, repair.not_signed_for, workflow.*. */
export async function moveRepair(tx: Tx, store: FileStore, actor: Actor, noticeId: string, m: { version: number; action: (typeof repairActions)[number]; note?: string | undefined }): Promise<void> {
  const r = await readRepair(tx, actor, noticeId);
  const id = await reportOf(tx, noticeId);
  if (!id) throw new AppError('rule', 'repair.incomplete');
  if (m.action === 'submit') {
    if (!r.signed_for_at) throw new AppError('rule', 'repair.not_signed_for');
    const empty = [...(['causes', 'measures', 'long_term'] as const).filter((k) => !r[k].trim()), ...(r.items.some((i) => !i.done) && !r.plan.trim() ? ['plan' as const] : [])];
    if (empty.length) throw new AppError('invalid', 'repair.incomplete', {}, empty.map((path) => ({ path, message: '请填写' })));
    if (!r.promised) throw new AppError('invalid', 'repair.unpromised', {}, [{ path: 'promised', message: '请勾选' }]);
  }
  const has_head = (await accountsToTell(tx, [r.unit_id], ['unit_head'])).length > 0;
  await move(tx, repairFlow, actor, { id, version: m.version, action: m.action, note: m.note }, { has_head }, effectsFor(store, noticeId));
}

const effectsFor = (store: FileStore, noticeId: string): Effects<RepairEffect> => ({
  async keep_signature(tx, { actor, cases }) { await tx.updateTable('repair_report').set({ signed_by_name: actor.name, signed_at: now().toISOString() }).where('id', '=', cases[0]!.id).execute(); },
  /** 递交: what the answers said then is kept with it, the docx is written, a receipt is given, others who are to have it are told. */
  async hand_in(tx, { actor, cases }) {
    const [c] = cases;
    const year = Number(today().slice(0, 4));
    const before = await readRepair(tx, actor, noticeId);
    const receipt_number = before.receipt_number ?? `ZG${year}-${String(await nextNumber(tx, 'repair_report', year)).padStart(5, '0')}`;
    await tx.updateTable('repair_report').set({ items: JSON.stringify(before.items), handed_in_at: now().toISOString(), receipt_number }).where('id', '=', c!.id).execute();
    const letter = await tx.selectFrom('hazard_notice').select('report_units').where('id', '=', noticeId).executeTakeFirstOrThrow();
    const others = letter.report_units.filter((u) => u !== c!.unit_id);
    if (others.length) await tx.insertInto('repair_receipt').values(others.map((unit_id) => ({ report_id: c!.id, unit_id, received_at: null, received_by_name: null }))).onConflict((k) => k.columns(['report_id', 'unit_id']).doUpdateSet({ received_at: null, received_by_name: null })).execute();
    const doc = repairDocument(await readRepair(tx, actor, noticeId));
    await keepPaper(tx, store, actor, doc, `风险整改报告（${receipt_number}）${before.unit_name}`, 'repair_report', c!.id);
    await tell(tx, (await accountsToTell(tx, others)).map((p) => ({ account_id: p.account_id, kind: 'repair_report', title: `报送：${before.unit_name}的风险整改报告`, body: '请查看并确认收到。', link: `/letters/repairs/${noticeId}`, once_key: `repair:${c!.id}:${c!.version}:copy` })));
  },
  async reopen(tx, { cases }) { await tx.updateTable('repair_report').set({ items: null, handed_in_at: null, signed_at: null, signed_by_name: null, promised: false }).where('id', '=', cases[0]!.id).execute(); },
  async tell(tx, { actor, action, note, cases }) {
    const [c] = cases;
    const n = await tx.selectFrom('hazard_notice').select(['number', 'unit_name']).where('id', '=', noticeId).executeTakeFirstOrThrow();
    const words: Record<string, string> = { submit: c!.to === 'to_sign' ? '风险整改报告待签字' : '收到风险整改报告', sign: '收到风险整改报告', refuse: '风险整改报告被退回修改', accept: '风险整改报告已接收', send_back: '风险整改报告被退回修改' };
    const accounts = action === 'sign' || (action === 'submit' && c!.to === 'handed_in') ? await accountsWithRole(tx, 'office') : (await accountsToTell(tx, [c!.unit_id], action === 'submit' ? ['unit_head'] : ['liaison', 'unit_head'])).map((p) => p.account_id);
    await tell(tx, [...new Set(accounts)].filter((a) => a !== actor.id).map((account_id) => ({ account_id, kind: 'repair_report', title: `${words[action]}：${n.unit_name}（${n.number}）`, body: note ?? '', link: `/letters/repairs/${noticeId}`, once_key: `repair:${c!.id}:${c!.version}:${action}` })));
  },
});

/** 报送单位 has it. Throws repair.received_already. */
export async function receiveRepair(tx: Tx, actor: Actor, noticeId: string, unitId: string): Promise<void> {
  const r = await readRepair(tx, actor, noticeId);
  const t = r.receipts.find((x) => x.unit_id === unitId);
  if (!t) throw new AppError('not_found', 'object.not_found');
  demandIn(actor, 'hazard.answer', unitId);
  if (t.received_at) throw new AppError('rule', 'repair.received_already');
  await tx.updateTable('repair_receipt').set({ received_at: now().toISOString(), received_by_name: actor.name }).where('report_id', '=', (await reportOf(tx, noticeId))!).where('unit_id', '=', unitId).execute();
}
