import { getRouteApi, Link } from '@tanstack/react-router';
import { useLabels } from '../i18n.ts';
import { may, useMe } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { ContactsTab } from './contacts-tab.tsx';
import { DutiesTab } from './duties-tab.tsx';
import { GroupsTab } from './groups-tab.tsx';
import { ImportTab } from './import-tab.tsx';
import { PeopleTab } from './people-tab.tsx';
import { UnitsTab } from './units-tab.tsx';

const route = getRouteApi('/shell/organisation');

/** Units, the people in them, and who answers for what. */
export function OrganisationPage() {
  const t = useLabels('organisation');
  const shell = useLabels('shell');
  const me = useMe();
  const { tab } = route.useSearch();
  const people = may(me, 'person.read');
  const tabs = [
    { key: 'units' as const, label: t('units'), shown: true, children: <UnitsTab /> },
    { key: 'people' as const, label: t('people'), shown: people, children: <PeopleTab /> },
    { key: 'duties' as const, label: t('duties'), shown: people, children: <DutiesTab /> },
    { key: 'groups' as const, label: t('groups'), shown: may(me, 'group.read'), children: <GroupsTab /> },
    { key: 'contacts' as const, label: t('contacts'), shown: people, children: <ContactsTab /> },
    { key: 'import' as const, label: t('import'), shown: may(me, 'person.write'), children: <ImportTab /> },
  ].filter((one) => one.shown);
  const open = tabs.find((one) => one.key === tab) ?? tabs[0];
  return (
    <Page title={shell('organisation')} wide>
      <nav className="tabs" aria-label={shell('organisation')}>
        {tabs.map((one) => <Link key={one.key} to="/organisation" search={{ tab: one.key }} aria-current={one === open ? 'page' : undefined} className={one === open ? 'tab tab-open' : 'tab'}>{one.label}</Link>)}
      </nav>
      {open?.children}
    </Page>
  );
}
