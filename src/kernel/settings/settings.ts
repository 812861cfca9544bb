import { builtInCalendar, makeCalendar, type Calendar } from '../../engines/workdays/index.ts';
import type { Reader, Tx } from '../database.ts';
import { defaultSettings, type Settings } from './contract.ts';

/** The settings in force: what is stored over the defaults. One statement. */
export async function readSettings(db: Reader): Promise<Settings> {
  const rows = await db.selectFrom('setting').selectAll().execute();
  return { ...defaultSettings, ...Object.fromEntries(rows.filter((r) => r.key in defaultSettings).map((r) => [r.key, r.value])) };
}
export async function saveSettings(tx: Tx, change: Partial<Settings>): Promise<void> {
  const rows = Object.entries(change).filter(([, v]) => v !== undefined).map(([key, value]) => ({ key, value: JSON.stringify(value) }));
  if (rows.length) await tx.insertInto('setting').values(rows).onConflict((c) => c.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') }))).execute();
}

/** The working-day calendar: built-in arrangements, and the years an administrator has set. */
export async function readCalendar(db: Reader): Promise<Calendar> {
  const [days, years] = await Promise.all([db.selectFrom('calendar_day').selectAll().execute(), db.selectFrom('calendar_year').select('year').execute()]);
  const kept = new Set(days.map((d) => d.date));
  // a built-in day that the administrator took out of a year is an ordinary one again: the opposite of what it was
  const undone = years.flatMap((y) => builtInCalendar(y.year)).filter((d) => !kept.has(d.date))
    .map((d) => ({ ...d, kind: d.kind === 'holiday' && ![0, 6].includes(new Date(`${d.date}T00:00:00Z`).getUTCDay()) ? 'workday' as const : 'holiday' as const }));
  return makeCalendar([...days, ...undone], years.map((y) => y.year));
}
export async function calendarOfYear(db: Reader, year: number) {
  const set = await db.selectFrom('calendar_year').select('year').where('year', '=', year).executeTakeFirst();
  const days = set ? await db.selectFrom('calendar_day').selectAll().where('date', '>=', `${year}-01-01`).where('date', '<=', `${year}-12-31`).orderBy('date').execute() : builtInCalendar(year);
  return { year, days, missing: days.length === 0 };
}
export async function saveCalendar(tx: Tx, year: number, days: { date: string; kind: 'holiday' | 'workday'; name: string }[]): Promise<void> {
  await tx.deleteFrom('calendar_day').where('date', '>=', `${year}-01-01`).where('date', '<=', `${year}-12-31`).execute();
  const inYear = new Map(days.filter((d) => d.date.startsWith(`${year}-`)).map((d) => [d.date, d]));
  if (inYear.size) await tx.insertInto('calendar_day').values([...inYear.values()]).execute();
  await tx.insertInto('calendar_year').values({ year }).onConflict((c) => c.doNothing()).execute();
}
