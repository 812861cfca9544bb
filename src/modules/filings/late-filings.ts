import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { owing } from './workflow.ts';

/** Filings that should have been made by now, of systems that are online. */
export async function lateFilings(tx: Tx): Promise<{ id: string; unit_id: string; system_id: string; system_name: string; kind_name: string; due_on: string }[]> {
  const { rows } = await sql<{ id: string; unit_id: string; system_id: string; system_name: string; kind_name: string; due_on: string }>`select f.id, c.unit_id, f.system_id, s.name as system_name, k.name as kind_name, c.due_on::text as due_on
    from filing f join work_case c on c.id = f.id join info_system s on s.id = f.system_id join filing_kind k on k.key = f.kind where s.state = 'online' and c.state = any(${[...owing]}::text[]) and c.due_on < ${today()}::date order by c.due_on, f.id limit 5000`.execute(tx);
  return rows;
}
