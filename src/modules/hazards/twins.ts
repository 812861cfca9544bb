import { sql, type Reader } from '../../kernel/database.ts';
import type { hazardStates } from './contract.ts';

export interface Twin { id: string; number: string; title: string; scanner: string; cve: string[]; place: string; state: (typeof hazardStates)[number] }
/** All that is one hole with this one, and what is proposed as such. */
export async function twinsOf(db: Reader, id: string, leadId: string | null) {
  const lead = leadId ?? id;
  const { rows } = await sql<Twin & { relation: 'lead' | 'member' | 'proposed'; link_id: string | null; reason: 'cve' | 'rules' | 'name' | 'hand' | null; decided_by_name: string | null }>`
    select x.id, x.number, p.title, p.scanner, p.cve, concat_ws(':', coalesce(nullif(x.host, ''), host(x.ip)), x.port::text) || coalesce(x.path, '') as place, x.state, case when x.id = ${lead} then 'lead' else 'member' end as relation, k.id as link_id, k.reason, k.decided_by_name
    from hazard x join problem p on p.id = x.problem_id left join hazard_link k on k.hazard_id = case when x.id = ${lead} then ${id}::uuid else x.id end and k.lead_id = ${lead} and k.state = 'linked' where x.id <> ${id} and (x.id = ${lead} or x.lead_id = ${lead})
    union all select x.id, x.number, p.title, p.scanner, p.cve, concat_ws(':', coalesce(nullif(x.host, ''), host(x.ip)), x.port::text) || coalesce(x.path, ''), x.state, 'proposed', k.id, k.reason, null
    from hazard_link k join hazard x on x.id = case when k.hazard_id = ${id} then k.lead_id else k.hazard_id end join problem p on p.id = x.problem_id where k.state = 'proposed' and (k.hazard_id = ${id} or k.lead_id = ${id}) order by relation, number`.execute(db);
  return rows;
}
