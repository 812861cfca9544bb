import { today } from '../clock.ts';
import { sql, type Reader } from '../database.ts';
import type { Language } from '../errors.ts';
import { changesOf, nameObjects, type TrailWords } from './trail-words.ts';

export interface TrailFilter { q?: string | undefined; action?: string | undefined; result?: 'ok' | 'denied' | 'failed' | 'refused' | undefined; what?: 'exports' | undefined; from?: string | undefined; to?: string | undefined }
function filtered(db: Reader, words: TrailWords, filter: TrailFilter) {
  let base = db.selectFrom('audit_log');
  if (filter.q) {
    const { q } = filter;
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    const meant = [...words.actions].filter(([, summary]) => summary.includes(q)).map(([id]) => id);
    base = base.where((e) => e.or([e('actor_name', 'ilike', like), e('action', 'ilike', like), e('object_id', 'ilike', like), e('ip', 'like', like), sql<boolean>`after::text ilike ${like}`, ...(meant.length ? [e('action', 'in', meant)] : [])]));
  }
  if (filter.action) base = base.where('action', '=', filter.action);
  if (filter.result) base = filter.result === 'refused' ? base.where('result', '<>', 'ok') : base.where('result', '=', filter.result);
  if (filter.what === 'exports') base = base.where('action', 'in', [...words.exports]);
  if (filter.from) base = base.where('at', '>=', `${filter.from}T00:00:00+08:00`);
  if (filter.to) base = base.where('at', '<=', `${filter.to}T23:59:59.999+08:00`);
  return base;
}
export const trailRows = (db: Reader, words: TrailWords, filter: TrailFilter) => filtered(db, words, filter).select(['seq', 'at', 'actor_name', 'ip', 'action', 'object_type', 'object_id', 'result', 'before', 'after', 'hash']);

/** One page of the trail, newest first, with what each row is about by name. */
export async function readTrail(db: Reader, words: TrailWords, filter: TrailFilter & { page: number; size: number }, language: Language) {
  const [items, { total }] = await Promise.all([
    trailRows(db, words, filter).orderBy('seq', 'desc').limit(filter.size).offset((filter.page - 1) * filter.size).execute(),
    filtered(db, words, filter).select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ]);
  const names = await nameObjects(db, words, items);
  return {
    items: items.map((r, i) => ({ ...r, object_word: r.object_type === null ? null : words.objects[r.object_type]?.[language] ?? r.object_type, object_name: names[i]!, changes: changesOf(words, r, language) })),
    total, page: filter.page, size: filter.size,
  };
}

/** What an auditor asks first: how much happened, what was refused, what left the house, and whether the chain was whole when it was last looked at. */
export async function sumUpTrail(db: Reader, words: TrailWords) {
  const since = new Date(Date.parse(`${today()}T00:00:00Z`) - 6 * 86_400_000).toISOString().slice(0, 10);
  const [counts, last] = await Promise.all([
    sql<{ today: number; week: number; refused: number; sign_ins_refused: number; exports: number }>`select (count(*) filter (where at >= ${`${today()}T00:00:00+08:00`}))::int as today, count(*)::int as week,
      (count(*) filter (where result <> 'ok'))::int as refused, (count(*) filter (where result <> 'ok' and action = 'identity.sign_in'))::int as sign_ins_refused,
      (count(*) filter (where action = any(${[...words.exports]}::text[])))::int as exports from audit_log where at >= ${`${since}T00:00:00+08:00`}`.execute(db),
    db.selectFrom('audit_log').select(['at', 'actor_name', 'after']).where('action', '=', 'audit.verify').where('result', '=', 'ok').orderBy('seq', 'desc').limit(1).executeTakeFirst(),
  ]);
  const verdict = last?.after as { ok?: boolean; rows?: number } | null | undefined;
  return { since, today_on: today(), ...counts.rows[0]!, verified: last ? { at: last.at, by: last.actor_name, ok: verdict?.ok ?? null, rows: verdict?.rows ?? null } : null };
}
