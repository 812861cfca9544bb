import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { ApplicationsTab } from './applications-tab.tsx';
import { CheckTab } from './check-tab.tsx';
import { DueTab } from './due-tab.tsx';
import { ListTab } from './list-tab.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { RulesTab } from './rules-tab.tsx';

const route = getRouteApi('/shell/filings');
/** 备案, 上线审批, 到期, 核查, 报备. */
export function FilingsPage() {
  const t = useLabels('filings');
  const shell = useLabels('shell');
  const manages = useMay('filing.manage');
  const { tab } = route.useSearch();
  const tabs = [
    { key: 'applications' as const, children: <ApplicationsTab /> },
    { key: 'list' as const, children: <ListTab /> },
    { key: 'due' as const, children: <DueTab /> },
    { key: 'check' as const, children: <CheckTab /> },
    { key: 'reports' as const, children: <ReportsTab /> },
    ...(manages ? [{ key: 'rules' as const, children: <RulesTab /> }] : []),
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('filings')} wide>
      <nav className="tabs" aria-label={shell('filings')}>{tabs.map((one) => <Link key={one.key} to="/filings" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
