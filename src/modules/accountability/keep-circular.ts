import { chineseDate, writeGongwen, type Gongwen } from '../../engines/gongwen/index.ts';
import { now, today } from '../../kernel/clock.ts';
import type { Reader, Tx } from '../../kernel/database.ts';
import { AppError, defineErrors } from '../../kernel/errors.ts';
import { attachFile, type FileStore } from '../../kernel/files/store.ts';
import { may, type Actor } from '../../kernel/identity/actor.ts';
import { newId } from '../../kernel/ids.ts';
import { tell } from '../../kernel/notices/notices.ts';
import { demandCampaign, numberedFrame, readPunctuality, readRanking } from '../campaigns/index.ts';
import { accountsToTell } from '../organisation/index.ts';
import type { circularKinds } from './contract.ts';
import { countDecided } from './queries.ts';

defineErrors({
  'circular.issued': '通报已经印发，不能再修改或删除。',
  'circular.empty': '名单是空的。请先列入单位，再印发。',
  'circular.nothing': '没有可供排名的任务，请换一项专项行动或一段时间。',
}, {
  'circular.issued': 'The circular is issued; it cannot be changed or deleted.',
  'circular.empty': 'The list is empty. Add units before you issue it.',
  'circular.nothing': 'There are no tasks to rank. Choose another campaign or period.',
});

type Kind = (typeof circularKinds)[number];
interface Entry { unit_id: string; unit_name: string; reason: string; link: string }
interface Standing { unit_id: string; unit_name: string; rate: number; overdue: number; rank: number; words: string; link: string }
const percent = (rate: number): string => `${Math.floor(rate * 100)}%`;
/** Praised: without anything late, and all done or among the first three with four fifths done. Criticised: late, or a decision of 通报批评 of that time. */
const praised = (s: Standing): boolean => s.overdue === 0 && (s.rate === 1 || (s.rank <= 3 && s.rate >= 0.8));

async function standings(db: Reader, actor: Actor, about: { campaign_id?: string | undefined; from: string; to: string }): Promise<Standing[]> {
  if (about.campaign_id) return (await readRanking(db, actor, about.campaign_id)).map((r) => ({ unit_id: r.unit_id, unit_name: r.unit_name, rate: r.rate, overdue: r.counts.overdue, rank: r.rank, words: `共 ${r.counts.total} 项任务，已完成 ${r.counts.done} 项，完成率 ${percent(r.rate)}，排名第 ${r.rank}${r.counts.overdue ? `；逾期未完成 ${r.counts.overdue} 项` : ''}`, link: `/assignments?campaign_id=${about.campaign_id}&unit_id=${r.unit_id}${r.counts.overdue ? '&overdue=true' : ''}` }));
  const list = (await readPunctuality(db, about.from, about.to)).map((u) => ({ ...u, rate: u.on_time / u.due })).sort((a, b) => b.rate - a.rate || a.overdue - b.overdue);
  return list.map((u) => { const rank = list.findIndex((x) => x.rate === u.rate && x.overdue === u.overdue) + 1; return { unit_id: u.unit_id, unit_name: u.unit_name, rate: u.rate, overdue: u.overdue, rank, words: `期间到期任务 ${u.due} 项，按期报送 ${u.on_time} 项，按期率 ${percent(u.rate)}，排名第 ${rank}${u.overdue ? `；仍逾期 ${u.overdue} 项` : ''}`, link: `/assignments?unit_id=${u.unit_id}${u.overdue ? '&overdue=true' : ''}` }; });
}

