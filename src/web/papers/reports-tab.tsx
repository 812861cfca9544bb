import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { papers } from '../../modules/papers/contract.ts';
import { addressOf, query, type Reply } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';
import { Figure } from '../ui/numbers.tsx';
import { instantText } from '../ui/time-text.ts';
import { ReportForm } from './report-form.tsx';

const route = getRouteApi('/shell/papers');
export type Report = Reply<typeof papers.reports>['reports'][number];
const tones: Record<Report['standing'], Tone> = { reported: 'good', overdue: 'bad', to_come: 'info' };

export function ReportMark({ r }: { r: Pick<Report, 'standing' | 'state' | 'on_time'> }) {
  const t = useLabels('papers');
  if (r.state === 'cancelled') return <Mark tone="grey">{t('report_cancelled')}</Mark>;
  if (r.standing === 'reported') return <Mark tone={r.on_time ? 'good' : 'warn'}>{t(r.state === 'receipted' ? 'report_receipted' : r.on_time ? 'reported_on_time' : 'reported_late')}</Mark>;
  return <Mark tone={tones[r.standing]}>{t(r.standing === 'overdue' ? 'standing_overdue' : r.state === 'drafted' ? 'report_drafted' : 'report_to_report')}</Mark>;
}

/** What is owed upward in a year: due, sent, late, still to come. */
export function ReportsTab({ year }: { year: number }) {
  const t = useLabels('papers');
  const writes = useMay('paper.write');
  const { standing } = route.useSearch();
  const list = useQuery(query(papers.reports, { query: { year, standing } }));
  const [open, setOpen] = useState(false);
  const columns: Column<Report>[] = [
    { key: 'title', title: t('report_title'), card: 'title', render: (r) => <><Link to="/papers/reports/$id" params={{ id: r.id }} className="strong-link">{r.title}</Link>{r.source && <p className="muted small">{t(`source_${r.source.kind}`)}：{r.source.title}</p>}</> },
    { key: 'recipient', title: t('recipient'), width: 180, render: (r) => r.recipient },
    { key: 'due', title: t('due'), width: 150, render: (r) => <>{r.due_at ? instantText(r.due_at) : r.due_on}{r.recurrence && <p className="muted small">{t(`repeat_${r.recurrence}`)}</p>}</> },
    { key: 'state', title: t('report_state'), width: 130, render: (r) => <ReportMark r={r} /> },
    { key: 'sent', title: t('sent_at'), width: 150, render: (r) => instantText(r.sent_at) },
    { key: 'receipt', title: t('receipt'), render: (r) => r.receipt },
  ];
  const figures = [['due', undefined], ['reported', 'reported'], ['overdue', 'overdue'], ['to_come', 'to_come']] as const;
  return (
    <Loaded query={list}>{(d) => <>
      <div className="figures">{figures.map(([key, filter]) => <Figure key={key} value={d.figures[key]} name={t(`figure_${key}`)} tone={key === 'overdue' ? 'bad' : undefined} link={(inside) => <Link to="/papers" search={{ tab: 'reports', year, standing: filter }} className="figure" aria-current={standing === filter ? 'true' : undefined}>{inside}</Link>} />)}</div>
      <div className="toolbar">
        <span className="muted">{d.figures.reported > 0 && t('on_time_rate', { n: d.figures.on_time, total: d.figures.reported, share: Math.round((d.figures.on_time / d.figures.reported) * 100) })}</span>
        {writes && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen(true)}>{t('new_report')}</Button>}
        <a className="button-link plain" href={addressOf(papers.export_reports, { query: { year } })} download><Icon name="download" size={16} />{t('export_reports')}</a>
      </div>
      <DataTable caption={t('reports')} columns={columns} rows={d.reports} rowKey={(r) => r.id} empty={<Nothing text={standing ? t('no_match') : t('no_reports')} hint={standing || !writes ? '' : t('no_reports_hint')} />} />
      {open && <ReportForm onClose={() => setOpen(false)} />}
    </>}</Loaded>
  );
}
