import { writeGongwen } from '../../engines/gongwen/index.ts';
import type { TableColumn } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { writeTableApart } from '../organisation/index.ts';
import { readForm } from './form.ts';
import { listItems, type ItemFilter } from './items.ts';
import { conclusionNames, dueNames, itemSourceNames, itemStateNames, levelText, planNames, stateNames, verdictNames } from './names.ts';
import { readPlan } from './plan.ts';
import { riskNames } from './problem-sheet.ts';
import { readCalendar, readProgress, type DueFilter } from './progress.ts';
import { loadObjects, type ObjectFilter } from './queries.ts';
import { readCheck } from './self-check.ts';

type Cells = Record<string, string | number>;
async function sheet(name: string, titles: readonly (readonly [string, string, number?])[], rows: Cells[]): Promise<Sent> {
  const columns: TableColumn[] = titles.map(([key, title, width]) => ({ key, title, ...(width && { width }) }));
  const bytes = await writeTableApart({ name, columns, rows });
  return { stream: bytes, name: `${name}-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
export async function exportObjects(db: Reader, actor: Actor, f: ObjectFilter): Promise<Sent> {
  const rows = await loadObjects(db, actor, f);
  return sheet('等级保护台账', [['name', '定级对象', 28], ['unit', '责任单位', 22], ['systems', '包含系统', 32], ['state', '办理状态', 14], ['level', '级别', 10], ['mark', '等级组合', 12], ['suggested', '行业建议', 10], ['certificate', '备案证明编号', 22], ['issued', '发证日期', 12], ['expires', '到期日期', 12], ['assessed', '最近测评', 12], ['conclusion', '测评结论', 12], ['score', '得分', 8], ['checked', '最近自查', 12], ['items', '整改问题', 10], ['done', '已整改', 10], ['due', '最近到期事项', 26]],
    rows.map((o) => ({ name: o.name, unit: o.unit_name, systems: o.systems.map((s) => s.name).join('、'), state: stateNames[o.state], level: levelText(o.level), mark: o.mark, suggested: levelText(o.suggested_level), certificate: o.certificate_number, issued: o.issued_on ?? '', expires: o.expires_on ?? '', assessed: o.assessed_on ?? '', conclusion: o.conclusion ? conclusionNames[o.conclusion] : '', score: o.score ?? '', checked: o.checked_on ?? '', items: o.items, done: o.items - o.items_open, due: o.dues[0] ? `${dueNames[o.dues[0].kind]} ${o.dues[0].due_on}${o.dues[0].overdue ? '（逾期）' : ''}` : '' })));
}
export async function exportItems(db: Reader, actor: Actor, f: ItemFilter): Promise<Sent> {
  const { items } = await listItems(db, actor, { ...f, page: 1, size: 50_000 });
  return sheet('等保整改清单', [['object', '定级对象', 26], ['unit', '责任单位', 20], ['source', '来源', 10], ['cls', '控制类', 18], ['point', '控制点', 18], ['requirement', '要求项', 36], ['description', '问题描述', 44], ['risk', '风险', 8], ['major', '重大风险隐患', 12], ['advice', '整改建议', 36], ['responsible', '责任人', 12], ['due', '整改期限', 12], ['state', '状态', 10], ['overdue', '是否逾期', 10], ['feedback', '整改情况', 40], ['rounds', '退回次数', 10]],
    items.map((i) => ({ object: i.object_name, unit: i.unit_name, source: itemSourceNames[i.source], cls: i.control_class, point: i.point, requirement: i.requirement, description: i.description, risk: riskNames[i.risk], major: i.major ? '是' : '', advice: i.advice, responsible: i.responsible, due: i.due_on ?? '', state: itemStateNames[i.state], overdue: i.overdue ? '逾期' : '', feedback: i.feedback, rounds: i.rounds })));
}
const basisNames = { law: '规定', custom: '惯例', own: '本单位约定' } as const;
export async function exportCalendar(db: Reader, actor: Actor, f: DueFilter): Promise<Sent> {
  const { items } = await readCalendar(db, actor, f);
  return sheet('等保到期事项', [['due', '到期日', 12], ['kind', '事项', 20], ['object', '定级对象', 28], ['unit', '责任单位', 22], ['level', '级别', 10], ['state', '情况', 14], ['basis', '依据', 12]],
    items.map((d) => ({ due: d.due_on, kind: dueNames[d.kind], object: d.object_name, unit: d.unit_name, level: levelText(d.level), state: d.overdue ? `逾期 ${-d.days} 天` : `还有 ${d.days} 天`, basis: basisNames[d.basis] })));
}
export async function exportProgress(db: Reader, actor: Actor): Promise<Sent> {
  const { units, total } = await readProgress(db, actor);
  return sheet('等保进度', [['unit', '单位', 26], ['systems', '系统数', 10], ['graded', '已定级', 10], ['objects', '定级对象', 10], ['to_file', '应备案', 10], ['filed', '已备案', 10], ['assessed', '测评在有效期内', 16], ['items', '整改问题', 10], ['items_done', '已整改', 10], ['overdue', '有逾期的对象', 14]],
    [...units.map((u) => ({ ...u, unit: u.unit_name })), { ...total, unit: '合计' }]);
}
export async function exportPlan(db: Reader, actor: Actor, f: { year: number; unit_id?: string | undefined }): Promise<Sent> {
  const { rows } = await readPlan(db, actor, f);
  return sheet(`${f.year}年等保计划`, [['due', '完成时限', 12], ['kind', '工作', 12], ['object', '定级对象', 28], ['unit', '责任单位', 22], ['level', '级别', 10], ['responsible', '负责人', 12], ['note', '说明', 32], ['done', '完成日期', 12], ['state', '情况', 10]],
    rows.map((p) => ({ due: p.due_on, kind: planNames[p.kind], object: p.object_name, unit: p.unit_name, level: levelText(p.level), responsible: p.responsible, note: p.note, done: p.done_on ?? '', state: p.done_on ? '已完成' : p.overdue ? '逾期' : '未到期' })));
}
export async function exportCheck(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const k = await readCheck(db, actor, id);
  const answers = new Map(k.answers.map((a) => [a.point, a]));
  return sheet(`${k.object_name}差距自查表`, [['cls', '控制类', 18], ['point', '控制点', 22], ['items', '要求项数', 10], ['asks', '主要要求', 48], ['verdict', '结果', 12], ['note', '说明', 40], ['files', '佐证', 24]],
    k.classes.flatMap((c) => c.points.map((p) => { const a = answers.get(p.key); return { cls: c.name, point: p.name, items: p.items, asks: p.asks, verdict: a?.verdict ? verdictNames[a.verdict] : '未填', note: a?.note ?? '', files: (a?.files ?? []).map((x) => x.name).join('、') }; })));
}
export async function exportFormSheet(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const form = await readForm(db, actor, id);
  return sheet(`${form.name}备案表`, [['table', '表', 26], ['title', '项目', 34], ['value', '内容', 70]], form.tables.flatMap((t) => t.fields.map((f) => ({ table: t.title, title: f.title, value: f.value }))));
}
export async function exportFormDocument(db: Reader, actor: Actor, id: string): Promise<Sent> {
  const form = await readForm(db, actor, id);
  const bytes = await writeGongwen({ title: `${form.name}网络安全等级保护备案表`, body: form.tables.flatMap((t) => [{ type: 'table' as const, caption: t.title, columns: [{ title: '项目', width: 4 }, { title: '内容', width: 7 }], rows: t.fields.map((f) => [f.title, f.value]) }, { type: 'paragraph' as const, text: t.note }]) });
  return { stream: bytes, name: `${form.name}备案表.docx`, sizeBytes: bytes.byteLength };
}
