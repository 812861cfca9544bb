import { Readable } from 'node:stream';
import { streamTable } from '../../engines/tables/index.ts';
import { dateOf, today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { writeTableApart } from '../organisation/index.ts';
import { hazardStates, severities } from './contract.ts';
import { eachHazard, type HazardFilter } from './queries.ts';

export const severityNames: Record<(typeof severities)[number], string> = { critical: '超危', high: '高危', medium: '中危', low: '低危' };
export const stateNames: Record<(typeof hazardStates)[number], string> = { to_verify: '待核实', confirmed: '已确认', notified: '已通报', signed: '已签收', fixing: '整改中', reported: '已反馈', retesting: '复测中', absent: '待复测确认', to_approve: '待批准', dismissed: '不整改', shut: '已关停', cleared: '已清零' };
/** Where a hazard is, as people write it. */
export const whereText = (h: { host: string; ip: string | null; port: number | null; path: string | null; parameter: string | null }): string => `${h.host || h.ip || ''}${h.ip && h.host && h.ip !== h.host ? `（${h.ip}）` : ''}${h.port ? `:${h.port}` : ''}${h.path ?? ''}${h.parameter ? ` [${h.parameter}]` : ''}`;

const columns = [{ key: 'number', title: '隐患编号', width: 16 }, { key: 'title', title: '隐患名称', width: 40 }, { key: 'severity', title: '等级', width: 8 }, { key: 'state', title: '状态', width: 12 }, { key: 'unit', title: '责任单位', width: 22 }, { key: 'system', title: '系统', width: 24 }, { key: 'where', title: '位置', width: 44 }, { key: 'due', title: '整改期限', width: 12 }, { key: 'overdue', title: '是否逾期', width: 10 }, { key: 'rounds', title: '退回次数', width: 10 }, { key: 'reopened', title: '复发次数', width: 10 }, { key: 'first', title: '首次发现', width: 14 }];
/** Streamed: a hundred thousand rows take no more memory than a page. */
export function exportHazards(db: Reader, actor: Actor, f: HazardFilter): Sent {
  async function* pieces(): AsyncGenerator<Record<string, string | number>[]> {
    for await (const page of eachHazard(db, actor, f)) yield page.map((h) => ({ number: h.number, title: h.title, severity: severityNames[h.severity], state: stateNames[h.state], unit: h.owned ? h.unit_name : '（未找到责任单位）', system: h.system_name ?? '', where: whereText(h), due: h.due_on ?? '', overdue: h.overdue ? '逾期' : '', rounds: h.rounds, reopened: h.reopened, first: dateOf(h.first_seen_at) }));
  }
  return { stream: Readable.from(streamTable('隐患清单', columns, pieces()), { objectMode: false }), name: `隐患清单-${today()}.xlsx` };
}

/** What the office fills in for hazards that no scanner told; the reader of reports knows these titles. */
export async function hazardTemplate(): Promise<Sent> {
  const bytes = await writeTableApart({ name: '隐患清单', rows: [], columns: [
    { key: 'title', title: '隐患名称', width: 36, required: true }, { key: 'severity', title: '危险等级', width: 12, options: ['紧急', '高危', '中危', '低危'] }, { key: 'system', title: '系统名称', width: 28, note: '台账里的名称；与地址至少填一项' }, { key: 'host', title: 'IP地址', width: 18 }, { key: 'port', title: '端口', width: 8 }, { key: 'url', title: '网址', width: 36 },
    { key: 'parameter', title: '参数', width: 14 }, { key: 'rule', title: '漏洞编号', width: 18, note: '选填。同一来源的同一种问题用同一个编号' }, { key: 'cve', title: 'CVE编号', width: 18 }, { key: 'description', title: '漏洞描述', width: 36 }, { key: 'remedy', title: '整改建议', width: 36 }, { key: 'evidence', title: '备注', width: 24 },
  ] });
  return { stream: bytes, name: '隐患清单模板.xlsx', sizeBytes: bytes.byteLength };
}
