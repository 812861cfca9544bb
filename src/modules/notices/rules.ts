import type { Reader, Tx } from '../../kernel/database.ts';
import { sql } from '../../kernel/database.ts';
import { readCalendar } from '../../kernel/settings/settings.ts';
import type { severities } from '../hazards/contract.ts';

export interface Rules { lead_days: number; report_units: string[]; reminders: { severity: (typeof severities)[number]; unsigned_days: number; unanswered_days: number }[] }
export async function readRules(db: Reader): Promise<Rules> {
  const rule = await db.selectFrom('notice_rule').select(['lead_days', 'report_units']).executeTakeFirstOrThrow();
  const reminders = await db.selectFrom('notice_reminder').selectAll().orderBy(sql`array_position(array['critical', 'high', 'medium', 'low'], severity)`).execute();
  return { ...rule, reminders };
}
export async function saveRules(tx: Tx, r: Rules): Promise<void> {
  await tx.updateTable('notice_rule').set({ lead_days: r.lead_days, report_units: [...new Set(r.report_units)] }).execute();
  for (const { severity, ...days } of r.reminders) await tx.updateTable('notice_reminder').set(days).where('severity', '=', severity).execute();
}
/** Our own day: theirs less so many working days, but not before it was received. */
export async function ownDay(db: Reader, due: string | null, lead: number, received: string): Promise<string | null> {
  if (!due) return null;
  const day = (await readCalendar(db)).addWorkdays(due, -lead);
  return day < received ? received > due ? due : received : day;
}
