import { today } from '../../kernel/clock.ts';
import { sql, type Tx } from '../../kernel/database.ts';
import { owing } from './workflow.ts';

/** What units owe and have not done in time, the latest first; at most five thousand. */
export async function lateHazards(tx: Tx): Promise<{ id: string; number: string; title: string; unit_id: string; due_on: string }[]> {
  const { rows } = await sql<{ id: string; number: string; title: string; unit_id: string; due_on: string }>`select h.id, h.number, p.title, h.unit_id, h.due_on::text as due_on from hazard h join problem p on p.id = h.problem_id
    where h.open and h.owned and h.lead_id is null and h.state = any(${[...owing]}::text[]) and h.due_on < ${today()}::date order by h.due_on, h.id limit 5000`.execute(tx);
  return rows;
}
