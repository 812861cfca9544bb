import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { accountability } from '../../modules/accountability/contract.ts';
import { assets } from '../../modules/assets/contract.ts';
import { checkFigures } from '../../modules/checks/figures-contract.ts';
import { filings } from '../../modules/filings/contract.ts';
import { hazards } from '../../modules/hazards/contract.ts';
import { letters, repairs, warnings } from '../../modules/notices/contract.ts';
import { mlps } from '../../modules/mlps/contract.ts';
import { papers } from '../../modules/papers/contract.ts';
import { query } from '../api.ts';
import { useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';

interface Line { n: number; late?: boolean; text: 'todo_check_confirm' | 'todo_check_approve' | 'todo_check_down' | 'todo_check_tampered' | 'todo_explain' | 'todo_approve' | 'todo_find' | 'todo_report_late' | 'todo_report_soon' | 'todo_letters' | 'todo_warnings' | 'todo_repairs' | 'todo_judge' | 'todo_hazards_late' | 'todo_hazards' | 'todo_retest' | 'todo_verify' | 'todo_exceptions' | 'todo_claims' | 'todo_mlps_late' | 'todo_mlps_soon' | 'todo_filings_late' | 'todo_filings' | 'todo_returned' | 'todo_applied' | 'todo_testing' | 'todo_go_live' | 'todo_system_reports'; link: (inside: ReactElement) => ReactElement }
const soonDays = 7;
const dayAfter = (n: number): string => new Date(Date.parse(`${today()}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

/** What waits elsewhere than among the assignments: questions to answer, proposals to approve, reports due upward. Nothing is shown where nothing waits. */
export function OtherTodos() {
  const t = useLabels('shell');
  const me = useMe();
  const clues = useQuery({ ...query(accountability.clues, { query: {} }), enabled: may(me, 'accountability.read') }).data?.figures;
  const reports = useQuery({ ...query(papers.reports, { query: {} }), enabled: may(me, 'paper.write') }).data;
  const answers = may(me, 'hazard.answer');
  const hazard = useQuery({ ...query(hazards.figures, {}), enabled: may(me, 'hazard.read') }).data;
  const of = (state: string): number => hazard?.by_state.find((s) => s.state === state)?.n ?? 0;
  const letter = useQuery({ ...query(letters.list, { query: { unsigned: 'true' } }), enabled: answers }).data;
  const warned = useQuery({ ...query(warnings.list, { query: {} }), enabled: answers || may(me, 'hazard.manage') }).data;
  const toSign = useQuery({ ...query(repairs.list, { query: { state: 'to_sign' } }), enabled: may(me, 'hazard.sign_off') }).data;
  const claims = useQuery({ ...query(assets.claims, { query: { state: 'open' } }), enabled: may(me, 'asset.write') }).data;
  const filing = useQuery({ ...query(filings.figures, {}), enabled: may(me, 'filing.read') }).data;
  const files = may(me, 'filing.write');
  const filingDesk = may(me, 'filing.manage');
  const check = useQuery({ ...query(checkFigures.figures, {}), enabled: may(me, 'check.read') }).data;
  const protection = useQuery({ ...query(mlps.calendar, { query: {} }), enabled: may(me, 'mlps.write') }).data;
  const soon = reports?.reports.filter((r) => r.standing === 'to_come' && r.due_on <= dayAfter(soonDays)).length ?? 0;
  const lines: Line[] = ([
    { n: may(me, 'accountability.answer') ? clues?.checking ?? 0 : 0, text: 'todo_explain', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'checking' }} className="todo">{x}</Link> },
    { n: may(me, 'accountability.approve') ? clues?.to_approve ?? 0 : 0, text: 'todo_approve', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'to_approve' }} className="todo">{x}</Link> },
    { n: may(me, 'accountability.write') ? clues?.answered ?? 0 : 0, text: 'todo_find', link: (x) => <Link to="/accountability" search={{ tab: 'clues', state: 'answered' }} className="todo">{x}</Link> },
    { n: answers ? letter?.letters.filter((l) => l.can_sign).length ?? 0 : 0, text: 'todo_letters', link: (x) => <Link to="/letters" search={{ tab: 'sent' }} className="todo">{x}</Link> },
    { n: answers ? warned?.warnings.filter((w) => w.state === 'published' && w.own === 'waiting').length ?? 0 : 0, late: true, text: 'todo_warnings', link: (x) => <Link to="/letters" search={{ tab: 'warnings' }} className="todo todo-late">{x}</Link> },
    { n: toSign?.length ?? 0, text: 'todo_repairs', link: (x) => <Link to="/letters" search={{ tab: 'repairs', state: 'to_sign' }} className="todo">{x}</Link> },
    { n: may(me, 'hazard.manage') ? warned?.warnings.filter((w) => w.state === 'collected').length ?? 0 : 0, text: 'todo_judge', link: (x) => <Link to="/letters" search={{ tab: 'warnings', warning: 'collected' }} className="todo">{x}</Link> },
    { n: answers || may(me, 'hazard.manage') ? hazard?.overdue ?? 0 : 0, late: true, text: 'todo_hazards_late', link: (x) => <Link to="/hazards" search={{ tab: 'list', overdue: 'true' }} className="todo todo-late">{x}</Link> },
    { n: answers ? hazard?.open ?? 0 : 0, text: 'todo_hazards', link: (x) => <Link to="/hazards" search={{ tab: 'list' }} className="todo">{x}</Link> },
    { n: may(me, 'hazard.manage') ? of('reported') : 0, text: 'todo_retest', link: (x) => <Link to="/hazards" search={{ tab: 'list', state: 'reported' }} className="todo">{x}</Link> },
    { n: may(me, 'hazard.manage') ? of('to_verify') : 0, text: 'todo_verify', link: (x) => <Link to="/hazards" search={{ tab: 'list', state: 'to_verify' }} className="todo">{x}</Link> },
    { n: may(me, 'hazard.approve') ? of('to_approve') : 0, text: 'todo_exceptions', link: (x) => <Link to="/hazards" search={{ tab: 'list', state: 'to_approve' }} className="todo">{x}</Link> },
    { n: claims?.filter((c) => c.can_claim && c.state === 'open').length ?? 0, text: 'todo_claims', link: (x) => <Link to="/systems" search={{ tab: 'claims', claim: 'open' }} className="todo">{x}</Link> },
    { n: files ? filing?.overdue ?? 0 : 0, late: true, text: 'todo_filings_late', link: (x) => <Link to="/filings" search={{ tab: 'list', overdue: 'true' }} className="todo todo-late">{x}</Link> },
    { n: files && !filingDesk ? filing?.owing ?? 0 : 0, text: 'todo_filings', link: (x) => <Link to="/filings" search={{ tab: 'list', owing: 'true' }} className="todo">{x}</Link> },
    { n: files && !filingDesk ? filing?.returned ?? 0 : 0, text: 'todo_returned', link: (x) => <Link to="/filings" search={{ tab: 'applications', app_state: 'returned' }} className="todo">{x}</Link> },
    { n: filingDesk ? filing?.applied ?? 0 : 0, text: 'todo_applied', link: (x) => <Link to="/filings" search={{ tab: 'applications', app_state: 'applied' }} className="todo">{x}</Link> },
    { n: filingDesk ? filing?.testing ?? 0 : 0, text: 'todo_testing', link: (x) => <Link to="/filings" search={{ tab: 'applications', app_state: 'testing' }} className="todo">{x}</Link> },
    { n: may(me, 'filing.approve') ? filing?.to_approve ?? 0 : 0, text: 'todo_go_live', link: (x) => <Link to="/filings" search={{ tab: 'applications', app_state: 'to_approve' }} className="todo">{x}</Link> },
    { n: filingDesk ? filing?.reports ?? 0 : 0, text: 'todo_system_reports', link: (x) => <Link to="/filings" search={{ tab: 'reports' }} className="todo">{x}</Link> },
    { n: may(me, 'check.confirm') ? check?.to_confirm ?? 0 : 0, text: 'todo_check_confirm', link: (x) => <Link to="/checks" search={{ tab: 'authorisations', state: 'to_confirm' }} className="todo">{x}</Link> },
    { n: may(me, 'check.approve') ? check?.to_approve ?? 0 : 0, text: 'todo_check_approve', link: (x) => <Link to="/checks" search={{ tab: 'authorisations', state: 'to_approve' }} className="todo">{x}</Link> },
    { n: check?.down ?? 0, late: true, text: 'todo_check_down', link: (x) => <Link to="/checks" search={{ tab: 'systems', down: 'true' }} className="todo todo-late">{x}</Link> },
    { n: may(me, 'check.manage') ? check?.tampered ?? 0 : 0, late: true, text: 'todo_check_tampered', link: (x) => <Link to="/checks" search={{ tab: 'tampers', tamper: 'alarm' }} className="todo todo-late">{x}</Link> },
    { n: protection?.overdue ?? 0, late: true, text: 'todo_mlps_late', link: (x) => <Link to="/mlps" search={{ tab: 'calendar', overdue: 'true' }} className="todo todo-late">{x}</Link> },
    { n: protection?.items.filter((d) => !d.overdue && d.days <= soonDays).length ?? 0, text: 'todo_mlps_soon', link: (x) => <Link to="/mlps" search={{ tab: 'calendar' }} className="todo">{x}</Link> },
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
