import arrangements from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/** An exception to Monday–Friday: a day off, or a weekend day that is worked (调休). */
export type CalendarDay = { date: string; kind: 'holiday' | 'workday'; name: string };

const byYear = new Map<number, CalendarDay[]>();
collect(arrangements.holidays, 'holiday');
collect(arrangements.workdays, 'workday');
for (const days of byYear.values()) days.sort((a, b) => (a.date < b.date ? -1 : 1));

/** Data text: "Spring Festival,春节,4". */
function collect(days: Record<string, string>, kind: CalendarDay['kind']): void {
  for (const [date, text] of Object.entries(days)) {
    const holiday = text.split(',')[1] ?? text;
    const year = Number(date.slice(0, 4));
    const list = byYear.get(year) ?? [];
    list.push({ date, kind, name: kind === 'holiday' ? holiday : `${holiday}调休上班` });
    byYear.set(year, list);
  }
}

/** The State Council's arrangement of a year as shipped; empty for a year that it does not hold (see `builtInYears`). */
export function builtInCalendar(year: number): CalendarDay[] {
  return (byYear.get(year) ?? []).map((day) => ({ ...day }));
}

export const builtInYears: readonly number[] = [...byYear.keys()].sort((a, b) => a - b);

/** Days off by law on a fixed date of the solar calendar (《全国年节及纪念日放假办法》, 2024-11 revision): known before a year's arrangement is. */
export const FIXED_HOLIDAYS: Readonly<Record<string, string>> = {
  '01-01': '元旦', '05-01': '劳动节', '05-02': '劳动节', '10-01': '国庆节', '10-02': '国庆节', '10-03': '国庆节',
};
