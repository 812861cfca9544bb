import { sql, type Reader } from '../../kernel/database.ts';
import { ledgerOf } from './ledgers.ts';

/** Ledgers that say what a system runs, and their fields that name a product; the name of an item always may. */
const telling = { software: ['maker', 'release'], databases: ['product', 'release'], servers: ['os', 'middleware', 'model'] } as const;
type Telling = keyof typeof telling;
const fields = Object.entries(telling).flatMap(([ledger, keys]) => ['', ...keys].map((field) => ({ ledger, field })));
export interface LedgerHit { unit_id: string; system_id: string | null; reason: string }

/** Whose items name one of the terms (lower case): the systems that they are linked with, or their unit where they are linked with none. */
export async function findInLedgers(db: Reader, terms: readonly string[]): Promise<LedgerHit[]> {
  if (terms.length === 0) return [];
  const patterns = terms.map((t) => `%${t.replace(/[\\%_]/g, (c) => `\\${c}`)}%`);
  const { rows } = await sql<{ unit_id: string; system_id: string | null; ledger: Telling; name: string; field: string; value: string; release: string | null }>`
    select distinct on (i.id, s.id, f.ord) coalesce(s.unit_id, i.unit_id) as unit_id, s.id as system_id, i.ledger, i.name, f.field, v.value, i.fields->>'release' as release
    from ledger_item i
    join unnest(${fields.map((f) => f.ledger)}::text[], ${fields.map((f) => f.field)}::text[]) with ordinality as f(ledger, field, ord) on f.ledger = i.ledger
    cross join lateral (select case f.field when '' then i.name else i.fields->>f.field end as value) v
    join unnest(${patterns}::text[]) as t(pattern) on lower(v.value) like t.pattern
    left join (ledger_link k join info_system s on s.id = k.system_id and s.state <> 'cancelled') on k.item_id = i.id
    where i.state <> 'retired' and i.ledger in (${sql.join(Object.keys(telling))})
    order by i.id, s.id, f.ord limit 5000`.execute(db);
  // an item speaks once for a system, by the first of its fields that names the product
  const first = new Map<string, LedgerHit>();
  for (const r of rows) {
    const l = ledgerOf(r.ledger);
    const said = r.field ? `的${l.fields.find((f) => f.key === r.field)!.zh}为“${r.value}”` : '';
    const release = r.release && r.field !== 'release' ? `，版本 ${r.release}` : '';
    const key = `${r.system_id ?? r.unit_id} ${r.ledger} ${r.name}`;
    if (!first.has(key)) first.set(key, { unit_id: r.unit_id, system_id: r.system_id, reason: `${l.zh}台账“${r.name}”${said}${release}` });
  }
  return [...first.values()];
}
