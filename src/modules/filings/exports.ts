import type { TableColumn } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { writeTableApart } from '../organisation/index.ts';
import { checkRunning, type CheckFilter } from './check-running.ts';
import { readDue, type DueFilter } from './due-list.ts';
import { applicationKindNames, applicationStateNames, dueKindNames, filingStateNames, findingNames, systemStateNames } from './names.ts';
import { listApplications, listFilings, type ApplicationFilter, type FilingFilter } from './queries.ts';

const columns = (titles: Record<string, string>): TableColumn[] => Object.entries(titles).map(([key, title]) => ({ key, title, kind: 'text', width: /name|number|duty/.test(key) ? 26 : 16 }));
async function sheet(name: string, titles: Record<string, string>, rows: Record<string, string>[]): Promise<{ file: Sent; rows: number }> {
  const bytes = await writeTableApart({ name, columns: columns(titles), rows });
  return { file: { stream: bytes, name: `${name}-${today()}.xlsx`, sizeBytes: bytes.byteLength }, rows: rows.length };
}
export async function exportFilings(db: Reader, actor: Actor, f: FilingFilter) {
  const { items } = await listFilings(db, actor, { ...f, page: 1, size: 100_000 });
  return sheet('备案台账', { unit_name: '主管单位', system_name: '系统名称', system_state: '系统状态', kind_name: '备案种类', state: '办理状态', number: '备案号', subject: '备案主体', filed_on: '提交日期', approved_on: '备案日期', expires_on: '有效期至', due_on: '办理期限', overdue: '逾期', duty: '办理事项', files: '证明材料' },
    items.map((r) => ({ unit_name: r.unit_name, system_name: r.system_name, system_state: systemStateNames[r.system_state], kind_name: r.kind_name, state: filingStateNames[r.state], number: r.number, subject: r.subject, filed_on: r.filed_on ?? '', approved_on: r.approved_on ?? '', expires_on: r.expires_on ?? '', due_on: r.due_on ?? (r.state === 'todo' && r.before_online ? '上线前' : ''), overdue: r.overdue ? '逾期' : '', duty: r.duty, files: r.files ? `${r.files} 份` : '无' })));
}
export async function exportDue(db: Reader, actor: Actor, f: DueFilter) {
  const { items } = await readDue(db, actor, f);
  return sheet('备案到期清单', { due_on: '期限', left: '剩余天数', unit_name: '主管单位', system_name: '系统名称', kind_name: '备案种类', what: '事项', state: '办理状态', duty: '说明' },
    items.map((r) => ({ due_on: r.due_on ?? '上线前', left: r.days_left === null ? '' : r.days_left < 0 ? `逾期 ${-r.days_left} 天` : String(r.days_left), unit_name: r.unit_name, system_name: r.system_name, kind_name: r.kind_name, what: dueKindNames[r.what], state: filingStateNames[r.state], duty: r.duty })));
}
export async function exportCheck(db: Reader, actor: Actor, f: CheckFilter) {
  const { rows } = await checkRunning(db, actor, f);
  return sheet('备案系统运行状态核查表', { finding: '核查情形', unit_name: '主管单位', system_name: '系统名称', system_state: '系统状态', kind_name: '备案种类', state: '办理状态', number: '备案号', due_on: '办理期限', overdue: '逾期' },
    rows.map((r) => ({ finding: findingNames[r.finding], unit_name: r.unit_name, system_name: r.system_name, system_state: systemStateNames[r.system_state], kind_name: r.kind_name, state: filingStateNames[r.state], number: r.number, due_on: r.due_on ?? '', overdue: r.overdue ? '逾期' : '' })));
}
export async function exportApplications(db: Reader, actor: Actor, f: ApplicationFilter) {
  const { items } = await listApplications(db, actor, { ...f, page: 1, size: 100_000 });
  return sheet('上线和下线申请清单', { number: '编号', kind: '种类', unit_name: '主管单位', system_name: '系统名称', state: '状态', internet: '接入互联网', planned_on: '计划日期', submitted: '提交日期', decided: '审批日期', decided_by_name: '审批人' },
    items.map((r) => ({ number: r.number, kind: applicationKindNames[r.kind], unit_name: r.unit_name, system_name: r.system_name, state: applicationStateNames[r.state], internet: r.internet ? '是' : '否', planned_on: r.planned_on ?? '', submitted: r.submitted_at?.slice(0, 10) ?? '', decided: r.decided_at?.slice(0, 10) ?? '', decided_by_name: r.decided_by_name ?? '' })));
}
