import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import type { Paper, Plan } from '../../engines/plan-reader/index.ts';
import type { Reader } from '../../kernel/database.ts';
import { runApart } from '../../kernel/apart.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { convertDocument, converter } from '../../kernel/files/convert.ts';
import type { SavedBytes } from '../../kernel/files/store.ts';
import { matchUnits } from '../organisation/index.ts';
import type { Draft, PlanIssue, UnitMatch } from './contract.ts';

export type DraftData = z.output<typeof Draft>;
export type IssueData = z.output<typeof PlanIssue>;
export type MatchData = z.output<typeof UnitMatch>;
export interface ReadDocument { text: string; draft: DraftData; issues: IssueData[]; matches: MatchData[] }

defineErrors({
  'document.empty': '文件里没有文字，请检查后重新选择。',
  'document.too-large': '文件内容过大，请只保留正文后重试。',
  'document.unsupported': '不支持这种文件。请上传 .docx、.doc、.wps、.ofd、.pdf、.txt 或 .md，也可以直接粘贴正文。',
  'document.encrypted': '文件有密码保护。请先去除密码，或打开后复制正文粘贴。',
  'document.damaged': '文件已损坏或不完整。请重新下载原件，或打开后复制正文粘贴。',
  'document.needs-converter': '这种文件（如 .rtf、旧版 .wps）须先转换。请在 WPS 中另存为 .docx，或复制正文粘贴。',
  'document.not-converted': '转换程序没有读出这个文件。请在 WPS 中另存为 .docx，或复制正文粘贴。',
  'document.no-text': '文件里没有可识别的文字（可能是扫描件）。请复制或录入正文后粘贴。',
  'document.zip-bomb': '文件解压后异常庞大，已拒绝。请只保留正文，另存一份后再上传。',
  'document.too-many-tasks': '识读出 {n} 项任务，超过 1000 项。请按章节分成几份，分别导入。',
  'document.too-slow': '识读这个文件用时过长，已停止。请只保留正文，或复制正文粘贴。',
}, {
  'document.empty': 'There is no text in the file; choose another.',
  'document.too-large': 'There is too much in the file; keep only the text of the document.',
  'document.unsupported': 'Files of this kind are not read. Use .docx, .doc, .wps, .ofd, .pdf, .txt or .md, or paste the text.',
  'document.encrypted': 'The file has a password. Remove it, or open the file and paste its text.',
  'document.damaged': 'The file is damaged or cut off. Fetch it again, or open it and paste its text.',
  'document.needs-converter': 'Files of this kind (such as .rtf, or old .wps) must be converted first. Save it as .docx, or paste its text.',
  'document.not-converted': 'The converter could not read this file. Save it as .docx, or paste its text.',
  'document.no-text': 'There is no text in the file that can be read; it may be a scan. Paste or type the text.',
  'document.zip-bomb': 'The file is enormous inside and was refused. Keep only the text of the document and save it anew.',
  'document.too-many-tasks': 'There are {n} tasks in it, more than 1000. Divide it by chapters and bring them in one by one.',
  'document.too-slow': 'Reading the file took too long and was stopped. Keep only the text, or paste it.',
});

/** An official document → a draft that an officer looks over: what the reader found, with its units matched to the tree.
 *  Throws document.* with what to do instead. */
export async function readDocument(db: Reader, source: { text: string } | { file: SavedBytes }): Promise<ReadDocument> {
  const plan = await readApart<Plan>('plan', source);
  // plain letters under the name of a document, and nothing in them that orders anything
  if ('file' in source && plan.tasks.length === 0 && /\.(?:docx|pdf|ofd)$/i.test(source.file.name) && !await beginsAsNamed(source.file.path)) throw new AppError('invalid', 'document.damaged');
  const matches = await matchUnits(db, [...new Set(plan.tasks.flatMap((t) => [...t.units, ...t.leads]))]);
  return { text: plan.text, draft: draftOf(plan, matches), issues: plan.issues.slice(0, 500).map(({ code, message, quote }) => ({ code, message: message.toWellFormed(), quote: (quote ?? '').toWellFormed() })), matches };
}

