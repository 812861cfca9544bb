import { bulletin, chineseDate, documentNumber, finalReport, phaseSummary, supervisionNotice, taskBreakdown, writeGongwen, type Gongwen } from '../../engines/gongwen/index.ts';
import { dateOf, now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import type { Sent } from '../../kernel/http/serve.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { nextNumber } from '../../kernel/number-series.ts';
import { readSettings } from '../../kernel/settings/settings.ts';
import { addEvents } from '../../kernel/workflow/workflow.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { documentKinds } from './contract.ts';
import { fillOwnTemplate } from './document-template.ts';
import { byTask, daysLate, dueText, readFacts, stateNames, taskOf, totalsOf, unitsOf, whoAnswers, type FactRow, type Facts } from './report-facts.ts';
import { templateValues } from './template-fields.ts';

type Kind = (typeof documentKinds)[number];
defineErrors({
  'document.no_phase': '请选择要小结的阶段。', 'document.nothing_overdue': '目前没有逾期任务，无需督办。',
  'document.unfinished': '还有 {tasks} 项任务（办理单 {cases} 份）没有完成。确实要现在总结，请勾选“仍要生成”后再试。',
}, {
  'document.no_phase': 'Choose the phase to sum up.',
  'document.nothing_overdue': 'Nothing is overdue; there is nobody to urge.',
  'document.unfinished': '{tasks} tasks ({cases} assignments) are not finished. If the report is to be written now all the same, say so and try again.',
});

export interface Issued { id: string; kind: Kind; number: string | null; unit_id: string | null; unit_name: string | null; batch_id: string | null; title: string; file_id: string; created_at: string; created_by: string }

interface About { rows: FactRow[]; unitId?: string; newDueOn?: string; batchId?: string }
type Build = (frame: Frame) => Gongwen;
/** The docx: in the organisation's own layout where it has one. */
async function render(db: Reader, store: FileStore, facts: Facts, kind: Kind, about: About, { organisation, ...frame }: Frame & { organisation: string }, build: Build): Promise<{ title: string; bytes: Uint8Array }> {
  const doc = build(frame);
  const own = await fillOwnTemplate(db, store, kind, () => templateValues(facts, about.rows, { title: doc.title, number: frame.number ?? '', organisation, issuedOn: chineseDate(frame.issuedOn), ...(about.unitId && { urgedUnit: about.rows[0]?.unit ?? '' }), ...(about.newDueOn && { newDueOn: about.newDueOn }) }));
  return { title: doc.title, bytes: own ?? await writeGongwen(doc) };
}
/** Takes a number where it is a letter, writes the docx and keeps both; nothing is numbered that was not written. */
async function issue(tx: Tx, store: FileStore, actor: Actor, facts: Facts, kind: Kind, about: About, build: Build, numbered = true): Promise<Issued> {
  const frame = numbered ? await numberedFrame(tx) : await plainFrame(tx);
  const number = frame.number ?? null;
  const { title, bytes } = await render(tx, store, facts, kind, about, frame, build);
  const id = newId();
  const file = await attachFile(tx, await store.saveBytes(bytes, number ? `${title}（${number}）.docx` : `${title}.docx`, docx), 'document', id, actor);
  const row = { id, campaign_id: facts.id, kind, number, title, unit_id: about.unitId ?? null, file_id: file.id, created_at: now().toISOString(), created_by: actor.name, batch_id: about.batchId ?? null };
  await tx.insertInto('issued_document').values(row).execute();
  const { campaign_id: _, ...shown } = row;
  return { ...shown, unit_name: about.unitId ? about.rows[0]?.unit ?? null : null };
}
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
interface Frame { letterhead?: string; number?: string; issuer: string; issuedOn: string; printedBy: string }
/** Head and foot of a document of today, with the next number of the organisation's series. */
export async function numberedFrame(tx: Tx) {
  const s = await readSettings(tx);
  const issuedOn = today();
  const year = Number(issuedOn.slice(0, 4));
  const number = documentNumber(s.document_word, year, await nextNumber(tx, `document:${s.document_word}`, year));
  const issuer = `${s.organisation_name}${s.document_word}`;
  return { letterhead: `${issuer}文件`, number, issuer, issuedOn, printedBy: issuer, organisation: s.organisation_name };
}
/** The foot alone: for a table that is no letter, and for a look before a number is taken. */
async function plainFrame(db: Reader): Promise<Frame & { organisation: string }> {
  const s = await readSettings(db);
  const issuer = `${s.organisation_name}${s.document_word}`;
  return { issuer, issuedOn: today(), printedBy: issuer, organisation: s.organisation_name };
}

type Written = Exclude<Kind, 'supervision_notice'>;
/** A table that goes along with a letter or on a wall takes no number unless the officer wants one. */
const plain: readonly Written[] = ['task_breakdown'];

/** 任务分解表, 进展通报, 阶段小结 or 总结报告, from the figures of this moment. A 总结报告 over unfinished work is to be asked for twice. Throws document.no_phase, document.unfinished. */
export async function writeDocument(tx: Tx, store: FileStore, actor: Actor, campaignId: string, kind: Written, options: { phase_id?: string | undefined; numbered?: boolean | undefined; unfinished?: boolean | undefined }): Promise<Issued> {
  const facts = await readFacts(tx, campaignId);
  const open = facts.rows.filter((r) => r.state !== 'done');
  if (kind === 'final_report' && facts.state !== 'closed' && open.length > 0 && !options.unfinished) throw new AppError('rule', 'document.unfinished', { tasks: new Set(open.map((r) => r.task_id)).size, cases: open.length });
  const { rows, build } = await builderOf(tx, facts, kind, options.phase_id);
  return issue(tx, store, actor, facts, kind, { rows }, build, options.numbered ?? !plain.includes(kind));
}
/** How it would look now: no number is taken and nothing is kept. */
export async function previewDocument(db: Reader, store: FileStore, campaignId: string, kind: Written, phaseId: string | undefined): Promise<Sent> {
  const facts = await readFacts(db, campaignId);
  const { rows, build } = await builderOf(db, facts, kind, phaseId);
  const { title, bytes } = await render(db, store, facts, kind, { rows }, await plainFrame(db), build);
  return { stream: bytes, name: `${title}（预览，未编号）.docx`, sizeBytes: bytes.length };
}

async function builderOf(tx: Reader, facts: Facts, kind: Written, phaseId: string | undefined): Promise<{ rows: FactRow[]; build: Build }> {
  const builders: Record<Written, () => Promise<Build>> = {
    task_breakdown: async () => (f) => taskBreakdown({ ...f, campaign: facts.name, ...basis(facts), tasks: byTask(facts.rows).map(({ first, rows }, i) => ({ serial: String(i + 1), title: first.task, lead: whoAnswers(rows).lead, support: whoAnswers(rows).units, due: dueText(rows), requirement: first.requirement, clause: first.clause })) }),
    bulletin: async () => {
      const before = await tx.selectFrom('issued_document').select((e) => e.fn.countAll<number>().as('n')).where('campaign_id', '=', facts.id).where('kind', '=', 'bulletin').executeTakeFirstOrThrow();
      return (f) => bulletin({ ...f, campaign: facts.name, issue: before.n + 1, asOf: today(), totals: totalsOf(facts.rows), units: unitProgress(facts.rows), overdue: facts.rows.filter((r) => r.overdue).map((r) => ({ task: taskOf(r), unit: r.unit, dueOn: r.due_on!, daysOverdue: daysLate(r) })) });
    },
    phase_summary: async () => {
      const phase = phaseId ? await tx.selectFrom('campaign_phase').selectAll().where('id', '=', phaseId).where('campaign_id', '=', facts.id).executeTakeFirst() : undefined;
      if (!phase) throw new AppError('invalid', 'document.no_phase', {}, [{ path: 'phase_id', message: '请选择阶段' }]);
      const rows = facts.rows.filter((r) => r.phase_id === phase.id);
      const t = totalsOf(rows);
      return (f) => phaseSummary({ ...f, campaign: facts.name, phase: phase.title, startsOn: phase.start_on ?? facts.start_on, endsOn: phase.end_on ?? facts.end_on, totals: t, work: work(rows), tasks: byTask(rows).map(({ first, rows: g }) => ({ title: first.task, units: whoOf(g), due: dueText(g), state: stateOf(g) })), problems: problems(rows), next: nextSteps(rows) });
    },
    final_report: async () => {
      const [evidence, organisation] = await Promise.all([readEvidence(tx, facts.id), readOrganisation(tx, facts)]);
      return (f) => finalReport({
        ...f, campaign: facts.name, ...basis(facts), startsOn: facts.start_on, endsOn: facts.end_on, organisation, work: work(facts.rows), totals: totalsOf(facts.rows),
        tasks: byTask(facts.rows).map(({ first, rows }) => ({ title: first.task, lead: whoAnswers(rows).lead, support: whoAnswers(rows).units, due: dueText(rows), state: stateOf(rows) })),
        unfinished: byTask(facts.rows.filter((r) => r.state !== 'done')).map(({ first, rows }) => ({ title: first.task, units: whoOf(rows), reason: unfinishedReason(rows) })),
        evidence: evidence.map((e) => ({ task: e.task, unit: e.unit, name: e.name, sha256: e.sha256, sizeBytes: e.size_bytes, addedOn: dateOf(e.created_at) })), next: nextSteps(facts.rows),
      });
    },
  };
  const rows = kind === 'phase_summary' ? facts.rows.filter((r) => r.phase_id === phaseId) : facts.rows;
  return { rows, build: await builders[kind]() };
}
const whoOf = (rows: FactRow[]): string[] => { const w = whoAnswers(rows); return [...w.lead, ...w.units]; };

/** One 督办通知 a unit that is late, each with its own number, and word of it to the unit's head and liaison. Throws document.nothing_overdue. */
export async function urgeUnits(tx: Tx, store: FileStore, actor: Actor, campaignId: string, unitIds: string[] | undefined, newDueOn: string): Promise<Issued[]> {
  const facts = await readFacts(tx, campaignId);
  if (facts.state !== 'published') throw new AppError('rule', 'campaign.not_published');
  const late = new Map<string, FactRow[]>();
  for (const r of facts.rows) if (r.overdue && (!unitIds || unitIds.includes(r.unit_id))) late.set(r.unit_id, [...(late.get(r.unit_id) ?? []), r]);
  if (late.size === 0) throw new AppError('rule', 'document.nothing_overdue');
  const rounds = new Map((await tx.selectFrom('issued_document').select((e) => ['unit_id', e.fn.countAll<number>().as('n')]).where('campaign_id', '=', campaignId).where('kind', '=', 'supervision_notice').groupBy('unit_id').execute()).map((r) => [r.unit_id, r.n]));
  const issued: Issued[] = [];
  const batchId = newId();
  for (const [unitId, rows] of late) {
    const doc = await issue(tx, store, actor, facts, 'supervision_notice', { rows, unitId, newDueOn, batchId }, (f) => supervisionNotice({
      ...f, unit: rows[0]!.unit, campaign: facts.name, round: (rounds.get(unitId) ?? 0) + 1, ...(facts.number && { basis: `《${facts.title}》（${facts.number}）` }), asOf: today(), newDueOn,
      overdue: rows.map((r) => ({ task: taskOf(r), requirement: r.requirement, dueOn: r.due_on!, daysOverdue: daysLate(r) })),
    }));
    await tx.insertInto('supervised_assignment').values(rows.map((r) => ({ document_id: doc.id, assignment_id: r.id, due_on: newDueOn }))).execute();
    await addEvents(tx, rows.map((r) => r.id), actor, 'urge', `督办通知 ${doc.number}：请于 ${newDueOn} 前办结。原期限不变，仍按逾期统计。`);
    issued.push(doc);
    const people = await accountsToTell(tx, [unitId]);
    await tell(tx, [...new Set(people.map((p) => p.account_id))].map((account_id) => ({ account_id, kind: 'supervision', urgent: true, title: `督办通知：${facts.title}（${doc.number}）`, body: `您单位有 ${rows.length} 项任务逾期，请于 ${newDueOn} 前办结并反馈。原期限不变。`, link: `/assignments?campaign_id=${campaignId}&unit_id=${unitId}&overdue=true`, once_key: `supervision:${doc.id}` })));
  }
  return issued;
}

export async function readDocuments(db: Reader, campaignId: string): Promise<Issued[]> {
  return db.selectFrom('issued_document as d').leftJoin('unit as u', 'u.id', 'd.unit_id').select(['d.id', 'd.kind', 'd.number', 'd.title', 'd.unit_id', 'u.name as unit_name', 'd.batch_id', 'd.file_id', 'd.created_at', 'd.created_by']).where('d.campaign_id', '=', campaignId).orderBy('d.created_at', 'desc').orderBy('d.id', 'desc').execute();
}
/** Every piece of evidence that was handed in, with whose it is. */
export async function readEvidence(db: Reader, campaignId: string) {
  return db.selectFrom('file as f').innerJoin('assignment as a', 'a.id', 'f.owner_id').innerJoin('task as t', 't.id', 'a.task_id')
    .select(['f.id', 'f.name', 'f.sha256', 'f.size_bytes', 'f.created_at', 'f.uploaded_by_name', 'a.unit_name as unit', 't.title as task', 't.path', 'a.period_label'])
    .where('f.owner_type', '=', 'assignment').where('a.campaign_id', '=', campaignId).orderBy('t.sort').orderBy('a.unit_name').orderBy('f.created_at').execute();
}

const basis = (f: Facts) => (f.number ? { basis: [`《${f.title}》（${f.number}）`] } : {});
async function readOrganisation(db: Reader, facts: Facts): Promise<string[]> {
  const rows = await db.selectFrom('leading_group as g').innerJoin('leading_group_member as m', 'm.group_id', 'g.id').select(['g.name', 'g.office', 'm.role', 'm.label']).where('g.campaign_id', '=', facts.id).orderBy('m.sort').execute();
  if (rows.length === 0) return ['本次行动由牵头部门统一组织，各责任单位按分工落实。'];
  const of = (role: string) => rows.filter((r) => r.role === role).map((r) => r.label).join('、');
  const parts = [of('leader') && `组长：${of('leader')}`, of('deputy') && `副组长：${of('deputy')}`, of('member') && `成员：${of('member')}`, rows[0]!.office && `办公室设在${rows[0]!.office}`, of('office_head') && `办公室主任：${of('office_head')}`].filter(Boolean);
  // groups of before were called after the document
  const name = rows[0]!.name === `${facts.title}领导小组` ? `${facts.name}领导小组` : rows[0]!.name;
  return [`成立${name}。${parts.join('；')}。`];
}
function unitProgress(rows: FactRow[]) {
  const units = new Map<string, FactRow[]>();
  for (const r of rows) units.set(r.unit_id, [...(units.get(r.unit_id) ?? []), r]);
  return [...units.values()].map((g) => { const t = totalsOf(g); return { unit: g[0]!.unit, total: g.length, done: t.done, inProgress: t.inProgress, overdue: t.overdue }; });
}
const stateOf = (rows: FactRow[]): string => {
  const t = totalsOf(rows);
  if (t.done === rows.length) return '已完成';
  if (rows.length === 1) return rows[0]!.overdue ? `逾期（${stateNames[rows[0]!.state]}）` : stateNames[rows[0]!.state]!;
  return `${t.done}/${rows.length} 已完成${t.overdue ? `，${t.overdue} 逾期` : ''}`;
};
const unfinishedReason = (rows: FactRow[]): string => {
  const count = new Map<string, number>();
  for (const r of rows) { const name = r.overdue ? `逾期${stateNames[r.state]}` : stateNames[r.state]!; count.set(name, (count.get(name) ?? 0) + 1); }
  return rows.length === 1 ? [...count.keys()].join('') : [...count].map(([name, n]) => `${name}${n}份`).join('，');
};
const work = (rows: FactRow[]): string[] => byTask(rows.filter((r) => r.state === 'done')).slice(0, 30).map(({ first, rows: g }) => `${first.task.replace(/[。；]$/, '')}：${unitsOf(g).length > 5 ? `${unitsOf(g).length}个单位` : unitsOf(g).join('、')}已完成。`);
const problems = (rows: FactRow[]): string[] => {
  const late = rows.filter((r) => r.overdue);
  const back = rows.filter((r) => r.state === 'returned');
  return [late.length ? `${unitsOf(late).length}个单位共${late.length}份办理单逾期：${unitsOf(late).length > 20 ? `${unitsOf(late).slice(0, 20).join('、')}等` : unitsOf(late).join('、')}。` : '', back.length ? `${back.length}份办理单因材料不符合要求被退回修改。` : ''].filter(Boolean);
};
const nextSteps = (rows: FactRow[]): string[] => (rows.some((r) => r.state !== 'done') ? ['对未完成任务逐项明确责任人和完成时限，持续跟踪督办，直至全部办结。', '对逾期单位加强督促指导，重大问题及时报告领导小组。'] : ['巩固工作成果，将行之有效的做法固化为制度，转入常态化管理。']);
