import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { AuthorisationsTab } from './authorisations-tab.tsx';
import { CatalogueTab } from './catalogue-tab.tsx';
import { PatrolTab } from './patrol-tab.tsx';
import { PlansTab } from './plans-tab.tsx';
import { RunsTab } from './runs-tab.tsx';
import { SystemsTab } from './systems-tab.tsx';
import { TampersTab } from './tampers-tab.tsx';

const route = getRouteApi('/shell/checks');
/** 技术检测与网站监测. */
export function ChecksPage() {
  const t = useLabels('checks');
  const shell = useLabels('shell');
  const manages = useMay('check.manage');
  const { tab } = route.useSearch();
  const tabs = [
    { key: 'systems' as const, children: <SystemsTab /> },
    { key: 'authorisations' as const, children: <AuthorisationsTab /> },
    { key: 'runs' as const, children: <RunsTab /> },
    { key: 'tampers' as const, children: <TampersTab /> },
    { key: 'patrol' as const, children: <PatrolTab /> },
    { key: 'catalogue' as const, children: <CatalogueTab /> },
    ...(manages ? [{ key: 'plans' as const, children: <PlansTab /> }] : []),
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('checks')} wide>
      <nav className="tabs" aria-label={shell('checks')}>{tabs.map((one) => <Link key={one.key} to="/checks" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(`tab_${one.key}`)}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
