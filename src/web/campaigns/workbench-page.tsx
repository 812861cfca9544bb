import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { campaigns } from '../../modules/campaigns/contract.ts';
import { query } from '../api.ts';
import { AuditSummary } from '../audit/audit-summary.tsx';
import { useLabels } from '../i18n.ts';
import { may, useMay, useMe } from '../session.ts';
import { OtherTodos } from '../shell/other-todos.tsx';
import { Icon } from '../ui/icon.tsx';
import { Loaded, Nothing } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { Bar, Figure } from '../ui/numbers.tsx';
import { Page, Panel } from '../ui/page.tsx';
import type { AssignmentRow, Campaign } from './campaign-data.ts';
import { LeaderView } from './leader-view.tsx';
import { GettingStarted } from './getting-started.tsx';
import { CampaignMark, Due, StateMark } from './state-mark.tsx';

/** What fits a screen or two; the rest is one press away, with its filters and its batch. */
const shownAtOnce = 10;

function Todo({ rows }: { rows: AssignmentRow[] }) {
  const t = useLabels('campaigns');
  // a head signs; what his liaisons are still at stands below and says so
  const signs = useMay('assignment.sign_off');
  if (rows.length === 0) return <Nothing text={t('nothing_to_do')} hint={t('nothing_to_do_hint')} />;
  return (
    <ul className="todo-list">
      {rows.slice(0, shownAtOnce).map((r) => (
        <li key={r.id}>
          <Link to="/assignments/$id" params={{ id: r.id }} className={r.overdue ? 'todo todo-late' : 'todo'}>
            <span className="todo-main"><span className="todo-title">{r.task_title}{r.period_label && <span className="muted">（{r.period_label}）</span>}</span><span className="muted small">{r.campaign_title} · {r.unit_name}</span></span>
            <span className="todo-side">{signs && (r.can.includes('sign_off') ? <Mark tone="warn">{t('waits_for_you')}</Mark> : <span className="muted small">{t('liaison_work')}</span>)}<StateMark state={r.state} /><Due row={r} /></span>
            <Icon name="right" size={16} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function CampaignBars({ list }: { list: Campaign[] }) {
  const t = useLabels('campaigns');
  return (
    <ul className="plain-list lined">
      {list.map((c) => (
        <li key={c.id} className="campaign-line">
          {c.state === 'draft' ? <span><Link to="/campaigns/$id/draft" params={{ id: c.id }} className="strong-link">{c.title || t('untitled')}</Link> <CampaignMark state="draft" /></span> : <><Link to="/campaigns/$id" params={{ id: c.id }} className="strong-link">{c.title}</Link>
          <Bar done={c.counts.done} total={c.counts.total} label={t('progress_of', { name: c.title })} />
          <span className="muted small">{t('done_of', { done: c.counts.done, total: c.counts.total })}{c.counts.overdue > 0 && <> · <Link to="/assignments" search={{ campaign_id: c.id, overdue: 'true' }} className="gap">{t('overdue_n', { n: c.counts.overdue })}</Link></>}</span></>}
        </li>
      ))}
    </ul>
  );
}

function Work() {
  const t = useLabels('campaigns');
  const me = useMe();
  const work = useQuery(query(campaigns.workbench));
  const writes = may(me, 'campaign.write');
  // whoever neither answers nor reviews reads; his list of things to do is shown when there is one
  const reads = !may(me, 'assignment.answer') && !may(me, 'assignment.review');
  return (
    <Loaded query={work} rows={8}>{(w) => (
      <>
        <nav className="figures" aria-label={t('figures')}>
          <Figure value={w.due_soon} name={t('due_soon')} tone="warn" link={(inside) => <Link to="/assignments" search={{ due: 'soon' }} className="figure">{inside}</Link>} />
          <Figure value={w.overdue} name={t('overdue')} tone="bad" link={(inside) => <Link to="/assignments" search={{ overdue: 'true' }} className="figure">{inside}</Link>} />
          <Figure value={w.this_month} name={t('this_month')} link={(inside) => <Link to="/assignments" search={{ due: 'month' }} className="figure">{inside}</Link>} />
          {may(me, 'assignment.review') && <Figure value={w.to_review} name={t('to_review')} tone="warn" link={(inside) => <Link to="/assignments" search={{ state: 'to_review' }} className="figure">{inside}</Link>} />}
          {w.gaps > 0 && may(me, 'person.read') && <Figure value={w.gaps} name={t('gaps')} tone="bad" link={(inside) => <Link to="/organisation" search={{ tab: 'duties', gaps: 'true' }} className="figure">{inside}</Link>} />}
        </nav>
        {(!reads || w.todo.length > 0) && <Panel title={t('my_todo')} extra={w.todo.length > 0 && <Link to="/assignments" search={{ mine: 'true' }}>{t(w.todo.length > shownAtOnce ? 'all_todo' : 'todo_as_rows')}</Link>}><Todo rows={w.todo} /></Panel>}
        <OtherTodos />
        {may(me, 'campaign.read') && <Panel title={t('campaigns_running')} extra={writes && <Link to="/campaigns/new" className="button-link primary"><Icon name="plus" size={16} />{t('new_campaign')}</Link>}>
          {w.campaigns.length === 0 ? <Nothing text={t('no_campaigns')} hint={t(writes ? 'no_campaigns_hint' : 'no_campaigns_wait')} /> : <CampaignBars list={w.campaigns} />}
        </Panel>}
        {reads && may(me, 'hazard.read') && may(me, 'campaign.read') && <LeaderView list={w.campaigns} />}
      </>
    )}</Loaded>
  );
}

/** What waits for me today; administrators, who do not touch the trade, see their own checklist. */
export function WorkbenchPage() {
  const me = useMe();
  const shell = useLabels('shell');
  const t = useLabels('campaigns');
  const works = may(me, 'assignment.read');
  return <Page title={shell('workbench')} note={t('greeting', { name: me.name })}>{works ? <Work /> : <>{may(me, 'audit.read') && <AuditSummary />}<GettingStarted /></>}</Page>;
}
