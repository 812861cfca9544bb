import { announce } from '../../kernel/changes.ts';
import type { Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { watchersOf } from '../../kernel/workflow/watchers.ts';
import { move, moveMany, type Done, type Effects, type Move } from '../../kernel/workflow/workflow.ts';
import { accountsToTell, type ToldAs } from '../organisation/index.ts';
import { demandAssignment } from './assignments.ts';
import { assignmentFlow, type AssignmentEffect } from './workflow.ts';

/** Any move of one assignment. Throws campaign.not_published, workflow.*. */
export async function moveAssignment(tx: Tx, actor: Actor, m: Move): Promise<void> {
  const a = await demandAssignment(tx, actor, m.id);
  if (a.campaign_state !== 'published') throw new AppError('rule', 'campaign.not_published');
  await move(tx, assignmentFlow, actor, m, { sign_off: a.sign_off }, assignmentEffects);
}
/** The same move of many, all or none. Throws campaign.not_published, workflow.*. */
export async function moveAssignments(tx: Tx, actor: Actor, list: { id: string; version: number }[], action: string, note: string | undefined): Promise<number> {
  const closed = await tx.selectFrom('assignment as a').innerJoin('campaign as k', 'k.id', 'a.campaign_id').select('a.id').where('a.id', 'in', list.map((l) => l.id)).where('k.state', '!=', 'published').executeTakeFirst();
  if (closed) throw new AppError('rule', 'campaign.not_published');
  return moveMany(tx, assignmentFlow, actor, list, action, note, assignmentEffects);
}

const moveWords: Record<string, string> = { sign: '已签收', submit: '已提交办理情况', recall: '收回了办理情况', sign_off: '已签批同意', refuse: '签批退回', approve: '审核通过', return: '审核退回', withdraw: '已撤销', reopen: '重新打开' };
/** Whom a state concerns in the unit, and in which words. */
const told: Record<string, { to: readonly ToldAs[]; kind: string; title: string }> = {
  returned: { to: ['liaison', 'unit_head'], kind: 'returned', title: '任务被退回' },
  done: { to: ['liaison'], kind: 'approved', title: '审核通过' },
  to_sign_off: { to: ['unit_head'], kind: 'sign_off', title: '请签批' },
};

/** What the moves of an assignment do besides. */
export const assignmentEffects: Effects<AssignmentEffect> = {
  async keep_feedback(tx, { cases, note }) {
    await tx.updateTable('assignment').set({ feedback: note ?? null }).where('id', 'in', cases.map((c) => c.id)).execute();
  },
  async tell(tx, done) {
    const titles = await titlesOf(tx, done.cases.map((c) => c.id));
    const news = [...await unitNews(tx, done, titles), ...await watchNews(tx, done, titles)];
    // whoever is already told why it concerns him is not told again that he follows it
    const first = new Map(news.map((n) => [`${n.account_id} ${n.link}`, n] as const).toReversed());
    await tell(tx, [...first.values()].filter((n) => n.account_id !== done.actor.id));
  },
  async announce(tx, { cases }) {
    const campaigns = await tx.selectFrom('assignment').select('campaign_id').distinct().where('id', 'in', cases.map((c) => c.id)).execute();
    for (const c of campaigns) await announce(tx, `campaign:${c.campaign_id}`);
  },
};

type Titles = Map<string, { title: string; unit_name: string }>;
async function titlesOf(tx: Tx, ids: string[]): Promise<Titles> {
  const rows = await tx.selectFrom('assignment as a').innerJoin('task as t', 't.id', 'a.task_id').select(['a.id', 't.title', 'a.unit_name']).where('a.id', 'in', ids).execute();
  return new Map(rows.map((r) => [r.id, r]));
}
async function unitNews(tx: Tx, { cases, note }: Done, titles: Titles): Promise<NewNotice[]> {
  const news: NewNotice[] = [];
  for (const [state, w] of Object.entries(told)) {
    const here = cases.filter((c) => c.to === state);
    if (here.length === 0) continue;
    const people = await accountsToTell(tx, [...new Set(here.map((c) => c.unit_id))], w.to);
    for (const c of here) {
      const { title, unit_name } = titles.get(c.id)!;
      const body = state === 'to_sign_off' ? `${unit_name}的办理情况已填好，待您签批。` : note ?? '';
      for (const p of people.filter((x) => x.unit_id === c.unit_id)) news.push({ account_id: p.account_id, kind: w.kind, title: `${w.title}：${title}`, body, link: `/assignments/${c.id}`, once_key: `assignment:${c.id}:${c.version}:${state}` });
    }
  }
  return news;
}
async function watchNews(tx: Tx, { actor, action, note, cases }: Done, titles: Titles): Promise<NewNotice[]> {
  const of = new Map(cases.map((c) => [c.id, c]));
  return (await watchersOf(tx, [...of.keys()], 'assignment.read')).map((w) => {
    const c = of.get(w.case_id)!;
    const { title, unit_name } = titles.get(c.id)!;
    return { account_id: w.account_id, kind: 'watched', title: `关注的任务${moveWords[action] ?? '有新进展'}：${title}（${unit_name}）`, body: `${actor.name}${moveWords[action] ?? '办理'}。${note ?? ''}`.slice(0, 300), link: `/assignments/${c.id}`, once_key: `assignment:${c.id}:${c.version}:watched` };
  });
}
