import { hazardBulletin, responseReport, type Gongwen } from '../../engines/gongwen/index.ts';
import { now, today } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import type { FileStore } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { demandCampaign, numberedFrame } from '../campaigns/index.ts';
import { readFigures, severityNames } from '../hazards/index.ts';
import type { severities } from '../hazards/contract.ts';
import type { bulletinKinds } from './contract.ts';
import { levelNames } from './keep-warning.ts';
import { filesOf, keepPaper, keptPage, pageOf, undone } from './paper.ts';
import { superiorRates, unitRates, warningRates } from './rates.ts';

defineErrors({
  'bulletin.period': '起止日期不正确：开始不能晚于结束，且不能是将来。',
  'bulletin.no_campaign': '请选择专项行动。',
}, {
  'bulletin.period': 'The days are wrong: from before to, and not in the future.',
  'bulletin.no_campaign': 'Choose a campaign.',
});
type Kind = (typeof bulletinKinds)[number];
export interface Wanted { kind: Kind; from: string; to: string; campaign_id?: string | null | undefined; title?: string | undefined; remarks?: string | undefined; requirements?: string | undefined }
const lines = (text: string | undefined): string[] => (text ?? '').split('\n').map((l) => l.trim()).filter(Boolean);
const day = (column: string) => sql`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`;

/** Figures of the dashboard's own query, of this moment; with what the days between brought. */
async function hazardFigures(db: Reader, actor: Actor, f: { from: string; to: string }) {
  const now = await readFigures(db, actor);
  const { rows: [moved] } = await sql<{ found: number; cleared: number }>`select coalesce(sum(found), 0)::int as found, coalesce(sum(cleared), 0)::int as cleared from hazard_day where day between ${f.from}::date and ${f.to}::date`.execute(db);
  const problems = (await sql<{ title: string; severity: string; open: number; total: number }>`select p.title, p.severity, (count(*) filter (where h.open))::int as open, count(*)::int as total from hazard h join problem p on p.id = h.problem_id where ${day('h.first_seen_at')} between ${f.from}::date and ${f.to}::date group by p.title, p.severity order by count(*) desc, p.title limit 10`.execute(db)).rows;
  const warnings = (await sql<{ title: string; level: keyof typeof levelNames; units: number; answered: number }>`select w.title, w.level, count(a.id)::int as units, (count(*) filter (where a.state <> 'waiting'))::int as answered from threat_warning w join warning_answer a on a.warning_id = w.id where ${day('w.published_at')} between ${f.from}::date and ${f.to}::date group by w.id order by w.published_at`.execute(db)).rows;
  const rates = await unitRates(db, actor, f);
  const sum = (key: 'letters' | 'signed' | 'notified' | 'answered'): number => rates.reduce((n, r) => n + r[key], 0);
  return { now, moved: moved!, problems, warnings, letters: { issued: sum('letters'), signed: sum('signed'), notified: sum('notified'), answered: sum('answered') } };
}

async function compose(tx: Tx, actor: Actor, w: Wanted): Promise<{ doc: Gongwen; number: string; figures: unknown }> {
  if (w.from > w.to || w.from > today()) throw new AppError('invalid', 'bulletin.period', {}, [{ path: 'from', message: '请核对起止日期' }]);
  if (w.kind === 'campaign' && !w.campaign_id) throw new AppError('invalid', 'bulletin.no_campaign', {}, [{ path: 'campaign_id', message: '请选择' }]);
  if (w.campaign_id) await demandCampaign(tx, actor, w.campaign_id);
  const campaign = w.kind === 'campaign' ? await tx.selectFrom('campaign').select('title').where('id', '=', w.campaign_id!).executeTakeFirstOrThrow() : undefined;
  const { organisation, ...frame } = await numberedFrame(tx);
  const month = `${w.from.slice(0, 4)}年${Number(w.from.slice(5, 7))}月`;
  if (w.kind === 'feedback') {
    const figures = { units: await unitRates(tx, actor, w), superiors: await superiorRates(tx, w), warnings: await warningRates(tx, actor, w) };
    return { figures, number: frame.number, doc: responseReport({ ...frame, title: w.title || `关于${organisation}网络安全通报预警处置反馈情况的报告`, from: w.from, to: w.to, units: figures.units.map((u) => ({ unit: u.unit_name, letters: u.letters, signed: u.signed, notified: u.notified, answered: u.answered, onTime: u.on_time })), superiors: figures.superiors.map((s) => ({ issuer: s.issuer, notices: s.notices, hazards: s.hazards, answered: s.answered, onTime: s.on_time })), warnings: figures.warnings }) };
  }
  const f = await hazardFigures(tx, actor, w);
  const t = f.now;
  const title = w.title || (campaign ? `关于${campaign.title}隐患整改情况的通报` : `${organisation}网络安全月报（${month}）`);
  return {
    figures: f, number: frame.number, doc: hazardBulletin({
      ...frame, title, from: w.from, to: w.to, asOf: today(), found: f.moved.found, clearedInPeriod: f.moved.cleared, totals: { total: t.total, open: t.open, cleared: t.cleared, overdue: t.overdue, toVerify: t.to_verify, unowned: t.unowned, reopened: t.reopened, meanDays: t.mean_days },
      severities: t.by_severity.map((s) => ({ name: severityNames[s.severity], open: s.open, cleared: s.cleared })), units: t.units.map((u) => ({ unit: u.unit_name, total: u.total, open: u.open, cleared: u.cleared, overdue: u.overdue, critical: u.critical, high: u.high })), letters: f.letters,
      warnings: f.warnings.map((x) => ({ ...x, level: levelNames[x.level] })), problems: f.problems.map((p) => ({ ...p, severity: severityNames[p.severity as (typeof severities)[number]] ?? '信息' })), remarks: lines(w.remarks), requirements: lines(w.requirements),
    }),
  };
}
/** Throws bulletin.period, bulletin.no_campaign. */
export const renderBulletin = (tx: Tx, actor: Actor, w: Wanted) => undone(tx, async () => { const { doc, number } = await compose(tx, actor, w); return pageOf(doc, number); });
/** Numbered, kept with the figures that it was written from. Throws bulletin.period, bulletin.no_campaign. */
export async function issueBulletin(tx: Tx, store: FileStore, actor: Actor, w: Wanted): Promise<string> {
  const { doc, number, figures } = await compose(tx, actor, w);
  const id = newId();
  await tx.insertInto('hazard_bulletin').values({ id, kind: w.kind, title: doc.title, number, from_on: w.from, to_on: w.to, campaign_id: w.campaign_id ?? null, figures: JSON.stringify(figures), created_by_name: actor.name, created_at: now().toISOString() }).execute();
  await keepPaper(tx, store, actor, doc, `${doc.title}（${number}）`, 'hazard_bulletin', id);
  return id;
}
export async function listBulletins(db: Reader, id?: string) {
  let q = db.selectFrom('hazard_bulletin').select(['id', 'kind', 'title', 'number', 'from_on', 'to_on', 'campaign_id', 'created_by_name', 'created_at']).orderBy('created_at', 'desc').limit(300);
  if (id) q = q.where('id', '=', id);
  const rows = await q.execute();
  const files = await filesOf(db, 'hazard_bulletin', rows.map((r) => r.id));
  return rows.map((r) => ({ ...r, file: files.get(r.id)?.[0] ?? null }));
}
export async function readBulletinPage(db: Reader, store: FileStore, id: string) {
  const [b] = await listBulletins(db, id);
  if (!b) throw new AppError('not_found', 'object.not_found');
  return keptPage(db, store, 'hazard_bulletin', id, b);
}
