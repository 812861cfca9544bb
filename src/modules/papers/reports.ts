import { writeTable } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import { sql, type Reader } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { allowed } from '../../kernel/workflow/workflow.ts';
import type { reportStandings, reportStates } from './contract.ts';
import { demandReader, filesOf } from './queries.ts';
import { onTime, standingOf } from './standing.ts';
import { reportFlow } from './workflow.ts';

type State = (typeof reportStates)[number];
type Standing = (typeof reportStandings)[number];

export const reportRows = (db: Reader) => db.selectFrom('upward_report as r').innerJoin('work_case as c', 'c.id', 'r.id').leftJoin('report_series as s', 's.id', 'r.series_id')
  .leftJoin('superior_document as d', 'd.id', 'r.superior_document_id').leftJoin('campaign as k', 'k.id', 'r.campaign_id').leftJoin('major_matter as m', 'm.id', 'r.matter_id')
  .select(['r.id', 'r.title', 'r.recipient', 'r.content', 'c.state', 'c.due_on', 'r.due_at', 'r.sent_at', 'r.receipt', 's.recurrence', 'r.series_id', 's.ended_on', 'c.version', 'c.unit_id', 'r.superior_document_id', 'r.campaign_id', 'r.matter_id', 'd.title as superior_title', 'k.title as campaign_title', 'm.title as matter_title', filesOf('upward_report', 'r.id').as('files')]);
type Row = Awaited<ReturnType<ReturnType<typeof reportRows>['execute']>>[number];

function shown(actor: Actor, r: Row) {
  const source = r.matter_id ? { kind: 'matter' as const, id: r.matter_id, title: r.matter_title! } : r.superior_document_id ? { kind: 'superior' as const, id: r.superior_document_id, title: r.superior_title! } : r.campaign_id ? { kind: 'campaign' as const, id: r.campaign_id, title: r.campaign_title! } : null;
  const { superior_document_id: _, campaign_id: __, matter_id: ___, superior_title: ____, campaign_title: _____, matter_title: ______, unit_id, ended_on, ...rest } = r;
  return { ...rest, state: r.state as State, due_on: r.due_on!, series_id: ended_on === null ? r.series_id : null, standing: standingOf(r), on_time: onTime(r), source, can: allowed(reportFlow, actor, { state: r.state, unit_id }, {}) };
}

/** What falls due in a year, cancelled ones left out of every figure but still listed without a filter. */
export async function listReports(db: Reader, actor: Actor, year: number, standing?: Standing) {
  demandReader(actor);
  const rows = (await reportRows(db).where('c.due_on', '>=', `${year}-01-01`).where('c.due_on', '<=', `${year}-12-31`).orderBy('c.due_on').orderBy('r.id').execute()).map((r) => shown(actor, r));
  const live = rows.filter((r) => r.state !== 'cancelled');
  const n = (s: Standing) => live.filter((r) => r.standing === s).length;
  return { year, figures: { due: live.length, reported: n('reported'), on_time: live.filter((r) => r.on_time).length, overdue: n('overdue'), to_come: n('to_come') }, reports: standing ? live.filter((r) => r.standing === standing) : rows };
}

/** Throws object.not_found. */
export async function readReport(db: Reader, actor: Actor, id: string) {
  demandReader(actor);
  const row = await reportRows(db).where('r.id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found', 'object.not_found');
  const timeline = await db.selectFrom('case_event as e').select(['e.id', 'e.at', 'e.action', 'e.actor_name as actor', 'e.note', sql<string[]>`coalesce((select json_agg(f.name order by f.created_at) from file f where f.id = any(e.file_ids)), '[]'::json)`.as('files')]).where('e.case_id', '=', id).orderBy('e.at').orderBy('e.id').execute();
  return { ...shown(actor, row), timeline };
}

const standingNames: Record<Standing, string> = { reported: '已报', overdue: '逾期未报', to_come: '未到期' };
const timeText = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
export async function exportReports(db: Reader, actor: Actor, year: number): Promise<Sent> {
  const { reports } = await listReports(db, actor, year);
  const columns = ([['title', '上报事项', 40], ['recipient', '接收机关', 24], ['due', '时限', 18], ['state', '状态', 12], ['sent', '上报时间', 18], ['on_time', '是否按期', 12], ['receipt', '回执', 30], ['source', '来源', 40], ['files', '报送件', 40]] as const).map(([key, title, width]) => ({ key, title, width }));
  const rows = reports.map((r) => ({ title: r.title, recipient: r.recipient, due: r.due_at ? timeText(r.due_at) : r.due_on, state: r.state === 'cancelled' ? '已取消' : standingNames[r.standing], sent: r.sent_at ? timeText(r.sent_at) : '', on_time: r.on_time === null ? '' : r.on_time ? '按期' : '逾期', receipt: r.receipt, source: r.source?.title ?? '', files: r.files.map((f) => f.name).join('；') }));
  const bytes = await writeTable({ name: '上报台账', columns, rows });
  return { stream: bytes, name: `${year}年上报台账-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
