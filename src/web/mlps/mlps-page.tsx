import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { CalendarTab } from './calendar-tab.tsx';
import { ConsistencyTab } from './consistency-tab.tsx';
import { ControlsTab } from './controls-tab.tsx';
import { GapsTab } from './gaps-tab.tsx';
import { ItemsTab } from './items-tab.tsx';
import { ObjectsTab } from './objects-tab.tsx';
import { PlanTab } from './plan-tab.tsx';
import { ProgressTab } from './progress-tab.tsx';
import { RulesTab } from './rules-tab.tsx';

const route = getRouteApi('/shell/mlps');

/** 定级 → 备案 → 测评 → 整改: a unit begins with its objects, the office with how far everybody is. */
export function MlpsPage() {
  const t = useLabels('mlps');
  const shell = useLabels('shell');
  const writes = useMay('mlps.write');
  const manages = useMay('mlps.manage');
  const { tab } = route.useSearch();
  const objects = { key: 'objects' as const, children: <ObjectsTab /> };
  const progress = { key: 'progress' as const, children: <ProgressTab /> };
  const tabs = [
    ...(writes && !manages ? [objects] : [progress, objects]),
    { key: 'calendar' as const, children: <CalendarTab /> },
    { key: 'items' as const, children: <ItemsTab /> },
    { key: 'gaps' as const, children: <GapsTab /> },
    { key: 'plan' as const, children: <PlanTab /> },
    ...(writes && !manages ? [progress] : [{ key: 'consistency' as const, children: <ConsistencyTab /> }]),
    { key: 'controls' as const, children: <ControlsTab /> },
    { key: 'rules' as const, children: <RulesTab /> },
  ];
  const open = tabs.find((one) => one.key === tab) ?? tabs[0]!;
  return (
    <Page title={shell('mlps')} wide>
      <nav className="tabs" aria-label={shell('mlps')}>{tabs.map((one) => <Link key={one.key} to="/mlps" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{t(one.key)}</Link>)}</nav>
      {open.children}
    </Page>
  );
}
