import { writeTable } from '../../engines/tables/index.ts';
import { dateOf, now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { tell } from '../../kernel/notices/notices.ts';
import type { matterKinds, matterLevels, matterStandings } from './contract.ts';
import { createReport, dropUnbegun } from './keep-report.ts';
import { dueOf, matterRules, mustReport } from './matter-rules.ts';
import { demandReader } from './queries.ts';
import { standingOf } from './standing.ts';

defineErrors({
  'matter.not_yet': '发现时间还没有到，或早于发生时间，请核对。',
  'matter.unknown_rule': '没有这条报告规则，请刷新页面后重新选择。',
  'matter.reported': '这个事项已经起草或上报，不能删除。',
  'matter.unit_gone': '所选单位不存在，请重新选择。',
}, {
  'matter.not_yet': 'It cannot be found in the future, or before it happened.',
  'matter.unknown_rule': 'There is no such rule of reporting; reload the page.',
  'matter.reported': 'It was drafted or reported already and cannot be deleted.',
  'matter.unit_gone': 'The unit is not there; choose again.',
});
interface Fields { title: string; kind: (typeof matterKinds)[number]; level: (typeof matterLevels)[number]; happened_at: string; found_at: string; unit_id?: string | null | undefined; content: string; exempt_reason?: string | undefined }
type Standing = (typeof matterStandings)[number];

async function check(tx: Tx, m: { happened_at: string; found_at: string; unit_id?: string | null | undefined }): Promise<void> {
  const found = Date.parse(m.found_at);
  if (found > now().getTime() + 60_000 || found < Date.parse(m.happened_at)) throw new AppError('invalid', 'matter.not_yet', {}, [{ path: 'found_at', message: '请核对时间' }]);
  if (m.unit_id && !await tx.selectFrom('unit').select('id').where('id', '=', m.unit_id).forKeyShare().executeTakeFirst()) throw new AppError('invalid', 'matter.unit_gone', {}, [{ path: 'unit_id', message: '单位不存在' }]);
}

/** Opens a report for each rule that was chosen, due by the rule's hours from when it was found; the leaders hear of it at once. */
export async function createMatter(tx: Tx, actor: Actor, { rule_keys, ...m }: Fields & { rule_keys: string[] }): Promise<string> {
  await check(tx, m);
  const rules = [...new Set(rule_keys)].map((key) => matterRules.find((r) => r.key === key));
  const id = newId();
  await tx.insertInto('major_matter').values({ ...m, id, unit_id: m.unit_id ?? null, exempt_reason: m.exempt_reason ?? '', created_by_name: actor.name, created_at: now().toISOString() }).execute();
  for (const rule of rules) {
    if (!rule || rule.kind !== m.kind) throw new AppError('invalid', 'matter.unknown_rule', {}, [{ path: 'rule_keys', message: '请重新选择' }]);
    const due_at = dueOf(rule, m.found_at);
    await createReport(tx, actor, { title: `${m.title}（报${rule.recipient}）`.slice(0, 200), recipient: rule.recipient, content: rule.source, due_on: dateOf(due_at ?? m.found_at), due_at, matter_id: id, rule_key: rule.key });
  }
  const leaders = await accountsWithRole(tx, 'leader');
  await tell(tx, leaders.map((account_id) => ({ account_id, kind: 'major_matter', title: `重大事项：${m.title}`, body: `级别：${levelNames[m.level]}。${rules.length ? `须向 ${rules.map((r) => r!.recipient).join('、')} 报告。` : ''}`, link: '/papers?tab=matters', once_key: `major_matter:${id}` })));
  return id;
}
/** Throws object.not_found, object.changed_meanwhile, matter.*. */
export async function updateMatter(tx: Tx, id: string, { version, ...change }: { [K in keyof Fields]?: Fields[K] | undefined } & { version: number }) {
  const before = await tx.selectFrom('major_matter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  if (before.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const set = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined)) as Partial<Fields>;
  await check(tx, { ...before, ...set });
  await tx.updateTable('major_matter').set((e) => ({ ...set, version: e('version', '+', 1) })).where('id', '=', id).execute();
  return before;
}
/** Only while nothing was drafted or sent: what was reported stays on record. */
export async function removeMatter(tx: Tx, id: string) {
  const before = await tx.selectFrom('major_matter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!before) throw new AppError('not_found', 'object.not_found');
  if (!await dropUnbegun(tx, { matter_id: id })) throw new AppError('rule', 'matter.reported');
  await tx.deleteFrom('major_matter').where('id', '=', id).execute();
  return before;
}

async function rowsOf(db: Reader, where: { year: number } | { id: string }) {
  let q = db.selectFrom('major_matter as m').leftJoin('unit as u', 'u.id', 'm.unit_id')
    .select(['m.id', 'm.title', 'm.kind', 'm.level', 'm.happened_at', 'm.found_at', 'm.unit_id', 'u.name as unit_name', 'm.content', 'm.exempt_reason', 'm.version', 'm.created_by_name']).orderBy('m.found_at', 'desc').orderBy('m.id');
  q = 'id' in where ? q.where('m.id', '=', where.id) : q.where('m.found_at', '>=', `${where.year}-01-01T00:00:00+08:00`).where('m.found_at', '<', `${where.year + 1}-01-01T00:00:00+08:00`);
  const matters = await q.execute();
  const reports = matters.length === 0 ? [] : await db.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').select(['r.id', 'r.matter_id', 'r.title', 'r.recipient', 'c.state', 'c.due_on', 'r.due_at', 'r.sent_at'])
    .where('r.matter_id', 'in', matters.map((m) => m.id)).where('c.state', '<>', 'cancelled').orderBy('c.due_on').orderBy('r.id').execute();
  const byMatter = Map.groupBy(reports, (r) => r.matter_id);
  return matters.map((m) => {
    const own = (byMatter.get(m.id) ?? []).map((r) => ({ id: r.id, title: r.title, recipient: r.recipient, standing: standingOf(r), due_at: r.due_at, due_on: r.due_on!, sent_at: r.sent_at }));
    const must = own.length > 0 || (mustReport(m) && m.exempt_reason === '');
    return { ...m, reports: own, must, standing: matterStanding(must, m.exempt_reason, own) };
  });
}
/** Whoever must report and has no report, or a late one, has not reported. */
function matterStanding(must: boolean, exempt: string, reports: { standing: string }[]): Standing {
  if (!must) return exempt ? 'exempt' : 'none';
  if (reports.length === 0 || reports.some((r) => r.standing === 'overdue')) return 'unreported';
  return reports.every((r) => r.standing === 'reported') ? 'reported' : 'pending';
}

/** 应报与已报比对 of a year. */
export async function listMatters(db: Reader, actor: Actor, year: number, standing?: Standing) {
  demandReader(actor);
  const rows = await rowsOf(db, { year });
  const n = (s: Standing) => rows.filter((m) => m.standing === s).length;
  return { year, figures: { total: rows.length, must: rows.filter((m) => m.must).length, reported: n('reported'), pending: n('pending'), unreported: n('unreported'), exempt: n('exempt') }, matters: standing ? rows.filter((m) => m.standing === standing) : rows, rules: [...matterRules] };
}
/** Throws object.not_found. */
export async function readMatter(db: Reader, actor: Actor, id: string) {
  demandReader(actor);
  const [row] = await rowsOf(db, { id });
  if (!row) throw new AppError('not_found', 'object.not_found');
  return row;
}

export const levelNames = { extreme: '特别重大', grave: '重大', serious: '较大', ordinary: '一般' } as const;
const standingNames: Record<Standing, string> = { unreported: '应报未报', pending: '待报（未到时限）', reported: '已报', exempt: '无须上报（已说明）', none: '无须上报' };
export async function exportMatters(db: Reader, actor: Actor, year: number): Promise<Sent> {
  const { matters } = await listMatters(db, actor, year);
  const columns = ([['title', '重大事项', 40], ['level', '级别', 12], ['found', '发现日期', 14], ['unit', '涉及单位', 24], ['must', '应否上报', 12], ['standing', '比对结果', 20], ['reports', '上报情况', 60], ['reason', '不上报的理由', 30]] as const).map(([key, title, width]) => ({ key, title, width }));
  const rows = matters.map((m) => ({ title: m.title, level: levelNames[m.level], found: dateOf(m.found_at), unit: m.unit_name ?? '', must: m.must ? '应报' : '否', standing: standingNames[m.standing], reports: m.reports.map((r) => `${r.recipient}：${r.sent_at ? `${dateOf(r.sent_at)}已报` : '未报'}`).join('；'), reason: m.exempt_reason }));
  const bytes = await writeTable({ name: '应报已报比对', columns, rows });
  return { stream: bytes, name: `${year}年重大事项应报已报比对表-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
