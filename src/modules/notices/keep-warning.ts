import { warningNotice } from '../../engines/gongwen/index.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore, type SavedBytes } from '../../kernel/files/store.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { mayIn, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { move, openCases, type Effects } from '../../kernel/workflow/workflow.ts';
import { numberedFrame } from '../campaigns/index.ts';
import { registerHazard, topUnit } from '../hazards/index.ts';
import type { answerStates, warningActions, warningKinds, warningLevels } from './contract.ts';
import { keepLetters } from './issue-notices.ts';
import { matchSystems } from './match-systems.ts';
import { keepPaper, pageOf, undone } from './paper.ts';
import { warningFlow, type WarningEffect } from './warning.workflow.ts';

defineErrors({
  'warning.nobody': '请先选出要通知的单位：在“受影响清单”里查找系统，或直接添加单位。',
  'warning.not_editable': '已发布的预警不能再改。',
  'warning.not_open': '这条预警没有在发布中，不能反馈。',
  'warning.proof_needed': '已处置的，请先上传佐证（如升级后的版本截图）。',
  'warning.systems_elsewhere': '所选系统不属于你单位。',
  'warning.none_affected': '没有新的“受影响”反馈可转为隐患。',
  'warning.unit_gone': '清单中有已撤销的单位，请移除后重试。',
}, {
  'warning.nobody': 'Choose first which units are to be warned: look for systems, or add units.',
  'warning.not_editable': 'A published warning stays as it is.',
  'warning.not_open': 'This warning is not in force; it takes no answer.',
  'warning.proof_needed': 'Add proof first, such as a picture of the new version.',
  'warning.systems_elsewhere': 'One of these systems is not your unit\'s.',
  'warning.none_affected': 'There is no new answer of an affected system.',
  'warning.unit_gone': 'One of these units is no more; take it out.',
});
export const levelNames: Record<(typeof warningLevels)[number], string> = { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色' };
const gravity = { red: 'critical', orange: 'high', yellow: 'medium', blue: 'low' } as const;
interface Fields { kind: (typeof warningKinds)[number]; title: string; cve: string[]; product: string; versions: string; level: (typeof warningLevels)[number]; summary: string; measures: string; source: string; url: string; due_on: string | null }
type Change = { [K in keyof Fields]?: Fields[K] | undefined };

/** 情报: collected, to be judged. */
export async function createWarning(tx: Tx, actor: Actor, f: Change & { title: string }, by: { rule_id?: string; once_key?: string } = {}): Promise<string> {
  const id = newId();
  await openCases(tx, warningFlow, actor, [{ id, unit_id: await topUnit(tx), due_on: null }]);
  await tx.insertInto('threat_warning').values({ id, kind: f.kind ?? 'vulnerability', title: f.title, cve: f.cve ?? [], product: f.product ?? '', versions: f.versions ?? '', level: f.level ?? 'blue', summary: f.summary ?? '', measures: f.measures ?? '', source: f.source ?? '', url: f.url ?? '', due_on: f.due_on ?? null, judged_by_name: null, judged_at: null, number: null, published_at: null, lifted_at: null, lifted_note: null, rule_id: by.rule_id ?? null, once_key: by.once_key ?? null, created_by_name: actor.name, created_at: now().toISOString() }).execute();
  return id;
}
async function demandWarning(tx: Tx, id: string, states?: readonly string[], version?: number) {
  const w = await tx.selectFrom('threat_warning as w').innerJoin('work_case as c', 'c.id', 'w.id').selectAll('w').select(['c.state', 'c.version']).where('w.id', '=', id).forUpdate('c').executeTakeFirst();
  if (!w) throw new AppError('not_found', 'object.not_found');
  if (version !== undefined && w.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (states && !states.includes(w.state)) throw new AppError('rule', 'warning.not_editable');
  return w;
}
const open = ['collected', 'judged'];
const touch = (tx: Tx, id: string) => tx.updateTable('work_case').set((e) => ({ version: e('version', '+', 1), changed_at: now().toISOString() })).where('id', '=', id).execute();
/** Throws warning.not_editable, object.changed_meanwhile. */
export async function updateWarning(tx: Tx, id: string, { version, ...change }: Change & { version: number }): Promise<void> {
  await demandWarning(tx, id, open, version);
  const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
  if (Object.keys(set).length) await tx.updateTable('threat_warning').set(set).where('id', '=', id).execute();
  await touch(tx, id);
}
/** Proposes systems anew; what the office chose or put off by hand stays. */
export async function findTargets(tx: Tx, id: string): Promise<number> {
  const w = await demandWarning(tx, id, open);
  const found = await matchSystems(tx, w);
  await tx.deleteFrom('warning_target').where('warning_id', '=', id).where('by_hand', '=', false).execute();
  if (found.length) await sql`insert into warning_target (id, warning_id, unit_id, system_id, reasons) select i, ${id}::uuid, u, s, string_to_array(r, chr(10)) from unnest(${found.map(() => newId())}::uuid[], ${found.map((m) => m.unit_id)}::uuid[], ${found.map((m) => m.system_id)}::uuid[], ${found.map((m) => m.reasons.join('\n'))}::text[]) as t(i, u, s, r) on conflict do nothing`.execute(tx);
  await touch(tx, id);
  return found.length;
}
/** The list as the office wants it. Throws warning.unit_gone. */
export async function saveTargets(tx: Tx, id: string, version: number, list: { unit_id: string; system_id: string | null; chosen: boolean }[]): Promise<void> {
  await demandWarning(tx, id, open, version);
  const units = [...new Set(list.map((t) => t.unit_id))];
  if (units.length && (await tx.selectFrom('unit').select('id').where('id', 'in', units).where('status', '=', 'active').execute()).length < units.length) throw new AppError('invalid', 'warning.unit_gone', {}, [{ path: 'targets', message: '请移除已撤销的单位' }]);
  const before = new Map((await tx.selectFrom('warning_target').selectAll().where('warning_id', '=', id).execute()).map((t) => [`${t.unit_id} ${t.system_id}`, t]));
  await tx.deleteFrom('warning_target').where('warning_id', '=', id).execute();
  const rows = [...new Map(list.map((t) => [`${t.unit_id} ${t.system_id}`, t])).entries()].map(([key, t]) => { const b = before.get(key); return { id: b?.id ?? newId(), warning_id: id, ...t, reasons: b?.reasons ?? ['手工添加'], by_hand: b ? b.by_hand || b.chosen !== t.chosen : true }; });
  if (rows.length) await tx.insertInto('warning_target').values(rows).execute();
  await touch(tx, id);
}

async function compose(tx: Tx, id: string) {
  const w = await demandWarning(tx, id);
  const targets = await tx.selectFrom('warning_target as t').innerJoin('unit as u', 'u.id', 't.unit_id').leftJoin('info_system as s', 's.id', 't.system_id').select(['t.unit_id', 'u.name as unit', 's.name as system', 't.reasons']).where('t.warning_id', '=', id).where('t.chosen', '=', true).where('u.status', '=', 'active').orderBy('u.sort').orderBy('u.name').orderBy('s.name').execute();
  if (targets.length === 0) throw new AppError('rule', 'warning.nobody');
  const { organisation: _organisation, ...frame } = await numberedFrame(tx);
  const units = [...new Map(targets.map((t) => [t.unit_id, t.unit]))];
  /** A unit reads of its own systems alone. */
  const docFor = (unitId: string) => warningNotice({ ...frame, addressee: units.find(([u]) => u === unitId)![1], title: w.title, level: levelNames[w.level], cve: w.cve, product: w.product, versions: w.versions, summary: w.summary, measures: w.measures, source: w.source, dueOn: w.due_on, systems: targets.filter((t) => t.unit_id === unitId && t.system).map((t) => ({ unit: t.unit, system: t.system!, reason: t.reasons.join('；') })) });
  return { w, units, frame, docFor };
}
/** The warning as the first unit would get it; nothing is kept. Throws warning.nobody. */
export const renderWarning = (tx: Tx, id: string) => undone(tx, async () => { const { units, frame, docFor } = await compose(tx, id); return pageOf(docFor(units[0]![0]), frame.number); });
/** Throws workflow.*, warning.nobody. */
export async function moveWarning(tx: Tx, store: FileStore, actor: Actor, id: string, m: { version: number; action: (typeof warningActions)[number]; note?: string | undefined }): Promise<void> {
  await move(tx, warningFlow, actor, { id, ...m }, {}, effectsFor(store));
}
const effectsFor = (store: FileStore): Effects<WarningEffect> => ({
  async keep_judgement(tx, { actor, note, cases }) { await tx.updateTable('threat_warning').set({ judgement: note ?? '', judged_by_name: actor.name, judged_at: now().toISOString() }).where('id', '=', cases[0]!.id).execute(); },
  /** One number, a letter and an answer that waits for each unit. */
  async notify_units(tx, { actor, cases }) {
    const id = cases[0]!.id;
    const { w, units, frame, docFor } = await compose(tx, id);
    await tx.updateTable('threat_warning').set({ number: frame.number, published_at: now().toISOString() }).where('id', '=', id).execute();
    await tx.insertInto('warning_answer').values(units.map(([unit_id]) => ({ id: newId(), warning_id: id, unit_id, answered_at: null, answered_by_name: null }))).execute();
    const title = docFor(units[0]![0]).title;
    const rows = units.map(([unit_id, unit_name]) => ({ id: newId(), kind: 'warning' as const, unit_id, unit_name, number: frame.number, title, note: '', due_on: w.due_on, contact: '', warning_id: id, severity: gravity[w.level] }));
    await keepLetters(tx, actor, rows, [], () => ({ link: `/letters/warnings/${id}`, body: `${levelNames[w.level]}预警，请签收并反馈排查结果${w.due_on ? `，期限 ${w.due_on}` : ''}。` }));
    for (const r of rows) await keepPaper(tx, store, actor, docFor(r.unit_id), `${title}（${frame.number}）${r.unit_name}`, 'hazard_notice', r.id);
  },
  async keep_lifting(tx, { note, cases }) {
    const id = cases[0]!.id;
    await tx.updateTable('threat_warning').set({ lifted_at: now().toISOString(), lifted_note: note ?? '' }).where('id', '=', id).execute();
    const told = (await sql<{ account_id: string; title: string }>`select distinct c.account_id, w.title from notice c join hazard_notice n on c.once_key = 'hazard-notice:' || n.id join threat_warning w on w.id = n.warning_id where n.warning_id = ${id}`.execute(tx)).rows;
    await tell(tx, told.map((t) => ({ account_id: t.account_id, kind: 'hazard_notice', title: `预警已解除：${t.title}`, body: note ?? '', link: `/letters/warnings/${id}`, once_key: `warning:${id}:lifted` })));
  },
});

async function demandAnswer(tx: Tx, actor: Actor, id: string) {
  const a = await tx.selectFrom('warning_answer as a').innerJoin('work_case as c', 'c.id', 'a.warning_id').selectAll('a').select('c.state as warning_state').where('a.id', '=', id).forUpdate('a').executeTakeFirst();
  if (!a || !mayIn(actor, 'hazard.read', a.unit_id)) throw new AppError('not_found', 'object.not_found');
  if (!mayIn(actor, 'hazard.answer', a.unit_id)) throw new AppError('forbidden', 'permission.denied');
  if (a.warning_state !== 'published') throw new AppError('rule', 'warning.not_open');
  return a;
}
/** 已排查不受影响, 受影响, 已处置; may be set right until the warning is lifted. Signs for the letter too. Throws warning.not_open, warning.proof_needed, warning.systems_elsewhere. */
export async function answerWarning(tx: Tx, actor: Actor, id: string, f: { version: number; state: Exclude<(typeof answerStates)[number], 'waiting'>; note: string; systems: string[] }): Promise<string> {
  const a = await demandAnswer(tx, actor, id);
  if (a.version !== f.version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (f.state === 'handled' && !await tx.selectFrom('file').select('id').where('owner_type', '=', 'warning_answer').where('owner_id', '=', id).executeTakeFirst()) throw new AppError('invalid', 'warning.proof_needed');
  const systems = f.state === 'clear' ? [] : [...new Set(f.systems)];
  if (systems.length && (await tx.selectFrom('info_system').select('id').where('id', 'in', systems).where('unit_id', '=', a.unit_id).execute()).length < systems.length) throw new AppError('invalid', 'warning.systems_elsewhere', {}, [{ path: 'systems', message: '请重新选择' }]);
  const at = now().toISOString();
  await tx.updateTable('warning_answer').set((e) => ({ state: f.state, note: f.note, systems, answered_at: at, answered_by_name: actor.name, version: e('version', '+', 1) })).where('id', '=', id).execute();
  await tx.updateTable('hazard_notice').set({ signed_at: at, signed_by_name: actor.name }).where('warning_id', '=', a.warning_id).where('unit_id', '=', a.unit_id).where('signed_at', 'is', null).execute();
  if (f.state === 'affected') await tell(tx, (await accountsWithRole(tx, 'office')).map((account_id) => ({ account_id, kind: 'hazard_notice', title: '有单位反馈受预警影响', body: f.note.slice(0, 200), link: `/letters/warnings/${a.warning_id}`, once_key: `warning-answer:${id}:${a.version + 1}` })));
  return a.warning_id;
}
export async function attachToAnswer(tx: Tx, actor: Actor, id: string, file: SavedBytes) {
  await demandAnswer(tx, actor, id);
  return attachFile(tx, file, 'warning_answer', id, actor);
}
/** One click: what units said is affected becomes hazards, each system once. Throws warning.none_affected. */
export async function warningToHazards(tx: Tx, actor: Actor, id: string): Promise<number> {
  const w = await demandWarning(tx, id, ['published', 'lifted']);
  const answers = await tx.selectFrom('warning_answer').selectAll().where('warning_id', '=', id).where('state', '=', 'affected').forUpdate().execute();
  const made = new Set((await tx.selectFrom('warning_hazard').select(['answer_id', 'system_id']).where('warning_id', '=', id).execute()).map((m) => `${m.answer_id} ${m.system_id}`));
  const missing = w.cve.filter((c) => !w.title.toUpperCase().includes(c));
  let added = 0;
  for (const a of answers) for (const system_id of a.systems.length ? a.systems : [null]) {
    if (made.has(`${a.id} ${system_id}`)) continue;
    const hazard_id = await registerHazard(tx, actor, { title: `${w.title}${missing.length ? `（${missing.slice(0, 3).join('、')}）` : ''}`.slice(0, 300), severity: gravity[w.level], source: 'alert', unit_id: a.unit_id, system_id, description: w.summary.slice(0, 4000), remedy: w.measures.slice(0, 4000), evidence: `${w.number ?? ''} 单位反馈：${a.note}`.slice(0, 4000) });
    await tx.insertInto('warning_hazard').values({ warning_id: id, answer_id: a.id, system_id, hazard_id }).execute();
    added++;
  }
  if (added === 0) throw new AppError('rule', 'warning.none_affected');
  return added;
}
