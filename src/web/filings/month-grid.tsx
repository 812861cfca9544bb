import { Button } from 'antd';
import { useState } from 'react';
import { useLabels } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { addDays, today } from '../ui/time-text.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const shifted = (month: string, n: number): string => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + n, 1)).toISOString().slice(0, 7);

/** A month with how much is due on each day. */
export function MonthGrid({ items, chosen, onChoose }: { items: readonly { due_on: string | null }[]; chosen: string | undefined; onChoose: (day: string | undefined) => void }) {
  const t = useLabels('filings');
  const [month, setMonth] = useState(today().slice(0, 7));
  const counts = new Map<string, number>();
  for (const i of items) if (i.due_on) counts.set(i.due_on, (counts.get(i.due_on) ?? 0) + 1);
  const first = `${month}-01`;
  const start = addDays(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7));
  const weeks = Array.from({ length: 6 }, (_, w) => weekdays.map((__, d) => addDays(start, w * 7 + d))).filter((week) => week.some((day) => day.startsWith(month)));
  return <>
    <div className="month-head"><Button size="small" icon={<Icon name="left" size={16} />} aria-label={t('month_before')} onClick={() => setMonth(shifted(month, -1))} /><strong aria-live="polite">{t('month_of', { year: month.slice(0, 4), month: Number(month.slice(5)) })}</strong><Button size="small" icon={<Icon name="right" size={16} />} aria-label={t('month_after')} onClick={() => setMonth(shifted(month, 1))} /></div>
    <table className="month"><caption className="visually-hidden">{t('month')}</caption>
      <thead><tr>{weekdays.map((d) => <th key={d} scope="col">{t(`day_${d}`)}</th>)}</tr></thead>
      <tbody>{weeks.map((week) => <tr key={week[0]}>{week.map((day) => {
        const n = counts.get(day) ?? 0;
        const number = Number(day.slice(8));
        return <td key={day} className={`${day.startsWith(month) ? '' : 'month-other'} ${day === today() ? 'month-today' : ''}`}>{n > 0 ? <button type="button" className={`month-day ${day < today() ? 'month-late' : ''}`} aria-pressed={chosen === day} onClick={() => onChoose(chosen === day ? undefined : day)}>{number} <span className="month-n">{n}</span><span className="visually-hidden"> {t('day_n', { day })}</span></button> : <span className="month-plain">{number}</span>}</td>;
      })}</tr>)}</tbody>
    </table>
  </>;
}
