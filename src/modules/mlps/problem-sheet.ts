import type { TableColumn } from '../../engines/tables/index.ts';
import type { Reader } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import { readTableApart, writeTableApart } from '../organisation/index.ts';
import type { risks } from './contract.ts';
import { controls } from './controls.ts';
import type { NewItem } from './items.ts';

defineErrors({
  'mlps.sheet_unreadable': '这个表格读不出来：{reason}。请使用下载的模板。',
  'mlps.paste_no_header': '粘贴的内容第一行应是表头，至少有“控制类”“问题描述”两列。请从表格里连表头一起复制。',
}, {
  'mlps.sheet_unreadable': 'The sheet cannot be read: {reason}. Use the template.',
  'mlps.paste_no_header': 'The first line should be the head, with at least the columns of the control class and of the problem’s description. Copy the head along.',
});

export const riskNames: Record<(typeof risks)[number], string> = { high: '高', medium: '中', low: '低' };
const yes = ['是', '否'];
const columns: TableColumn[] = [
  { key: 'control_class', title: '控制类', width: 18, required: true, options: controls.map((c) => c.name), note: '如：安全计算环境' },
  { key: 'point', title: '控制点', width: 20, note: '如：身份鉴别' }, { key: 'requirement', title: '要求项', width: 40 }, { key: 'description', title: '问题描述', width: 48, required: true },
  { key: 'risk', title: '风险', width: 8, options: Object.values(riskNames), note: '不填为“中”' }, { key: 'advice', title: '整改建议', width: 40 }, { key: 'major', title: '重大风险隐患', width: 14, options: yes },
];
/** What agencies call the same columns in their own lists. */
const otherNames: Record<string, string> = { 安全类: 'control_class', 层面: 'control_class', 安全层面: 'control_class', 安全控制点: 'point', 测评项: 'requirement', 测评指标: 'requirement', 问题: 'description', 安全问题: 'description', 存在问题: 'description', 风险等级: 'risk', 风险值: 'risk', 建议: 'advice', 整改措施: 'advice', 重大隐患: 'major' };
type ReadProblem = NewItem & { row: number };
export interface ReadProblems { rows: ReadProblem[]; known: number; errors: { row: number; column: string; message: string }[] }

export async function problemTemplate(): Promise<Sent> {
  const bytes = await writeTableApart({ name: '测评问题清单', columns, rows: [] });
  return { stream: bytes, name: '测评问题清单模板.xlsx', sizeBytes: bytes.byteLength };
}
const limits: Record<string, number> = { control_class: 60, point: 60, requirement: 1000, description: 2000, advice: 2000 };
const length = (values: Record<string, string>, row: number, errors: ReadProblems['errors']): void => {
  for (const c of columns) { const max = limits[c.key]; if (max && (values[c.key] ?? '').length > max) errors.push({ row, column: c.title, message: `最多 ${max} 个字` }); }
};
/** What an assessment holds already is counted, not entered twice. */
async function fresh(db: Reader, assessmentId: string, all: ReadProblem[], errors: ReadProblems['errors']): Promise<ReadProblems> {
  const key = (p: { control_class: string; point: string; description: string }): string => JSON.stringify([p.control_class, p.point, p.description]);
  const seen = new Set((await db.selectFrom('mlps_item').select(['control_class', 'point', 'description']).where('assessment_id', '=', assessmentId).execute()).map(key));
  const rows: ReadProblem[] = [];
  for (const p of all) { if (seen.has(key(p))) continue; seen.add(key(p)); rows.push(p); }
  return { rows, known: all.length - rows.length, errors: errors.slice(0, 500) };
}
const toProblem = (v: Record<string, string>, row: number): ReadProblem => ({ row, control_class: v['control_class'] ?? '', point: v['point'] ?? '', requirement: v['requirement'] ?? '', description: v['description'] ?? '', advice: v['advice'] ?? '', risk: (Object.keys(riskNames) as (typeof risks)[number][]).find((k) => riskNames[k] === v['risk']) ?? 'medium', major: v['major'] === '是' });

/** Throws mlps.sheet_unreadable. Rows with errors are told, and not among the rows. */
export async function readProblemSheet(db: Reader, assessmentId: string, bytes: Uint8Array): Promise<ReadProblems> {
  const read = await readTableApart(bytes, columns);
  if (!read.ok) throw new AppError('invalid', 'mlps.sheet_unreadable', { reason: problems[read.reason] ?? '格式不对' });
  const titleOf = new Map(columns.map((c) => [c.key, c.title]));
  const errors = read.errors.map((e) => ({ row: e.row, column: titleOf.get(e.column) ?? e.column, message: e.message ?? '有误' }));
  for (const r of read.rows) length(r.values, r.row, errors);
  const bad = new Set(errors.map((e) => e.row));
  return fresh(db, assessmentId, read.rows.filter((r) => !bad.has(r.row)).map((r) => toProblem(r.values, r.row)), errors);
}
const problems: Partial<Record<string, string>> = { empty: '表格是空的', no_header: '没有找到表头', missing_columns: '缺少“控制类”或“问题描述”列', duplicate_columns: '有重复的列', damaged: '文件已损坏', not_zip: '不是 xlsx 文件' };

/** Cells parted by tabs, as they come off a spreadsheet; quoted cells may hold line breaks. Throws mlps.paste_no_header. */
export async function readPasted(db: Reader, assessmentId: string, text: string): Promise<ReadProblems> {
  const lines = cells(text);
  const keys = (lines[0] ?? []).map((t) => { const name = t.replace(/[*\s]/g, ''); return columns.find((c) => c.title === name)?.key ?? otherNames[name]; });
  if (!keys.includes('control_class') || !keys.includes('description')) throw new AppError('invalid', 'mlps.paste_no_header');
  const errors: ReadProblems['errors'] = [];
  const rows: ReadProblem[] = [];
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.every((c) => c === '')) continue;
    const values: Record<string, string> = {};
    for (const [k, key] of keys.entries()) if (key) values[key] = line[k] ?? '';
    values['risk'] = (values['risk'] ?? '').replace(/[风险危]/g, '');
    const before = errors.length;
    for (const c of columns) {
      const v = values[c.key] ?? '';
      if (c.required && !v) errors.push({ row: i + 1, column: c.title, message: '不能为空' });
      else if (c.options && v && !c.options.includes(v)) errors.push({ row: i + 1, column: c.title, message: `只能是：${c.options.join('、')}` });
    }
    length(values, i + 1, errors);
    if (errors.length === before) rows.push(toProblem(values, i + 1));
  }
  return fresh(db, assessmentId, rows, errors);
}
function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const body = text.replace(/\r\n?/g, '\n');
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!;
    if (quoted) { if (c !== '"') cell += c; else if (body[i + 1] === '"') { cell += '"'; i++; } else quoted = false; }
    else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t' || c === '\n') { row.push(cell.trim()); cell = ''; if (c === '\n') { rows.push(row); row = []; } }
    else cell += c;
  }
  row.push(cell.trim());
  rows.push(row);
  return rows;
}
