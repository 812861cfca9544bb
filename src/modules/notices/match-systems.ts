import { sql, type Reader } from '../../kernel/database.ts';
import { findInLedgers } from '../assets/index.ts';
import { termsOf } from './read-warning.ts';

export interface Match { unit_id: string; system_id: string | null; reasons: string[] }
const like = (t: string): string => `%${t.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

/** Which systems may have it: by what the ledger calls them and says of them, by the software, databases and servers that they are linked with, by earlier hazards with the same CVE, by findings and banners that name the product. A proposal: the office corrects it. */
export async function matchSystems(db: Reader, w: { cve: string[]; product: string }): Promise<Match[]> {
  const terms = termsOf(w.product);
  const patterns = terms.map(like);
  const { rows } = await sql<{ unit_id: string; system_id: string | null; reason: string }>`
    select s.unit_id, s.id as system_id, '台账中的名称或用途含“' || t.term || '”' as reason from info_system s join unnest(${terms}::text[], ${patterns}::text[]) as t(term, pattern) on lower(s.name) like t.pattern or lower(s.purpose) like t.pattern where s.state <> 'cancelled'
    union select h.unit_id, h.system_id, '曾发现 ' || c.cve || '（' || min(h.number) || '）' from hazard h join problem p on p.id = h.problem_id cross join lateral unnest(p.cve) as c(cve) where h.owned and p.cve && ${w.cve}::text[] and c.cve = any(${w.cve}::text[]) group by h.unit_id, h.system_id, c.cve
    union select h.unit_id, h.system_id, '检测发现“' || min(p.title) || '”（' || min(h.number) || '）' from hazard h join problem p on p.id = h.problem_id join unnest(${patterns}::text[]) as t(pattern) on lower(p.title) like t.pattern where h.owned group by h.unit_id, h.system_id
    union select h.unit_id, h.system_id, '检测回显含“' || min(t.term) || '”（' || min(h.number) || '）' from hazard h join unnest(${terms}::text[], ${patterns}::text[]) as t(term, pattern) on lower(h.evidence) like t.pattern where h.owned and h.open and h.evidence <> '' group by h.unit_id, h.system_id
    limit 5000`.execute(db);
  const hits = await findInLedgers(db, terms);
  return [...Map.groupBy([...rows, ...hits], (r) => `${r.unit_id} ${r.system_id}`).values()].map((list) => ({ unit_id: list[0]!.unit_id, system_id: list[0]!.system_id, reasons: list.map((r) => r.reason).slice(0, 10) }));
}
