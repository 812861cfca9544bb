import type { severities } from '../hazards/contract.ts';

export interface SplitRow { mark: string; title: string; severity: (typeof severities)[number]; where: string; system: string; unit: string; description: string; remedy: string }
type Field = keyof SplitRow;

/** Titles that superiors' tables use, most telling first. */
const titles: readonly { field: Field; pattern: RegExp }[] = [
  { field: 'remedy', pattern: /建议|措施|修复/ }, { field: 'severity', pattern: /等级|级别|危害程度|风险/ }, { field: 'system', pattern: /系统|网站名|资产名|平台/ }, { field: 'where', pattern: /URL|网址|地址|域名|IP|链接|位置/i },
  { field: 'unit', pattern: /单位|部门|学院/ }, { field: 'title', pattern: /漏洞名|隐患名|问题名|名称|类型|漏洞$|隐患$|问题$|隐患类/ }, { field: 'description', pattern: /描述|详情|说明|情况|证明/ }, { field: 'mark', pattern: /序号|编号|^#$/ },
];
const levels: readonly [RegExp, SplitRow['severity']][] = [[/紧急|超危|严重|critical|特别|一级/i, 'critical'], [/高|high|二级/i, 'high'], [/中|medium|三级/i, 'medium'], [/低|low|四级/i, 'low']];
export const severityOf = (text: string): SplitRow['severity'] => levels.find(([pattern]) => pattern.test(text))?.[1] ?? 'medium';

/** Cells of a sheet as it is pasted: tabs between, a cell with line breaks in quotes. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => { row.push(cell.trim()); cell = ''; };
  const endRow = (): void => { endCell(); if (row.some((c) => c !== '')) rows.push(row); row = []; };
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) { if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') quoted = false; else cell += c; }
    else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t') endCell();
    else if (c === '\n') endRow();
    else if (c !== '\r') cell += c;
  }
  endRow();
  return rows;
}

/** A pasted table of a superior's notice: columns by their titles; without titles, one hazard a line. What has no name is told, not dropped. */
export function readRows(text: string): { rows: SplitRow[]; missed: { line: number; why: string }[] } {
  const table = cellsOf(text);
  const head = table[0] ?? [];
  const columns: (Field | undefined)[] = [];
  for (const title of head) columns.push(titles.find((t) => t.pattern.test(title) && !columns.includes(t.field))?.field);
  const known = head.length > 1 && columns.includes('title') || (columns.filter(Boolean).length > 1 && columns.includes('where'));
  const missed: { line: number; why: string }[] = [];
  const rows: SplitRow[] = [];
  for (const [i, cells] of (known ? table.slice(1) : table).entries()) {
    const of = (field: Field): string => known ? cells[columns.indexOf(field)] ?? '' : '';
    const title = known ? of('title') || of('description').slice(0, 60) : cells.filter((c) => !/^\d{1,4}$/.test(c)).join(' ');
    const line = i + (known ? 2 : 1);
    if (!title) { missed.push({ line, why: '没有隐患名称' }); continue; }
    if (rows.length >= 1000) { missed.push({ line, why: '一次最多一千条' }); break; }
    const whole = known ? '' : cells.join(' ');
    const found = known ? of('where') : /https?:\/\/[^\s，；。]+|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|(?:[a-z0-9-]+\.){2,}[a-z]{2,}/i.exec(whole)?.[0] ?? '';
    rows.push({ mark: of('mark').slice(0, 60), title: title.slice(0, 300), severity: severityOf(known ? of('severity') : whole), where: found.slice(0, 500), system: of('system').slice(0, 200), unit: of('unit').slice(0, 200), description: of('description').slice(0, 4000), remedy: of('remedy').slice(0, 4000) });
  }
  return { rows, missed };
}

/** Host and address within what a table calls the place. */
export function hostOf(where: string): { host: string; ip: string | null } {
  const host = /^(?:https?:\/\/)?(\[[0-9a-f:]+\]|[^\s/:：,，;；]+)/i.exec(where.trim())?.[1]?.replace(/^\[|\]$/g, '').toLowerCase() ?? '';
  const ip = /(?<![\d.])((?:\d{1,3}\.){3}\d{1,3})(?![\d.])/.exec(where)?.[1];
  return { host, ip: ip && ip.split('.').every((part) => Number(part) < 256) ? ip : /^[0-9a-f]*:[0-9a-f:]+$/i.test(host) ? host : null };
}
