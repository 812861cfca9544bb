import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useLabels } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { DutiesTab } from './duties-tab.tsx';
import { PromisesTab } from './promises-tab.tsx';
import { ResourcesTab } from './resources-tab.tsx';
import { StaffTab } from './staff-tab.tsx';

const route = getRouteApi('/shell/capacity');

/** Who bears which duty, and with what people, promises and means. */
export function CapacityPage() {
  const t = useLabels('capacity');
  const shell = useLabels('shell');
  const { tab = 'duties', year: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/capacity' });
  const now = Number(today().slice(0, 4));
  const year = chosen ?? now;
  const tabs = [
    { key: 'duties' as const, children: <DutiesTab year={year} /> },
    { key: 'staff' as const, children: <StaffTab year={year} /> },
    { key: 'promises' as const, children: <PromisesTab /> },
    { key: 'resources' as const, children: <ResourcesTab year={year} /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  const years = [...new Set([now + 1, now, now - 1, now - 2, now - 3, now - 4, year])].sort((a, b) => b - a);
  return (
    <Page title={shell('capacity')} wide extra={open.key !== 'promises' && <Select aria-label={t('year')} value={year} onChange={(y) => void navigate({ search: (s) => ({ ...s, year: y }) })} options={years.map((y) => ({ value: y, label: t('year_n', { year: y }) }))} />}>
      <nav className="tabs" aria-label={shell('capacity')}>
        {tabs.map((one) => <Link key={one.key} to="/capacity" search={{ tab: one.key, year: chosen }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
