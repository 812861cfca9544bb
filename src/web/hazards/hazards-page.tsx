import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { ImportsTab } from './imports-tab.tsx';
import { LinksTab } from './links-tab.tsx';
import { LimitsTab } from './limits-tab.tsx';
import { ListTab } from './list-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { ProblemsTab } from './problems-tab.tsx';

const route = getRouteApi('/shell/hazards');

/** 登记 → 通报 → 整改 → 反馈 → 复测 → 清零. */
export function HazardsPage() {
  const t = useLabels('hazards');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const answers = useMay('hazard.answer');
  const { tab } = route.useSearch();
  const tabs = [
    ...(answers ? [] : [{ key: 'overview' as const, children: <OverviewTab /> }]),
    { key: 'list' as const, children: <ListTab /> },
    { key: 'problems' as const, children: <ProblemsTab /> },
    ...(answers ? [{ key: 'overview' as const, children: <OverviewTab /> }] : []),
    ...(manages ? [{ key: 'links' as const, children: <LinksTab /> }, { key: 'imports' as const, children: <ImportsTab /> }] : []),
    { key: 'limits' as const, children: <LimitsTab /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('hazards')} wide>
      <nav className="tabs" aria-label={shell('hazards')}>{tabs.map((one) => <Link key={one.key} to="/hazards" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}<Link to="/letters" className="tab">{shell('letters')}</Link></nav>
      {open.children}
    </Page>
  );
}
