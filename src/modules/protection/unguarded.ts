import { sql, type Tx } from '../../kernel/database.ts';
import { measures } from './contract.ts';

const gates = measures.filter((m) => 'gate' in m);
/** Live systems of which somebody said that a measure is missing without which nothing may meet the internet. */
export async function unguardedSystems(tx: Tx): Promise<{ id: string; name: string; unit_id: string; missing: string[] }[]> {
  const { rows } = await sql<{ id: string; name: string; unit_id: string; keys: string[] }>`select s.id, s.name, s.unit_id, array_agg(p.measure order by p.measure) as keys from info_system s join protection_state p on p.system_id = s.id
    where s.state = 'online' and p.state = 'no' and p.measure = any(${gates.map((m) => m.key)}::text[]) group by s.id, s.name, s.unit_id order by s.name limit 5000`.execute(tx);
  return rows.map(({ keys, ...s }) => ({ ...s, missing: keys.map((k) => gates.find((m) => m.key === k)!.name) }));
}
