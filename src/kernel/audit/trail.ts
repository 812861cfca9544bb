import { createHash } from 'node:crypto';
import { now } from '../clock.ts';
import { sql, type Db, type Reader, type Tx } from '../database.ts';

export interface AuditEntry {
  actor_id: string | null; actor_name: string; ip: string; action: string; object_type?: string | undefined; object_id?: string | undefined;
  result: 'ok' | 'denied' | 'failed'; before?: unknown; after?: unknown;
}
export type HashAlgorithm = 'sha256' | 'sm3';

/** What a row says, as one text: every column but the hash, each with its length in front so that no two rows read alike. */
function rowText(row: { seq: number; at: string; actor_id: string | null; actor_name: string; ip: string; action: string; object_type: string | null; object_id: string | null; result: string; before: string | null; after: string | null }): string {
  return [row.seq, row.at, row.actor_id, row.actor_name, row.ip, row.action, row.object_type, row.object_id, row.result, row.before, row.after]
    .map((v) => (v === null ? '-' : `${String(v).length}:${v}`)).join('|');
}
const chain = (algorithm: string, previous: string, text: string): string => createHash(algorithm).update(previous).update('\n').update(text).digest('hex');

const secretKey = /password|secret|token|totp|cookie/i;
/** JSON of a value with every secret left out, bounded: the trail must not become a second copy of the data. */
function safeJson(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value, (key, v: unknown) => (secretKey.test(key) && typeof v === 'string' ? '***' : typeof v === 'string' && v.length > 2000 ? `${v.slice(0, 2000)}…(${v.length})` : v));
  return text.length > 20_000 ? JSON.stringify({ truncated: text.slice(0, 20_000) }) : text;
}

/** Begins the chain at the first start; the algorithm is fixed from then on. */
export async function beginTrail(db: Db, algorithm: HashAlgorithm): Promise<void> {
  await db.insertInto('audit_head').values({ seq: 0, hash: '0'.repeat(64), algorithm }).onConflict((c) => c.doNothing()).execute();
}

/** Appends one row in the caller's transaction: no row, no write. Writers queue at the head of the chain until they commit, so call it last. */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
  const head = await tx.selectFrom('audit_head').select(['seq', 'hash', 'algorithm']).forUpdate().executeTakeFirstOrThrow();
  const row = {
    seq: head.seq + 1, at: now().toISOString(), actor_id: entry.actor_id, actor_name: entry.actor_name, ip: entry.ip, action: entry.action,
    object_type: entry.object_type ?? null, object_id: entry.object_id ?? null, result: entry.result, before: safeJson(entry.before), after: safeJson(entry.after),
  };
  const hash = chain(head.algorithm, head.hash, rowText(row));
  await tx.with('added', (c) => c.insertInto('audit_log').values({ ...row, hash }).returning('seq'))
    .updateTable('audit_head').set({ seq: row.seq, hash }).execute();
}

export interface Verdict { ok: boolean; rows: number; first_bad_seq: number | null; reason: string | null }
/** Walks the whole chain. Any single edited, deleted or inserted row breaks it, the last one included (the head remembers it). */
export async function verifyTrail(db: Reader): Promise<Verdict> {
  const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst();
  if (!head) return { ok: false, rows: 0, first_bad_seq: null, reason: '审计链尚未建立' };
  let previous = '0'.repeat(64);
  let seq = 0;
  for (;;) {
    const rows = await db.selectFrom('audit_log').select(['seq', 'actor_id', 'actor_name', 'ip', 'action', 'object_type', 'object_id', 'result', 'hash', 'at',
      sql<string | null>`before::text`.as('before'), sql<string | null>`after::text`.as('after')]).where('seq', '>', seq).where('seq', '<=', head.seq).orderBy('seq').limit(5000).execute();
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, rows: seq, first_bad_seq: seq + 1, reason: '缺少记录' };
      const hash = chain(head.algorithm, previous, rowText(row));
      if (hash !== row.hash) return { ok: false, rows: seq, first_bad_seq: row.seq, reason: '记录被改动' };
      previous = hash;
      seq = row.seq;
    }
  }
  if (seq !== head.seq) return { ok: false, rows: seq, first_bad_seq: seq + 1, reason: '末尾记录被删除' };
  if (previous !== head.hash) return { ok: false, rows: seq, first_bad_seq: seq, reason: '链首与末行不符' };
  return { ok: true, rows: seq, first_bad_seq: null, reason: null };
}
