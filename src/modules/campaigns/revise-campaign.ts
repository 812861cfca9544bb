import { announce } from '../../kernel/changes.ts';
import { now } from '../../kernel/clock.ts';
import { sql, type Reader, type Tx } from '../../kernel/database.ts';
import { AppError } from '../../kernel/errors.ts';
import { attachFile, type SavedBytes } from '../../kernel/files/store.ts';
import type { Actor } from '../../kernel/identity/actor.ts';
import { moveMany } from '../../kernel/workflow/workflow.ts';
import { compareVersions, type Comparison } from './compare-versions.ts';
import { addTargets, dueOf, openAssignments, tellUnits, writePhases, writeTasks } from './publish-campaign.ts';
import type { DraftData, ReadDocument } from './read-document.ts';
import { assignmentEffects } from './move-assignments.ts';
import { assignmentFlow } from './workflow.ts';

/** What a new version of the document would change. Throws campaign.not_published. */
export async function compareWithCurrent(db: Reader, id: string, fresh: DraftData) {
  const k = await current(db, id);
  const c = compareVersions(k.draft.tasks, fresh.tasks);
  const tasks = new Map((await db.selectFrom('task as t').leftJoin('assignment as a', 'a.task_id', 't.id')
    .select(['t.key', 't.id', sql<number>`count(a.id)::int`.as('total'), sql<number>`(count(*) filter (where a.state = 'done'))::int`.as('done')]).where('t.campaign_id', '=', id).where('t.withdrawn_at', 'is', null).groupBy(['t.id', 't.key']).execute()).map((t) => [t.key, t]));
  return {
    added: c.added, removed: c.removed.flatMap((t) => { const row = tasks.get(t.key); return row ? [{ task_id: row.id, title: t.title, done: row.done, total: row.total }] : []; }),
    kept: c.kept.flatMap((p) => { const row = tasks.get(p.old.key); return row ? [{ task_id: row.id, key: p.old.key, title: p.fresh.title, changes: p.changes }] : []; }),
  };
}

/** Takes the new version: tasks that stayed keep their cases and what was done, new ones are opened, dropped ones are withdrawn
 *  where they were not finished. The file it came from, where there is one, becomes the campaign's. Officers' own choices for kept tasks stay unless the document itself changed them. */
