import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { CircularsTab } from './circulars-tab.tsx';
import { CluesTab } from './clues-tab.tsx';
import { GroundsTab } from './grounds-tab.tsx';
import { HonoursTab } from './honours-tab.tsx';
import { WatchTab } from './watch-tab.tsx';

const route = getRouteApi('/shell/accountability');

/** Who is watched, held to account, praised. A unit sees first what it has to explain. */
export function AccountabilityPage() {
  const t = useLabels('accountability');
  const shell = useLabels('shell');
  const writes = useMay('accountability.write');
  const answers = useMay('accountability.answer');
  const { tab } = route.useSearch();
  const tabs = [
    { key: 'clues' as const, name: answers ? t('clues_unit') : t('clues'), children: <CluesTab /> },
    { key: 'watch' as const, name: t('watch'), children: <WatchTab /> },
    { key: 'circulars' as const, name: t('circulars'), children: <CircularsTab /> },
    { key: 'honours' as const, name: t('honours'), children: <HonoursTab /> },
    ...(writes ? [{ key: 'grounds' as const, name: t('grounds'), children: <GroundsTab /> }] : []),
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('accountability')} wide>
      <nav className="tabs" aria-label={shell('accountability')}>
        {tabs.map((one) => <Link key={one.key} to="/accountability" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{one.name}</Link>)}
      </nav>
      {open.children}
    </Page>
  );
}
