import * as z from 'zod';
import { today } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/database.ts';
import { accountsWithRole } from '../../kernel/identity/accounts.ts';
import { serverActor } from '../../kernel/identity/actor.ts';
import { defineJob } from '../../kernel/jobs.ts';
import { tell, type NewNotice } from '../../kernel/notices/notices.ts';
import { accountsToTell } from '../organisation/index.ts';
import { findClues } from './find-clues.ts';

const next = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** Each morning: what the rules see becomes clues, and who owes an answer or a correction is reminded. Safe to repeat. */
export const dailyAccountability = (db: Db) => defineJob({
  name: 'accountability.daily', payload: z.object({}), cron: '30 7 * * *',
  run: async () => { await db.transaction().execute(async (tx) => {
    const added = await findClues(tx, serverActor);
    const day = today();
    const news: NewNotice[] = [];
    if (added > 0) for (const account_id of await accountsWithRole(tx, 'office')) news.push({ account_id, kind: 'accountability', title: `按规则发现 ${added} 条问责线索`, body: '请核实后处理。', link: '/accountability?tab=clues&state=to_check', once_key: `clues:${day}` });
    const owed = await tx.selectFrom('clue as q').innerJoin('work_case as c', 'c.id', 'q.id').select(['q.id', 'c.unit_id', 'c.state', 'q.ground_text', 'q.answer_by', 'q.correct_by'])
      .where((e) => e.or([e.and([e('c.state', '=', 'checking'), e('q.answer_by', 'in', [next(day, 1), day, next(day, -1)])]), e.and([e('c.state', '=', 'decided'), e('q.corrected_on', 'is', null), e('q.correct_by', 'in', [next(day, 1), day, next(day, -1)])])])).execute();
    const people = Map.groupBy(await accountsToTell(tx, [...new Set(owed.map((o) => o.unit_id))]), (p) => p.unit_id);
    for (const o of owed) {
      const due = (o.state === 'checking' ? o.answer_by : o.correct_by)!;
      const what = o.state === 'checking' ? '说明' : '改正';
      for (const p of people.get(o.unit_id) ?? []) news.push({ account_id: p.account_id, kind: 'accountability', title: due < day ? `${what}已逾期` : `${what}即将到期`, body: `${o.ground_text}。时限：${due}。`, link: `/accountability/clues/${o.id}`, once_key: `clue:${o.id}:${o.state}:${due}:${day}` });
    }
    await tell(tx, news);
  }); },
});
