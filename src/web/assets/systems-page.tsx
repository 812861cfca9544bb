import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { ClaimsTab } from './claims-tab.tsx';
import { RangesTab } from './ranges-tab.tsx';
import { SystemsImport } from './systems-import.tsx';
import { SystemsTab } from './systems-tab.tsx';

const route = getRouteApi('/shell/systems');
export function SystemsPage() {
  const t = useLabels('assets');
  const shell = useLabels('shell');
  const writes = useMay('asset.write');
  const { tab } = route.useSearch();
  const tabs = [{ key: 'systems' as const, children: <SystemsTab /> }, { key: 'claims' as const, children: <ClaimsTab /> }, { key: 'ranges' as const, children: <RangesTab /> }, ...(writes ? [{ key: 'import' as const, children: <SystemsImport /> }] : [])];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('systems')} wide>
      <nav className="tabs" aria-label={shell('systems')}>{tabs.map((one) => <Link key={one.key} to="/systems" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
