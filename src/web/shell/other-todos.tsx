import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { accountability } from '../../modules/accountability/contract.ts';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';

interface Line { n: number; late?: boolean; text: 'todo_explain' | 'todo_approve' | 'todo_find' | 'todo_report_late' | 'todo_report_soon'; link: (inside: ReactElement) => ReactElement }
const soonDays = 7;
const dayAfter = (n: number): string => new Date(Date.parse(`${today()}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** What waits elsewhere than among the assignments: questions to answer, proposals to approve, reports due upward. Nothing is shown where nothing waits. */
export function OtherTodos() {
  const t = useLabels('shell');
  const me = useMe();
  const clues = useQuery({ ...query(accountability.clues, { query: {} }), enabled: may(me, 'accountability.read') }).data?.figures;
  const reports = useQuery({ ...query(papers.reports, { query: {} }), enabled: may(me, 'paper.write') }).data;
  const soon = reports?.reports.filter((r) => r.standing === 'to_come' && r.due_on <= dayAfter(soonDays)).length ?? 0;
  const lines: Line[] = ([
    { n: may(me, 'accountability.answer') ? clues?.checking ?? 0 : 0, text: 'todo_explain', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'checking' }} className="todo">{x}</Link> },
    { n: may(me, 'accountability.approve') ? clues?.to_approve ?? 0 : 0, text: 'todo_approve', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'to_approve' }} className="todo">{x}</Link> },
    { n: may(me, 'accountability.write') ? clues?.answered ?? 0 : 0, text: 'todo_find', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'answered' }} className="todo">{x}</Link> },
    { n: reports?.figures.overdue ?? 0, late: true, text: 'todo_report_late', link: (x) => <Link to="/papers" search={{ tab: 'reports', standing: 'overdue' }} className="todo todo-late">{x}</Link> },
    { n: soon, text: 'todo_report_soon', link: (x) => <Link to="/papers" search={{ tab: 'reports', standing: 'to_come' }} className="todo">{x}</Link> },
  ] as Line[]).filter((l) => l.n > 0);
  if (lines.length === 0) return null;
  return (
    <Panel title={t('todo_other')}>
      <ul className="todo-list">
        {lines.map((l) => <li key={l.text}>{l.link(<><span className="todo-main"><span className={l.late ? 'todo-title gap' : 'todo-title'}>{t(l.text, { n: l.n, days: soonDays })}</span></span><Icon name="right" size={16} /></>)}</li>)}
      </ul>
    </Panel>
  );
}
