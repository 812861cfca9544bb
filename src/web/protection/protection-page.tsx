import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { BackupsTab } from './backups-tab.tsx';
import { LogsTab } from './logs-tab.tsx';
import { MeasuresTab } from './measures-tab.tsx';
import { PoliciesTab } from './policies-tab.tsx';
import { TodoTab } from './todo-tab.tsx';

const route = getRouteApi('/shell/protection');

/** What protects each system and the whole, and what is not as it should be. */
export function ProtectionPage() {
  const t = useLabels('protection');
  const { tab = 'todo', unit_id, system_id } = route.useSearch();
  const tabs = [
    { key: 'todo' as const, children: <TodoTab /> },
    { key: 'measures' as const, children: <MeasuresTab /> },
    { key: 'backups' as const, children: <BackupsTab /> },
    { key: 'accounts' as const, children: <AccountsTab /> },
    { key: 'logs' as const, children: <LogsTab /> },
    { key: 'policies' as const, children: <PoliciesTab /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={t('protection')} wide>
      <nav className="tabs" aria-label={t('protection')}>
        {tabs.map((one) => <Link key={one.key} to="/protection" search={{ tab: one.key, unit_id, system_id }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
