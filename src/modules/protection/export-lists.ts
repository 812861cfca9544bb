import { writeTable, type TableColumn } from '../../engines/tables/index.ts';
import { today } from '../../kernel/clock.ts';
import type { Reader } from '../../kernel/database.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { measures, type faultKinds, type protectionLists } from './contract.ts';
import { listAccounts, listBackups, listFaults, listLogs, listMeasures, listPolicies } from './queries.ts';

interface Filter { system_id?: string | undefined; unit_id?: string | undefined }
type Sheet = { name: string; columns: TableColumn[]; rows: Record<string, string>[] };
const columns = (titles: Record<string, string>): TableColumn[] => Object.entries(titles).map(([key, title]) => ({ key, title, kind: 'text', width: 18 }));
const states = { yes: '已落实', partly: '部分落实', no: '未落实', na: '不适用' } as const;
const often = { realtime: '实时', daily: '每日', weekly: '每周', monthly: '每月' } as const;
const layers = { application: '应用', host: '主机', database: '数据库', device: '设备' } as const;
const kinds = { admin: '管理员', ordinary: '普通', vendor: '服务公司', service: '程序' } as const;
const logs = { os: '操作系统', application: '应用操作', access: '访问', database: '数据库操作', network: '网络与安全设备' } as const;
const faults: Record<(typeof faultKinds)[number], string> = { measure_missing: '措施未落实', measure_unchecked: '措施未登记或久未核对', no_backup: '没有备份登记', backup_late: '备份逾期', backup_failed: '最近一次备份失败', drill_late: '恢复演练逾期', no_accounts: '没有登记管理员账号', review_late: '账号复核逾期', account_outside: '管理员账号不在本单位人员手中', account_shared: '账号共用', account_expired: '账号已过有效期', account_endless: '服务公司账号没有期限', holder_left: '使用人已离岗', password_old: '口令久未更换', no_logs: '没有日志留存登记', logs_short: '日志留存不足', policy_review_late: '策略复核逾期' };
const yes = (b: boolean): string => (b ? '是' : '否');

/** What the page shows, as a sheet. */
export async function exportList(db: Reader, actor: Actor, list: (typeof protectionLists)[number], f: Filter): Promise<Sent> {
  const { name, columns: cols, rows } = await sheets[list](db, actor, f);
  const bytes = await writeTable({ name, columns: cols, rows });
  return { stream: bytes, name: `${name}-${today()}.xlsx`, sizeBytes: bytes.byteLength };
}
const sheets: Record<(typeof protectionLists)[number], (db: Reader, actor: Actor, f: Filter) => Promise<Sheet>> = {
  async measures(db, actor, f) {
    const { items } = await listMeasures(db, actor, { ...f, page: 1, size: 5000 });
    const of = measures.filter((m) => m.scope === 'system');
    return { name: '防护措施落实情况', columns: columns({ unit: '单位', system: '系统', ...Object.fromEntries(of.map((m) => [m.key, m.name])) }), rows: items.map((s) => ({ unit: s.unit_name, system: s.name, ...Object.fromEntries(s.states.map((p) => [p.measure, `${states[p.state]}${p.note ? `：${p.note}` : ''}（${p.checked_on}）`])) })) };
  },
  async backups(db, actor, f) {
    return { name: '备份登记', columns: columns({ unit: '单位', system: '系统', what: '备份内容', frequency: '频率', medium: '介质', place: '存放位置', offsite: '异地', keep: '保留天数', responsible: '负责人', ok: '最近成功', drill: '最近恢复演练', late: '是否逾期' }), rows: (await listBackups(db, actor, f)).map((b) => ({ unit: b.unit_name, system: b.system_name, what: b.what, frequency: often[b.frequency], medium: b.medium, place: b.place, offsite: yes(b.offsite), keep: String(b.keep_days), responsible: b.responsible, ok: b.last_ok_on ?? '', drill: b.last_drill_on ?? '', late: yes(b.late || b.drill_late) })) };
  },
  async accounts(db, actor, f) {
    return { name: '账号权限台账', columns: columns({ unit: '单位', system: '系统', layer: '层次', kind: '类别', name: '账号', holder: '使用人', firm: '公司', rights: '权限', until: '有效期至', changed: '口令更换', shared: '共用', faults: '问题' }), rows: (await listAccounts(db, actor, f)).accounts.map((a) => ({ unit: a.unit_name, system: a.system_name, layer: layers[a.layer], kind: kinds[a.kind], name: a.name, holder: a.holder, firm: a.firm, rights: a.rights, until: a.valid_until ?? '', changed: a.password_changed_on ?? '', shared: yes(a.shared), faults: a.faults.map((k) => faults[k]).join('；') })) };
  },
  async logs(db, actor, f) {
    return { name: '日志留存', columns: columns({ unit: '单位', system: '系统', what: '日志', place: '存放位置', days: '留存天数', due: '应留存天数', backed: '有备份', short: '是否不足' }), rows: (await listLogs(db, actor, f)).map((g) => ({ unit: g.unit_name, system: g.system_name, what: logs[g.what], place: g.place, days: String(g.keep_days), due: String(g.due_days), backed: yes(g.backed_up), short: yes(g.short) })) };
  },
  async policies(db, actor, f) {
    return { name: '安全策略台账', columns: columns({ unit: '单位', name: '策略', zone: '设备或区域', content: '内容', effective: '生效', review: '最近复核', by: '应复核', ended: '停用', events: '变更与复核' }), rows: (await listPolicies(db, actor, f)).map((y) => ({ unit: y.unit_name, name: y.name, zone: y.zone, content: y.content, effective: y.effective_on, review: y.last_review_on ?? '', by: y.ended_on ? '' : y.review_by, ended: y.ended_on ?? '', events: y.events.map((v) => `${v.on_day} ${v.note}${v.approved_by ? `（批准：${v.approved_by}）` : ''}`).join('；') })) };
  },
  async faults(db, actor, f) {
    return { name: '技术防护待办', columns: columns({ unit: '单位', kind: '问题', what: '说明' }), rows: (await listFaults(db, actor, f)).faults.map((x) => ({ unit: x.unit_name, kind: faults[x.kind], what: x.what })) };
  },
};
