import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useLabels } from '../i18n.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar } from '../ui/numbers.tsx';
import { Panel } from '../ui/page.tsx';
import type { CampaignDetail } from './campaign-data.ts';
import { DocumentPane } from './document-pane.tsx';

type Task = CampaignDetail['tasks'][number];
export const thresholdText = (x: Task['thresholds'][number]): string => `${x.metric} ${({ '>=': '≥', '<=': '≤' } as Record<string, string>)[x.op] ?? x.op} ${x.value}${x.unit}`;

function TaskTable({ page }: { page: CampaignDetail }) {
  const t = useLabels('campaigns');
  const { id } = page.campaign;
  const columns: Column<Task>[] = [
    { key: 'title', title: t('task'), card: 'title', render: (x) => <div><Link to="/assignments" search={{ campaign_id: id, task_id: x.id }} className="strong-link">{x.path} {x.title}</Link>{x.withdrawn && <> <Mark tone="grey">{t('state_withdrawn')}</Mark></>}{x.thresholds.length > 0 && <div>{x.thresholds.map((h, i) => <Mark key={i} tone="info">{thresholdText(h)}</Mark>)}</div>}</div> },
    { key: 'phase', title: t('phase'), width: 150, render: (x) => x.phase ?? '' },
    { key: 'due', title: t('due'), width: 130, render: (x) => x.recurrence ? t(`every_${x.recurrence}`) : x.due_on ?? t('no_due') },
    { key: 'progress', title: t('progress'), width: 190, render: (x) => <Bar done={x.counts.done} total={x.counts.total} label={t('progress_of', { name: x.title })} /> },
    { key: 'done', title: t('done_total'), width: 90, align: 'right', render: (x) => `${x.counts.done} / ${x.counts.total}` },
    { key: 'review', title: t('state_to_review'), width: 80, align: 'right', render: (x) => x.counts.to_review > 0 ? <Link to="/assignments" search={{ campaign_id: id, task_id: x.id, state: 'to_review' }}>{x.counts.to_review}</Link> : 0 },
    { key: 'overdue', title: t('overdue'), width: 70, align: 'right', render: (x) => x.counts.overdue > 0 ? <Link className="gap" to="/assignments" search={{ campaign_id: id, task_id: x.id, overdue: 'true' }}>{x.counts.overdue}</Link> : 0 },
  ];
  return <DataTable caption={t('tasks')} columns={columns} rows={page.tasks} rowKey={(x) => x.id} empty={<Nothing text={t('no_tasks')} />} />;
}

/** The tasks; or, beside the original text, which sentence each of them came from. */
export function TasksTab({ page, beside }: { page: CampaignDetail; beside?: boolean }) {
  const t = useLabels('campaigns');
  const [active, setActive] = useState<string>();
  const sentences = useMemo(() => page.tasks.flatMap((x) => x.span && !x.withdrawn ? [{ key: x.id, span: x.span, title: x.title }] : []), [page.tasks]);
  if (!beside) return <TaskTable page={page} />;
  const chosen = page.tasks.find((x) => x.id === active);
  return (
    <div className="side-by-side">
      <section className="document-side" aria-label={t('document')}><DocumentPane text={page.text} sentences={sentences} active={active} onPick={setActive} /></section>
      <div className="plan-side">
        {chosen && <Panel title={`${chosen.path} ${chosen.title}`}><p className="pre">{chosen.text}</p><Link to="/assignments" search={{ campaign_id: page.campaign.id, task_id: chosen.id }}>{t('see_rows', { n: chosen.counts.total })}</Link></Panel>}
        <Panel title={t('tasks_n', { n: page.tasks.length })}><ol className="sentence-list">{page.tasks.map((x) => <li key={x.id}><button type="button" className="text-button" aria-current={x.id === active} disabled={!x.span} onClick={() => setActive(x.id)}>{x.path} {x.title}</button></li>)}</ol></Panel>
      </div>
    </div>
  );
}
