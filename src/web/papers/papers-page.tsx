import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useLabels } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { MattersTab } from './matters-tab.tsx';
import { OwnTab } from './own-tab.tsx';
import { PeriodsTab } from './periods-tab.tsx';
import { ReportsTab } from './reports-tab.tsx';
import { SuperiorsTab } from './superiors-tab.tsx';

const route = getRouteApi('/shell/papers');

/** On a phone the tabs are wider than the page: the open one is brought into it. */
const intoView = (tab: HTMLAnchorElement | null): void => tab?.scrollIntoView({ block: 'nearest', inline: 'center' });

/** What the office was told, what it laid down itself, and what it owes upward. */
export function PapersPage() {
  const t = useLabels('papers');
  const shell = useLabels('shell');
  const r = useLabels('responsibility');
  const { tab = 'superiors', year: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/papers' });
  const now = Number(today().slice(0, 4));
  const year = chosen ?? now;
  const tabs = [
    { key: 'superiors' as const, children: <SuperiorsTab /> },
    { key: 'own' as const, children: <OwnTab /> },
    { key: 'reports' as const, yearly: true, children: <ReportsTab year={year} /> },
    { key: 'matters' as const, yearly: true, children: <MattersTab year={year} /> },
    { key: 'periods' as const, yearly: true, children: <PeriodsTab year={year} /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('papers')} wide extra={open.yearly && <Select aria-label={r('year')} value={year} onChange={(y) => void navigate({ search: (s) => ({ ...s, year: y }) })} options={[...new Set([now + 1, now, now - 1, now - 2, now - 3, year])].sort((a, b) => b - a).map((y) => ({ value: y, label: r('year_n', { year: y }) }))} />}>
      <nav className="tabs" aria-label={shell('papers')}>
        {tabs.map((one) => <Link key={one.key} ref={one === open ? intoView : undefined} to="/papers" search={{ tab: one.key, year: chosen }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
