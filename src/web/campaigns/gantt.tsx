import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useLabels } from '../i18n.ts';
import { Panel } from '../ui/page.tsx';
import { addDays, dayNumber, today } from '../ui/time-text.ts';
import type { CampaignDetail, Counts } from './campaign-data.ts';

interface Row { key: string; name: string; from: number; to: number; counts: Counts; phase: boolean; task?: string }

function rowsOf({ campaign, phases, tasks }: CampaignDetail): Row[] {
  const start = campaign.start_on ?? campaign.issued_on ?? campaign.published_at?.slice(0, 10) ?? today();
  const rows: Row[] = [];
  for (const p of phases) if (p.end_on) rows.push({ key: p.id, name: p.title, from: dayNumber(p.start_on ?? start), to: dayNumber(p.end_on), counts: p.counts, phase: true });
  for (const task of tasks) {
    if (!task.due_on || task.withdrawn) continue;
    const phase = phases.find((p) => p.title === task.phase);
    rows.push({ key: task.id, name: `${task.path} ${task.title}`, from: Math.min(dayNumber(phase?.start_on ?? start), dayNumber(task.due_on)), to: dayNumber(task.due_on), counts: task.counts, phase: false, task: task.id });
  }
  return rows;
}

/** Phases and dated tasks on one line of time, with today. */
export function Gantt({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const rows = useMemo(() => rowsOf(page), [page]);
  if (rows.length === 0) return null;
  const now = dayNumber(today());
  const first = Math.min(...rows.map((r) => r.from), now) - 3;
  const last = Math.max(...rows.map((r) => r.to), now) + 3;
  const at = (day: number): string => `${(((day - first) / (last - first)) * 100).toFixed(2)}%`;
  const months: { day: number; name: string }[] = [];
  for (let day = first; day <= last; day++) {
    const date = addDays('1970-01-01', day);
    if (date.endsWith('-01')) months.push({ day, name: date.slice(0, 7) });
  }
  const step = Math.ceil(months.length / 12);
  return (
    <Panel title={t('gantt')}>
      <div className="gantt" tabIndex={0} role="region" aria-label={t('gantt')}>
        <div className="gantt-months" aria-hidden="true">{months.filter((_, i) => i % step === 0).map((m) => <span key={m.name} style={{ left: at(m.day) }}>{m.name}</span>)}<span className="gantt-today-name" style={{ left: at(now) }}>{t('today')}</span></div>
        <ul>
          {rows.map((r) => {
            const share = r.counts.total > 0 ? r.counts.done / r.counts.total : 0;
            const late = r.to < now && share < 1 && r.counts.total > 0;
            const words = `${addDays('1970-01-01', r.from)} — ${addDays('1970-01-01', r.to)}，${Math.round(share * 100)}%${late ? `，${t('overdue')}` : ''}`;
            return (
              <li key={r.key} className={r.phase ? 'gantt-row gantt-phase' : 'gantt-row'}>
                <span className="gantt-name" title={r.name}>{r.task ? <Link to="/assignments" search={{ campaign_id: page.campaign.id, task_id: r.task }}>{r.name}</Link> : r.name}<span className="visually-hidden"> {words}</span></span>
                <span className="gantt-line" aria-hidden="true"><i className="gantt-today" style={{ left: at(now) }} />
                  <b className={late ? 'gantt-bar gantt-late' : 'gantt-bar'} title={words} style={{ left: at(r.from), width: `max(6px, calc(${at(r.to)} - ${at(r.from)}))` }}><u style={{ width: `${share * 100}%` }} /></b></span>
              </li>
            );
          })}
        </ul>
      </div>
    </Panel>
  );
}