async function beginsAsNamed(path: string): Promise<boolean> {
  const start = (await readFile(path)).subarray(0, 1024).toString('latin1');
  return start.startsWith('PK') || start.startsWith('\xd0\xcf\x11\xe0') || start.includes('%PDF-');
}
/** A superior's paper or one's own: what it calls itself and its clauses. Throws document.* as well. */
export const readPaper = (source: { text: string } | { file: SavedBytes }): Promise<Paper> => readApart<Paper>('paper', source);

type Input = { text: string; name: string } | { bytes: Uint8Array; name: string };
type Answer<T> = { ok: true; read: T } | { ok: false; reason: string };

/** Reads, and where the reader itself knows no way, once more what the operator's converter makes of the file. */
async function readApart<T extends Plan | Paper>(as: 'plan' | 'paper', source: { text: string } | { file: SavedBytes }): Promise<T> {
  const input: Input = 'text' in source ? { text: source.text, name: '' } : { bytes: await readFile(source.file.path), name: source.file.name };
  let answer = await apart<T>(as, input);
  const program = converter();
  if (!answer.ok && answer.reason === 'needs-converter' && program && 'bytes' in input) {
    const made = await convertDocument(program, input.bytes, input.name);
    answer = made.ok ? await apart<T>(as, made) : { ok: false, reason: 'not-converted' };
  }
  if (answer.ok) return answer.read;
  throw new AppError('invalid', `document.${answer.reason}`);
}

/** A process of its own, bounded in time and memory. */
async function apart<T>(as: 'plan' | 'paper', input: Input): Promise<Answer<T>> {
  const answer = await runApart<Answer<T>>(new URL('./reader.process.ts', import.meta.url), { ...input, as }, { seconds: 45, memoryMb: 768 });
  if (answer.ok) return answer.value;
  return { ok: false, reason: answer.reason === 'too-slow' ? 'too-slow' : 'damaged' };
}

const mostTasks = 1000;
/** At most `n` signs, none of them half a character. */
const cut = (s: string, n: number): string => s.slice(0, n).toWellFormed().replace(/\ufffd$/, '');
const names = (list: string[]): string[] => list.slice(0, 60).map((n) => cut(n, 120));
/** Years that a calendar of ours can hold; a slip of the pen gives no date. */
const day = (d: string | null | undefined): string | null => (d && d >= '1949' && d < '2200' ? d : null);

function draftOf(plan: Plan, matches: MatchData[]): DraftData {
  if (plan.tasks.length > mostTasks) throw new AppError('invalid', 'document.too-many-tasks', { n: plan.tasks.length });
  const unitsOf = unitsByName(matches);
  const d = plan.document;
  return {
    title: cut(d.title || '未命名专项行动', 300), number: d.number && cut(d.number, 60), issuer: d.issuer && cut(d.issuer, 120), issued_on: day(d.issuedOn), start_on: day(d.period?.start), end_on: day(d.period?.end),
    group: plan.group, phases: plan.phases.slice(0, 60).map(({ title, start, end }) => ({ title: cut(title, 200), start: day(start), end: day(end) })),
    tasks: plan.tasks.map((t, i) => ({
      key: `t${i + 1}`, path: cut(t.path, 60), title: cut(t.title || firstSentence(t.text), 500), text: cut(t.text, 20_000), span: t.span, units: names(t.units), leads: names(t.leads), due: day(t.due), recurrence: t.recurrence,
      thresholds: t.thresholds.slice(0, 40).map((x) => ({ metric: cut(x.metric, 300), op: x.op, value: x.value, unit: cut(x.unit, 20) })), phase: t.phase === null ? null : cut(t.phase, 200),
      unit_ids: unitsOf(t.units)?.slice(0, 2000) ?? null, lead_unit_ids: t.leads.length ? unitsOf(t.leads)?.slice(0, 200) ?? [] : [], sign_off: false, skip: false,
    })),
  };
}

/** The units behind names as written; null where none of them is known. */
export function unitsByName(matches: MatchData[]): (names: string[]) => string[] | null {
  const byName = new Map(matches.map((m) => [m.name, m.unit_ids]));
  return (names) => {
    const ids = [...new Set(names.flatMap((n) => byName.get(n) ?? []))];
    return ids.length ? ids : null;
  };
}

/** At most 40 characters of the first sentence, for tasks whose leaf has no heading. */
export function firstSentence(text: string): string {
  const sentence = text.split(/[。；！？\n]/)[0] ?? text;
  return sentence.length > 40 ? `${sentence.slice(0, 40)}…` : sentence || text.slice(0, 40);
}
