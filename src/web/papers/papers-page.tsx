import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { SuperiorsTab } from './superiors-tab.tsx';

const route = getRouteApi('/shell/papers');

/** What the office was told, what it laid down itself, and what it owes upward. */
export function PapersPage() {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const { tab = 'superiors' } = route.useSearch();
  const tabs = [{ key: 'superiors' as const, children: <SuperiorsTab /> }];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('papers')} wide>
      <nav className="tabs" aria-label={shell('papers')}>
        {tabs.map((one) => <Link key={one.key} to="/papers" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
