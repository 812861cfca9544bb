import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { BulletinsTab } from './bulletins-tab.tsx';
import { RatesTab } from './rates-tab.tsx';
import { RepairsTab } from './repairs-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { SentTab } from './sent-tab.tsx';
import { SuperiorsTab } from './superiors-tab.tsx';
import { ToSendTab } from './to-send-tab.tsx';
import { WarningsTab } from './warnings-tab.tsx';

const route = getRouteApi('/shell/letters');

/** The desk of notices: what goes out, what came from above, what is warned of, what is told at the end of a month. */
export function LettersPage() {
  const t = useLabels('letters');
  const shell = useLabels('shell');
  const manages = useMay('hazard.manage');
  const reads = useMay('paper.read');
  const { tab } = route.useSearch();
  const tabs = [
    ...(manages ? [{ key: 'to_send' as const, children: <ToSendTab /> }] : []),
    { key: 'sent' as const, children: <SentTab /> },
    { key: 'repairs' as const, children: <RepairsTab /> },
    ...(reads ? [{ key: 'superiors' as const, children: <SuperiorsTab /> }] : []),
    { key: 'warnings' as const, children: <WarningsTab /> },
    ...(reads ? [{ key: 'bulletins' as const, children: <BulletinsTab /> }] : []),
    { key: 'rates' as const, children: <RatesTab /> },
    ...(manages ? [{ key: 'rules' as const, children: <RulesTab /> }] : []),
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  const name = (key: (typeof tabs)[number]['key']): string => t(key === 'sent' && !reads ? 'received' : key);
  return (
    <Page title={shell('letters')} wide>
      <nav className="tabs" aria-label={shell('letters')}>{tabs.map((one) => <Link key={one.key} to="/letters" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{name(one.key)}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