/** A draft from the ranking, for the office to edit. Throws circular.nothing. */
export async function draftCircular(tx: Tx, actor: Actor, input: { kind: Kind; campaign_id?: string | undefined; period_from?: string | undefined; period_to?: string | undefined }): Promise<string> {
  if (input.campaign_id) await demandCampaign(tx, actor, input.campaign_id);
  const campaign = input.campaign_id ? await tx.selectFrom('campaign').select(['title', 'start_on', 'published_at']).where('id', '=', input.campaign_id).executeTakeFirstOrThrow() : undefined;
  const from = input.period_from ?? campaign?.start_on ?? `${today().slice(0, 4)}-01-01`;
  const to = input.period_to ?? today();
  const list = await standings(tx, actor, { campaign_id: input.campaign_id, from, to });
  if (list.length === 0) throw new AppError('rule', 'circular.nothing');
  let chosen: Entry[];
  if (input.kind === 'praise') chosen = list.filter(praised).map((s) => ({ unit_id: s.unit_id, unit_name: s.unit_name, reason: s.words, link: s.link }));
  else {
    const decided = new Map((await countDecided(tx, from, to)).filter((d) => d.criticised > 0).map((d) => [d.unit_id, d.criticised]));
    const also = (u: string): string => (decided.has(u) ? `；经批准给予通报批评 ${decided.get(u)} 次` : '');
    chosen = list.filter((s) => s.overdue > 0 || decided.has(s.unit_id)).reverse().map((s) => ({ unit_id: s.unit_id, unit_name: s.unit_name, reason: `${s.words}${also(s.unit_id)}`, link: s.link }));
    const there = new Set(chosen.map((c) => c.unit_id));
    const missing = [...decided.keys()].filter((u) => !there.has(u));
    if (missing.length) for (const u of await tx.selectFrom('unit').select(['id', 'name']).where('id', 'in', missing).execute()) chosen.push({ unit_id: u.id, unit_name: u.name, reason: `经批准给予通报批评 ${decided.get(u.id)} 次`, link: `/accountability?tab=clues&unit_id=${u.id}&state=decided` });
  }
  const about = campaign ? `《${campaign.title}》` : `${chineseDate(from)}至${chineseDate(to)}网络安全工作`;
  const good = input.kind === 'praise';
  const id = newId();
  await tx.insertInto('circular').values({
    id, kind: input.kind, title: campaign ? `关于${campaign.title}落实情况的${good ? '表扬' : '批评'}通报` : `关于网络安全工作落实情况的${good ? '表扬' : '批评'}通报`,
    opening: good ? `在${about}落实中，下列单位重视网络安全工作、防范到位、按期完成任务。现予通报表扬。` : `在${about}落实中，下列单位工作落实不力、整改不到位。现予通报批评，请有关单位认真查找原因，限期整改到位。`,
    campaign_id: input.campaign_id ?? null, period_from: campaign ? null : from, period_to: campaign ? null : to, entries: JSON.stringify(chosen), number: null, file_id: null, issued_on: null, created_by_name: actor.name, created_at: now().toISOString(),
  }).execute();
  return id;
}

async function demandDraft(tx: Tx, id: string, version?: number) {
  const c = await tx.selectFrom('circular').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!c) throw new AppError('not_found', 'object.not_found');
  if (version !== undefined && c.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  if (c.number) throw new AppError('rule', 'circular.issued');
  return c;
}
export async function updateCircular(tx: Tx, id: string, b: { version: number; title: string; opening: string; entries: Entry[] }) {
  const before = await demandDraft(tx, id, b.version);
  await tx.updateTable('circular').set({ title: b.title, opening: b.opening, entries: JSON.stringify(b.entries), version: b.version + 1 }).where('id', '=', id).execute();
  return before;
}
export async function removeCircular(tx: Tx, id: string) {
  const before = await demandDraft(tx, id);
  await tx.deleteFrom('circular').where('id', '=', id).execute();
  return before;
}
/** Takes a number, writes the docx and tells every unit. Throws circular.empty, circular.issued. */
export async function issueCircular(tx: Tx, store: FileStore, actor: Actor, id: string, version: number): Promise<void> {
  const c = await demandDraft(tx, id, version);
  if (c.entries.length === 0) throw new AppError('rule', 'circular.empty');
  const { organisation: _, ...frame } = await numberedFrame(tx);
  const good = c.kind === 'praise';
  const doc: Gongwen = {
    ...frame, addressee: '各单位', title: c.title,
    body: [
      { type: 'paragraph', text: c.opening },
      { type: 'table', columns: [{ title: '序号', width: 1.2, align: 'center' }, { title: '单位', width: 4 }, { title: '情况', width: 8 }], rows: c.entries.map((e, i) => [String(i + 1), e.unit_name, e.reason]) },
      { type: 'paragraph', text: good ? '希望受表扬的单位再接再厉，各单位以先进为榜样，压实责任，把网络安全各项任务落到实处。' : '各单位要引以为戒，对照检查，压实责任，把网络安全各项任务落到实处。' },
    ],
  };
  const file = await attachFile(tx, await store.saveBytes(await writeGongwen(doc), `${c.title}（${frame.number}）.docx`, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'), 'circular', id, actor);
  await tx.updateTable('circular').set({ number: frame.number, file_id: file.id, issued_on: frame.issuedOn, version: version + 1 }).where('id', '=', id).execute();
  const units = await tx.selectFrom('unit').select('id').where('status', '=', 'active').execute();
  const people = new Set((await accountsToTell(tx, units.map((u) => u.id))).map((p) => p.account_id));
  await tell(tx, [...people].map((account_id) => ({ account_id, kind: 'circular', title: `${c.title}（${frame.number}）`, body: c.opening, link: '/accountability?tab=circulars', once_key: `circular:${id}` })));
}
/** Drafts are the office's; what was issued is everybody's. The links of the reasons lead to rows that only the office may read. */
export async function listCirculars(db: Reader, actor: Actor, id?: string) {
  let q = db.selectFrom('circular').select(['id', 'kind', 'title', 'opening', 'campaign_id', 'period_from', 'period_to', 'entries', 'number', 'file_id', 'issued_on', 'version', 'created_by_name']).orderBy('created_at', 'desc').orderBy('id', 'desc');
  if (!may(actor, 'accountability.write')) q = q.where('number', 'is not', null);
  return (id ? q.where('id', '=', id) : q.limit(500)).execute();
}
