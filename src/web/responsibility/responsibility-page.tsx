import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { useLabels } from '../i18n.ts';
import { Page } from '../ui/page.tsx';
import { today } from '../ui/time-text.ts';
import { ContactsTab } from './contacts-tab.tsx';
import { LettersTab } from './letters-tab.tsx';
import { RecordsTab } from './records-tab.tsx';
import { StandingTab } from './standing-tab.tsx';

const route = getRouteApi('/shell/responsibility');

/** Whether those who answer for network security have done what they must, and whom to call. */
export function ResponsibilityPage() {
  const t = useLabels('responsibility');
  const shell = useLabels('shell');
  const { tab = 'standing', year: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/responsibility' });
  const now = Number(today().slice(0, 4));
  const year = chosen ?? now;
  const tabs = [
    { key: 'standing' as const, children: <StandingTab year={year} /> },
    { key: 'records' as const, children: <RecordsTab year={year} /> },
    { key: 'letters' as const, children: <LettersTab year={year} /> },
    { key: 'contacts' as const, children: <ContactsTab /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  const years = [...new Set([now + 1, now, now - 1, now - 2, now - 3, year])].sort((a, b) => b - a);
  return (
    <Page title={shell('responsibility')} wide extra={open.key !== 'contacts' && <Select aria-label={t('year')} value={year} onChange={(y) => void navigate({ search: (s) => ({ ...s, year: y }) })} options={years.map((y) => ({ value: y, label: t('year_n', { year: y }) }))} />}>
      <nav className="tabs" aria-label={shell('responsibility')}>
        {tabs.map((one) => <Link key={one.key} to="/responsibility" search={{ tab: one.key, year: chosen }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
