import { writeTable } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import type { clueStates, measures } from './contract.ts';
import { listHonours } from './keep-honour.ts';
import { readWatch, type Reason } from './keep-watch.ts';
import { listClues, type ClueFilter } from './queries.ts';

const stateNames: Record<(typeof clueStates)[number], string> = { to_check: '待核实', checking: '核实中', answered: '待责任认定', to_approve: '待批准', decided: '已处理', dropped: '不予追究' };
const measureNames: Record<(typeof measures)[number], string> = { talk: '约谈', criticise: '通报批评', correct: '责令限期改正', no_award: '取消评优', police: '移送公安机关', discipline: '移送纪检监察机关' };
const reasonText = ({ rule, n, of }: Reason): string => ({ overdue: `逾期任务 ${n} 项`, late: `近 90 天到期 ${of} 项，按期 ${n} 项`, gaps: `责任人空缺 ${n} 类`, decided: `本年度问责处理 ${n} 件` })[rule];

async function sheet(name: string, columns: readonly (readonly [string, string])[], rows: Record<string, string>[]): Promise<Sent> {
  const bytes = await writeTable({ name, columns: columns.map(([key, title]) => ({ key, title, kind: 'text' as const })), rows });
  return { stream: bytes, name: `${name}-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
export async function exportClues(db: Reader, actor: Actor, f: ClueFilter): Promise<Sent> {
  const { clues } = await listClues(db, actor, f);
  return sheet('问责台账', [['unit', '单位'], ['ground', '情形'], ['source', '依据'], ['facts', '事实'], ['found', '发现日期'], ['state', '状态'], ['measures', '处理措施'], ['decided', '决定日期'], ['correct', '改正期限'], ['corrected', '改正日期']],
    clues.map((c) => ({ unit: c.unit_name, ground: c.ground_text, source: c.ground_source, facts: c.facts, found: c.found_on, state: stateNames[c.state], measures: c.measures.map((m) => measureNames[m]).join('、'), decided: c.decided_on ?? '', correct: c.correct_by ?? '', corrected: c.corrected_on ?? '' })));
}
export async function exportWatch(db: Reader, actor: Actor): Promise<Sent> {
  const { on, past } = await readWatch(db, actor);
  return sheet('重点督导名单', [['unit', '单位'], ['state', '状态'], ['reasons', '触发规则'], ['note', '列入说明'], ['put', '列入日期'], ['by', '列入人'], ['off', '解除日期'], ['off_note', '解除说明']],
    [...on, ...past].map((w) => ({ unit: w.unit_name, state: w.taken_off_on ? '已解除' : '督导中', reasons: w.reasons.map(reasonText).join('；'), note: w.note, put: w.put_on, by: w.put_by_name, off: w.taken_off_on ?? '', off_note: w.taken_off_note ?? '' })));
}
export async function exportHonours(db: Reader, actor: Actor, year: number): Promise<Sent> {
  const rows = await listHonours(db, actor, year);
  return sheet(`${year}年表彰名单`, [['kind', '类别'], ['title', '称号'], ['unit', '单位'], ['person', '姓名'], ['reason', '事迹'], ['basis', '依据'], ['override', '特批说明']],
    rows.map((h) => ({ kind: h.kind === 'unit' ? '先进单位' : '先进个人', title: h.title, unit: h.unit_name, person: h.person_name, reason: h.reason, basis: h.basis, override: h.override_note ?? '' })));
}
