import type { TableColumn } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { writeTableApart } from '../organisation/index.ts';
import { listSystems, type SystemFilter } from './queries.ts';

const titles = { unit_name: '责任单位', name: '系统名称', authorisation: '检测授权', valid_until: '授权至', grade: '评级', critical: '超危', high: '高危', medium: '中危', low: '低危', warn: '提醒', not_tested: '未检测项', availability: '可用性', tampered: '变动告警', checked_at: '检测时间' };
const authorisationNames = { none: '未授权', pending: '办理中', valid: '有效', ending: '即将到期', over: '已失效' };
const availabilityNames = { unknown: '未巡查', up: '可用', down: '不可用' };
/** What the page shows, with its filters. */
export async function exportSystems(db: Reader, actor: Actor, f: SystemFilter): Promise<Sent> {
  const { items } = await listSystems(db, actor, { ...f, page: 1, size: 100_000 });
  const columns: TableColumn[] = Object.entries(titles).map(([key, title]) => ({ key, title, kind: 'text', width: /name/.test(key) ? 28 : 12 }));
  const bytes = await writeTableApart({ name: '技术检测结果', columns, rows: items.map((s) => ({ unit_name: s.unit_name, name: s.name, authorisation: authorisationNames[s.authorisation], valid_until: s.valid_until ?? '', grade: s.grade, critical: String(s.critical), high: String(s.high), medium: String(s.medium), low: String(s.low), warn: String(s.warn), not_tested: String(s.not_tested), availability: availabilityNames[s.availability], tampered: String(s.tampered), checked_at: s.checked_at ? new Date(Date.parse(s.checked_at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ') : '' })) });
  return { stream: bytes, name: `技术检测结果-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
