import { writeGongwen, type Block, type Gongwen } from '../../engines/gongwen/index.ts';
import { dateOf, today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { listCampaigns, numberedFrame } from '../campaigns/index.ts';
import { listLetters, readStanding } from '../responsibility/index.ts';
import { levelNames, listMatters } from './keep-matter.ts';
import { addEdition, createOwn } from './keep-own.ts';
import { clauseStateNames } from './map-clauses.ts';
import { readSuperior } from './queries.ts';
import { listReports } from './reports.ts';

const heading = (text: string): Block => ({ type: 'heading', level: 1, text });
const paragraph = (text: string): Block => ({ type: 'paragraph', text });
const table = (titles: readonly (readonly [string, number])[], rows: string[][]): Block => ({ type: 'table', columns: [{ title: '序号', width: 1.2, align: 'center' }, ...titles.map(([title, width]) => ({ title, width }))], rows: rows.map((r, i) => [String(i + 1), ...r]) });
const rate = (part: number, whole: number): string => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`);

/** Takes a number, writes the docx and keeps it as a document of one's own, to be changed in Word and uploaded again. */
async function keep(tx: Tx, store: FileStore, actor: Actor, addressee: string | undefined, build: (organisation: string) => { title: string; body: Block[] }, note: string): Promise<string> {
  const { organisation, ...frame } = await numberedFrame(tx);
  const { title, body } = build(organisation);
  const doc: Gongwen = { ...frame, title, body, ...(addressee && { addressee }) };
  const id = await createOwn(tx, actor, { kind: 'report', title, number: frame.number, note });
  const file = await store.saveBytes(await writeGongwen(doc), `${title}（${frame.number}）.docx`, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
  await addEdition(tx, actor, id, file, [title, ...body.flatMap(textOf)].join('\n'), '由系统数据生成');
  return id;
}
const textOf = (b: Block): string[] => (b.type === 'heading' || b.type === 'paragraph' ? [b.text] : b.type === 'list' ? b.items : b.type === 'picture' ? [b.caption] : b.type === 'signatures' ? b.names : b.rows.map((r) => r.join(' ')));

/** How far the clauses of several laws or documents are, clause by clause. Throws object.not_found. */
export async function writeSummary(tx: Tx, store: FileStore, actor: Actor, ids: string[], addressee?: string): Promise<string> {
  const documents = await Promise.all([...new Set(ids)].map((id) => readSuperior(tx, actor, id)));
  const names = documents.map((d) => `《${d.title}》`);
  return keep(tx, store, actor, addressee, (organisation) => ({
    title: `关于${names.slice(0, 3).join('')}${names.length > 3 ? '等文件' : ''}落实情况的汇总报告`,
    body: [
      paragraph(`现将${organisation}落实${names.join('、')}的情况汇总如下，数据截至${today()}。`),
      ...documents.flatMap((d): Block[] => [
        heading(`《${d.title}》${d.number ? `（${d.number}）` : ''}落实情况`),
        paragraph(d.counts.total === 0 ? '这份文件没有登记须由本单位落实的条款。' : `涉及本单位的条款${d.counts.total}条：已落实${d.counts.done}条，落实率${rate(d.counts.done, d.counts.total)}；落实中${d.counts.doing}条；未落实${d.counts.open}条。`),
        ...(d.counts.total === 0 ? [] : [table([['条款', 1.6], ['要求', 4], ['落实情况', 1.8], ['落实举措及对应工作', 4.6], ['责任单位', 2]], d.clauses.filter((c) => c.state !== 'none').map((c) => [c.path, c.title, clauseStateNames[c.state], [c.measure, ...c.links.map((l) => l.title)].filter(Boolean).join('；'), c.unit_name ?? '']))]),
      ]),
      heading('存在的问题'),
      paragraph(documents.every((d) => d.counts.open === 0) ? '各条款均已落实或正在落实。' : `尚有${documents.reduce((n, d) => n + d.counts.open, 0)}条未落实，见上表。`),
    ],
  }), `依据：${names.join('、')}`.slice(0, 2000));
}

/** The year as the data have it: responsibility, campaigns, matters, reports; what is open becomes next year's plan. */
export async function writeAnnualReport(tx: Tx, store: FileStore, actor: Actor, year: number, addressee?: string): Promise<string> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const campaigns = (await listCampaigns(tx, actor)).filter((k) => k.state !== 'draft' && (k.start_on ?? dateOf(k.published_at!)) <= to && (k.end_on ?? dateOf(k.published_at!)) >= from);
  const standing = await readStanding(tx, year);
  const letters = await listLetters(tx, actor, year);
  const matters = await listMatters(tx, actor, year);
  const reports = await listReports(tx, actor, year);
  const { held } = await tx.selectFrom('duty_record').select((e) => e.fn.countAll<number>().as('held')).where('unit_id', 'is', null).where('held_on', '>=', from).where('held_on', '<=', to).executeTakeFirstOrThrow();
  const milestones = await tx.selectFrom('plan_milestone as p').innerJoin('own_document as o', 'o.id', 'p.document_id').select(['p.title', 'o.title as plan', 'p.due_on', sql<boolean>`p.due_on < ${today()}`.as('late')]).where('p.done_on', 'is', null).where('p.due_on', '<=', `${year + 1}-12-31`).orderBy('p.due_on').execute();
  const sum = (pick: (k: (typeof campaigns)[number]) => number) => campaigns.reduce((n, k) => n + pick(k), 0);
  const [total, done, overdue] = [sum((k) => k.counts.total), sum((k) => k.counts.done), sum((k) => k.counts.overdue)];
  const missed = standing.rules.flatMap((r) => r.periods.filter((p) => p.state === 'missed').map((p) => `${recordNames[r.key] ?? r.key}（${r.per === 'year' ? `${p.label}年` : `第${p.label}季度`}）`));
  const problems = [
    ...(overdue > 0 ? [`专项行动中有${overdue}项任务逾期未完成。`] : []), ...(missed.length > 0 ? [`未按规定召开：${missed.join('、')}。`] : []), ...(letters.due > letters.signed ? [`${letters.due - letters.signed}个单位未签订年度网络安全责任书。`] : []),
    ...(matters.figures.unreported > 0 ? [`有${matters.figures.unreported}项重大事项应报未报。`] : []), ...(reports.figures.overdue > 0 ? [`有${reports.figures.overdue}项上报事项逾期未报。`] : []), ...(milestones.some((m) => m.late) ? [`规划、计划中有${milestones.filter((m) => m.late).length}个里程碑逾期。`] : []),
  ];
  const next = [
    ...campaigns.filter((k) => k.state === 'published' && k.counts.done < k.counts.total).map((k) => `继续推进《${k.title}》，完成剩余${k.counts.total - k.counts.done}项任务。`),
    ...milestones.map((m) => `按《${m.plan}》于${m.due_on}前完成：${m.title}${m.late ? '（已逾期，须抓紧）' : ''}。`), ...(letters.due > letters.signed ? ['督促未签订责任书的单位完成签订。'] : []),
  ].slice(0, 30);
  return keep(tx, store, actor, addressee, (organisation) => ({
    title: `${organisation}${year}年网络安全工作报告`,
    body: [
      paragraph(`现将${organisation}${year}年网络安全工作情况报告如下，数据截至${today() < to ? today() : to}。`),
      heading('责任制落实情况'),
      paragraph(`全年登记领导履职记录${held}条。${standing.rules.map((r) => `${recordNames[r.key] ?? r.key}应达标${r.periods.length}次，已达标${r.periods.filter((p) => p.state === 'met').length}次`).join('；')}。应签订责任书单位${letters.due}个，已签订${letters.signed}个，签订率${rate(letters.signed, letters.due)}。`),
      heading('主要工作开展情况'),
      paragraph(campaigns.length === 0 ? '本年度未开展专项行动。' : `全年开展专项行动${campaigns.length}项，分解办理任务${total}项，已完成${done}项，完成率${rate(done, total)}。`),
      ...(campaigns.length === 0 ? [] : [table([['专项行动', 5], ['起止时间', 3.4], ['任务', 1.4], ['完成', 1.4], ['完成率', 1.8]], campaigns.map((k) => [k.title, [k.start_on, k.end_on].filter(Boolean).join('至'), String(k.counts.total), String(k.counts.done), rate(k.counts.done, k.counts.total)]))]),
      heading('检查与整改情况'),
      paragraph(overdue === 0 ? `各专项行动的检查和整改任务没有逾期未完成的，尚在办理${total - done}项。` : `检查和整改任务逾期未完成${overdue}项，正在督促落实。`),
      heading('重大事项与事件报告情况'),
      paragraph(`全年登记重大事项${matters.figures.total}项，应报${matters.figures.must}项，已报${matters.figures.reported}项，待报${matters.figures.pending}项，应报未报${matters.figures.unreported}项。`),
      ...(matters.matters.length === 0 ? [] : [table([['事项', 5], ['级别', 2], ['发现日期', 2.6], ['上报情况', 4.4]], matters.matters.map((m) => [m.title, levelNames[m.level], dateOf(m.found_at), m.reports.length === 0 ? (m.exempt_reason || '无须上报') : m.reports.map((r) => `${r.recipient}：${r.sent_at ? `${dateOf(r.sent_at)}已报` : '未报'}`).join('；')]))]),
      heading('上报工作情况'),
      paragraph(`全年应向上级报送${reports.figures.due}项，已报送${reports.figures.reported}项，其中按期${reports.figures.on_time}项，按期率${rate(reports.figures.on_time, reports.figures.reported)}；逾期未报${reports.figures.overdue}项，未到期${reports.figures.to_come}项。`),
      heading('存在的问题'),
      ...(problems.length > 0 ? [{ type: 'list' as const, items: problems }] : [paragraph('登记的各项工作没有逾期和缺项。')]),
      heading('下一步工作计划'),
      ...(next.length > 0 ? [{ type: 'list' as const, items: next }] : [paragraph('本年度各项工作均已完成，按上级部署开展下一年度工作。')]),
    ],
  }), `${year}年度`);
}
const recordNames: Record<string, string> = { special_meeting: '专题会议', quarterly_meeting: '季度会议', agenda_item: '党委（党组）议题' };
