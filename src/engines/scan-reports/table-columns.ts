import { titleKey } from './csv.ts';
import { severityOf, type Seen } from './observation.ts';

/** What a table's columns are called in our own template, in superiors' notices and in scanners' sheets. A mapping that a user makes overrules it. */
const tableFields = ['title', 'ruleId', 'severity', 'system', 'unit', 'host', 'ip', 'url', 'port', 'protocol', 'parameter', 'cve', 'description', 'remedy', 'evidence', 'due'] as const;
export type TableField = (typeof tableFields)[number];
const titles: Record<TableField, readonly string[]> = {
  title: ['漏洞名称', '漏洞', '隐患名称', '安全问题', '问题描述名称', '存在问题', '存在的问题', '主要问题', '问题', '漏洞隐患名称', '事件名称', '通报名称', '隐患名称', '问题名称', '风险名称', '安全隐患', '安全漏洞', '漏洞标题', '隐患类型', '漏洞类型', '问题类型', '隐患', '名称', 'title', 'name', 'vulnerability'],
  ruleId: ['漏洞编号', '规则编号', '插件编号', '隐患编号', '问题编号', '漏洞id', 'ruleid', 'pluginid', 'vulid', 'cnvd编号', 'cnnvd编号'],
  severity: ['危险等级', '威胁级别', '危害级别', '隐患级别', '风险程度', '严重程度', '危险程度', '问题等级', '风险等级', '漏洞等级', '危害等级', '隐患等级', '漏洞级别', '风险级别', '威胁等级', '危险级别', '等级', '级别', 'severity', 'risk', 'level'],
  system: ['系统名称', '所属系统', '涉及系统', '受影响系统', '资产系统', '系统网站', '网站系统名称', '信息系统网站名称', '网站信息系统名称', '涉事系统', '网站名称', '信息系统', '信息系统名称', '系统网站名称', '业务系统', '应用名称', '资产名称', '网站', '系统'],
  unit: ['责任单位', '涉及单位', '归属单位', '使用单位', '运营单位', '建设单位', '整改单位', '涉事单位', '责任部门', '二级单位', '学院', '所属单位', '单位名称', '主管单位', '单位', '部门', '所属部门'],
  host: ['主机', '受影响主机', '风险来源', '涉及域名', '问题域名', '主机名', '主机地址', '域名', '网站域名', '目标', '资产', '资产地址', '受影响资产', 'host', 'hostname', 'target', 'domain', 'address'],
  ip: ['ip', '地址ip', '网络地址', '涉及ip', '受影响ip', '目标ip', '问题ip', 'ip地址', '服务器ip', '主机ip', '资产ip', 'ipaddress'],
  url: ['url', 'url地址', '漏洞url地址', '问题url', '隐患url', '涉及url', '受影响url', '链接地址', '问题链接', '问题地址', '网站url', '域名url', 'urlip', 'ipurl', '域名ip', 'ip域名', '网址ip', '网址', '链接', '漏洞地址', '漏洞url', '隐患地址', '网站地址', '页面地址', '访问地址', '漏洞链接', '系统地址', '地址'],
  port: ['端口', '端口号', '服务端口', 'port'],
  protocol: ['协议', '传输协议', 'protocol'],
  parameter: ['参数', '漏洞参数', 'parameter', 'param'],
  cve: ['cve', 'cve编号', 'cves', '漏洞编号cve'],
  description: ['描述', '问题详情', '漏洞详情', '隐患详情', '漏洞说明', '风险说明', '具体情况', '详情', '漏洞概述', '漏洞描述', '详细描述', '隐患描述', '问题描述', '风险描述', '情况描述', '隐患说明', '说明', '危害', '漏洞危害', 'description'],
  remedy: ['整改建议', '修复方案', '整改要求', '整改方案', '修复措施', '处置措施', '处理建议', '解决办法', '解决方案', '修复建议', '加固建议', '处置建议', '整改措施', 'solution', 'remedy', 'recommendation'],
  due: ['整改期限', '整改时限', '完成时限', '要求完成时间', '整改截止日期', '反馈时限', '反馈期限', '期限', '时限', '截止日期', '截止时间', 'deadline', 'duedate'],
  evidence: ['证据', '漏洞证明', '返回信息', '检测结果', '验证过程', '复现过程', '备注', 'evidence', 'proof'],
};
const byTitle = new Map(Object.entries(titles).flatMap(([field, list]) => list.map((t) => [titleKey(t), field as TableField] as const)));

/** Which column is what, by title; the first of two that mean the same counts. */
export function mapColumns(header: readonly string[]): Partial<Record<TableField, number>> {
  const map: Partial<Record<TableField, number>> = {};
  for (const [i, title] of header.entries()) { const field = byTitle.get(titleKey(title)); if (field && map[field] === undefined) map[field] = i; }
  return map;
}
/** A hazard needs a name, and somewhere to be. */
export const isHazardTable = (map: Partial<Record<TableField, number>>): boolean => map.title !== undefined && (map.host ?? map.ip ?? map.url ?? map.system) !== undefined;

/** A day as notices write it: 2026年12月1日, 2026/12/1, 2026.12.01. Undefined where there is none. */
function dayOf(text: string): string | undefined {
  const m = /(20\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})/.exec(text);
  if (!m) return undefined;
  const day = `${m[1]}-${m[2]!.padStart(2, '0')}-${m[3]!.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day ? undefined : day;
}
/** One row, or why it is none; `at` is the host of a table that has no column for it. */
export function rowOf(cells: readonly string[], map: Partial<Record<TableField, number>>, place: string, at = ''): Seen | string {
  const v = (f: TableField): string => (map[f] === undefined ? '' : (cells[map[f]] ?? '').trim());
  const title = v('title');
  if (!title) return '没有隐患名称';
  const url = v('url');
  const host = v('host') || v('ip') || at;
  if (!url && !host && !v('system')) return '没有地址，也没有系统名称';
  const where = /^[a-z]+:\/\/|\//i.test(url) ? { url } : url && !host ? { host: url } : {};
  return {
    ruleId: v('ruleId') || /CVE-\d{4}-\d+/i.exec(v('cve') || title)?.[0]?.toUpperCase() || title, title, severity: severityOf(v('severity'), 'medium'), place, ...where, ...(host && !where.url && { host }), ip: v('ip') || undefined, port: v('port') || undefined, protocol: v('protocol') || undefined, parameter: v('parameter') || undefined,
    cve: [v('cve'), title], description: v('description'), remedy: v('remedy'), evidence: [v('evidence'), v('due') && `要求的整改期限：${dayOf(v('due')) ?? v('due').slice(0, 100)}`].filter(Boolean).join('\n'), system: v('system'), unit: v('unit'),
  };
}

/** Every row of a table whose columns a person has named. */
export function* mappedRows(table: { rows: readonly { place: string; cells: readonly string[] }[] }, columns: readonly (TableField | null)[]): Generator<{ place: string; seen: Seen; why: '' } | { place: string; seen: undefined; why: string }> {
  const map: Partial<Record<TableField, number>> = {};
  for (const [i, field] of columns.entries()) if (field) map[field] ??= i;
  for (const { place, cells } of table.rows) {
    const row = rowOf(cells, map, place);
    yield typeof row === 'string' ? { place, seen: undefined, why: row } : { place, seen: row, why: '' };
  }
}