export async function applyRevision(tx: Tx, actor: Actor, id: string, version: number, read: ReadDocument, file?: SavedBytes): Promise<void> {
  const k = await current(tx, id, true);
  if (k.version !== version) throw new AppError('conflict', 'object.changed_meanwhile');
  const comparison = compareVersions(k.draft.tasks, read.draft.tasks);
  const draft = merged(k.draft, read.draft, comparison);
  const plan_version = k.plan_version + 1;
  if (file) await tx.updateTable('campaign').set({ file_id: (await attachFile(tx, file, 'campaign', id, actor)).id }).where('id', '=', id).execute();
  const at = now().toISOString();
  await tx.updateTable('campaign').set((e) => ({ title: draft.title, number: draft.number, issuer: draft.issuer, issued_on: draft.issued_on, start_on: draft.start_on, end_on: draft.end_on, text: read.text, draft: JSON.stringify(draft), issues: JSON.stringify(read.issues), plan_version, version: e('version', '+', 1) })).where('id', '=', id).execute();
  await tx.insertInto('campaign_version').values({ campaign_id: id, plan_version, text: read.text, draft: JSON.stringify(draft), published_at: at, published_by: actor.name }).execute();

  await tx.updateTable('task').set({ phase_id: null }).where('campaign_id', '=', id).execute();
  await tx.deleteFrom('campaign_phase').where('campaign_id', '=', id).execute();
  const phases = await writePhases(tx, id, draft.phases);
  const rows = new Map((await tx.selectFrom('task').select(['id', 'key', 'due_on']).where('campaign_id', '=', id).where('withdrawn_at', 'is', null).execute()).map((t) => [t.key, t]));
  const fresh: DraftData['tasks'] = [];
  const targets: { task_id: string; unit_id: string; lead: boolean }[] = [];
  for (const [sort, t] of draft.tasks.entries()) {
    const row = rows.get(t.key);
    rows.delete(t.key);
    if (t.skip || !t.unit_ids?.length) { if (row) rows.set(t.key, row); continue; }
    if (!row) { fresh.push(t); continue; }
    const due_on = dueOf(t, draft);
    await tx.updateTable('task').set({ path: t.path, title: t.title, text: t.text, span_start: t.span?.[0] ?? null, span_end: t.span?.[1] ?? null, due_on, recurrence: t.recurrence, thresholds: JSON.stringify(t.thresholds), phase_id: t.phase === null ? null : phases.get(t.phase) ?? null, sort }).where('id', '=', row.id).execute();
    // an extension that was granted stays; only dates that came from the old document move with the new one
    if (due_on !== row.due_on) await tx.updateTable('work_case').set((e) => ({ due_on, version: e('version', '+', 1), changed_at: at })).where('id', 'in', (q) => q.selectFrom('assignment').select('assignment.id').where('task_id', '=', row.id).where('period_start', 'is', null)).where(sql<boolean>`due_on is not distinct from ${row.due_on}`).where('closed_at', 'is', null).execute();
    for (const unit_id of new Set(t.unit_ids)) targets.push({ task_id: row.id, unit_id, lead: t.lead_unit_ids.includes(unit_id) });
  }
  await addTargets(tx, targets, new Map());
  if (fresh.length) await writeTasks(tx, id, draft, fresh, phases);
  for (const gone of rows.values()) {
    await tx.updateTable('task').set({ withdrawn_at: at }).where('id', '=', gone.id).execute();
    const open = await tx.selectFrom('assignment as a').innerJoin('work_case as c', 'c.id', 'a.id').select(['c.id', 'c.version']).where('a.task_id', '=', gone.id).where('c.closed_at', 'is', null).execute();
    if (open.length) await moveMany(tx, assignmentFlow, actor, open, 'withdraw', `文件第 ${plan_version} 版已删去该任务`, assignmentEffects);
  }
  const opened = await openAssignments(tx, actor, id);
  await tellUnits(tx, id, draft.title, opened.map((o) => o.unit_id), `campaign:${id}:version:${plan_version}`);
  await announce(tx, `campaign:${id}`);
}

/** Keys, sign-off and hand-made choices of the old draft, in the words and dates of the new document. */
function merged(old: DraftData, fresh: DraftData, c: Comparison): DraftData {
  const kept = new Map(c.kept.map((p) => [p.fresh, p]));
  let next = Math.max(0, ...old.tasks.map((t) => Number(t.key.slice(1)) || 0));
  return {
    ...fresh, group: fresh.group ?? old.group,
    tasks: fresh.tasks.map((t) => {
      const p = kept.get(t);
      if (!p) return { ...t, key: `t${++next}` };
      const unitsChanged = p.changes.some((x) => x.field === 'units' || x.field === 'leads');
      return { ...t, key: p.old.key, sign_off: p.old.sign_off, skip: p.old.skip, due: p.changes.some((x) => x.field === 'due') ? t.due : p.old.due, unit_ids: unitsChanged ? t.unit_ids ?? p.old.unit_ids : p.old.unit_ids, lead_unit_ids: unitsChanged ? t.lead_unit_ids : p.old.lead_unit_ids };
    }),
  };
}

async function current(db: Reader, id: string, lock = false) {
  let q = db.selectFrom('campaign').select(['draft', 'state', 'version', 'plan_version']).where('id', '=', id);
  if (lock) q = q.forUpdate();
  const k = await q.executeTakeFirst();
  if (!k) throw new AppError('not_found', 'object.not_found');
  if (k.state !== 'published') throw new AppError('rule', 'campaign.not_published');
  return k;
}
