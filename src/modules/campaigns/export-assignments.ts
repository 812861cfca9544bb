import { writeTable } from '../../engines/tables/index.ts';
import { dateOf, today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { filteredAssignments, handedInAt, urgedDueOn, type AssignmentFilter } from './assignments.ts';
import { isOverdue } from './queries.ts';
import { stateNames } from './report-facts.ts';

defineErrors({
  'assignment.too_many_rows': '共有超过 {limit} 条，一次导不完。请先按专项行动、单位或状态筛选。',
}, {
  'assignment.too_many_rows': 'There are more than {limit} rows, too many for one sheet. Narrow them by campaign, unit or status first.',
});
const limit = 20_000;
const columns = [['campaign', '专项行动', 36], ['task', '任务', 48], ['period', '周期', 18], ['unit', '单位', 22], ['lead', '牵头或配合', 12], ['state', '状态', 12], ['due', '期限', 14], ['overdue', '是否逾期', 12], ['urged', '督办期限', 14], ['feedback', '办理情况', 60]] as const;

/** The list of the page as a sheet, with the same filters. Throws assignment.too_many_rows. */
export async function exportAssignments(db: Reader, actor: Actor, filter: AssignmentFilter): Promise<Sent> {
  const rows = await filteredAssignments(db, actor, filter).select(['k.title as campaign', 't.path', 't.title', 'a.period_label', 'a.unit_name', 'a.lead', 'a.state', 'a.due_on', 'a.feedback', isOverdue().as('overdue'), handedInAt.as('handed_in_at'), urgedDueOn.as('urged_due_on')]).limit(limit + 1).execute();
  if (rows.length > limit) throw new AppError('rule', 'assignment.too_many_rows', { limit });
  const bytes = await writeTable({
    name: '任务办理', columns: columns.map(([key, title, width]) => ({ key, title, width })),
    rows: rows.map((r) => ({ campaign: r.campaign, task: `${r.path} ${r.title}`, period: r.period_label ?? '', unit: r.unit_name, lead: r.lead ? '牵头' : '配合', state: stateNames[r.state] ?? r.state, due: r.due_on ?? '', overdue: r.overdue ? '逾期' : (r.state === 'to_review' || r.state === 'done') && r.handed_in_at && r.due_on && dateOf(r.handed_in_at) > r.due_on ? '逾期提交' : '', urged: r.urged_due_on ?? '', feedback: r.feedback ?? '' })),
  });
  return { stream: bytes, name: `任务办理-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
