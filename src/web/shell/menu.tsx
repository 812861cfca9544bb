import { Link } from '@tanstack/react-router';
import { type Label, useLabels } from '../i18n.ts';
import { isAdministrator, type Me, may, useMe } from '../session.ts';
import { Icon, type IconName } from '../ui/icon.tsx';

type Place = '/' | '/campaigns' | '/assignments' | '/organisation' | '/systems' | '/ledgers' | '/filings' | '/hazards' | '/mlps' | '/checks' | '/letters' | '/protection' | '/responsibility' | '/capacity' | '/papers' | '/accountability' | '/notices' | '/accounts' | '/settings' | '/calendar' | '/operations' | '/dictionary' | '/audit' | '/help' | '/me';
interface Entry { to: Place; icon: IconName; name: Label<'shell'>; shown: (me: Me) => boolean }

const work: Entry[] = [
  { to: '/', icon: 'home', name: 'workbench', shown: () => true },
  { to: '/campaigns', icon: 'flag', name: 'campaigns', shown: (me) => may(me, 'campaign.read') },
  { to: '/assignments', icon: 'list', name: 'assignments', shown: (me) => may(me, 'assignment.read') },
  { to: '/hazards', icon: 'shield', name: 'hazards', shown: (me) => may(me, 'hazard.read') },
  { to: '/letters', icon: 'chat', name: 'letters', shown: (me) => may(me, 'hazard.read') },
  { to: '/systems', icon: 'globe', name: 'systems', shown: (me) => may(me, 'asset.read') },
  { to: '/ledgers', icon: 'list', name: 'ledgers', shown: (me) => may(me, 'asset.read') },
  { to: '/filings', icon: 'file', name: 'filings', shown: (me) => may(me, 'filing.read') },
  { to: '/checks', icon: 'search', name: 'checks', shown: (me) => may(me, 'check.read') },
  { to: '/protection', icon: 'key', name: 'protection', shown: (me) => may(me, 'protection.read') },
  { to: '/mlps', icon: 'layers', name: 'mlps', shown: (me) => may(me, 'mlps.read') },
  { to: '/organisation', icon: 'tree', name: 'organisation', shown: (me) => may(me, 'unit.read') && (may(me, 'person.read') || may(me, 'unit.write')) },
  { to: '/responsibility', icon: 'check', name: 'responsibility', shown: (me) => may(me, 'responsibility.read') },
  { to: '/capacity', icon: 'people', name: 'capacity', shown: (me) => may(me, 'capacity.read') },
  { to: '/papers', icon: 'file', name: 'papers', shown: (me) => may(me, 'paper.read') },
  { to: '/accountability', icon: 'warn', name: 'accountability', shown: (me) => may(me, 'accountability.read') },
  { to: '/notices', icon: 'bell', name: 'notices', shown: () => true },
];
const administration: Entry[] = [
  { to: '/accounts', icon: 'people', name: 'accounts', shown: (me) => may(me, 'account.read') },
  { to: '/settings', icon: 'gear', name: 'settings', shown: (me) => may(me, 'setting.read') },
  { to: '/calendar', icon: 'calendar', name: 'calendar', shown: (me) => may(me, 'calendar.write') },
  { to: '/dictionary', icon: 'list', name: 'dictionary', shown: (me) => may(me, 'unit.write') || may(me, 'setting.read') },
  { to: '/operations', icon: 'clock', name: 'operations', shown: (me) => may(me, 'operation.read') },
  { to: '/audit', icon: 'shield', name: 'audit', shown: (me) => may(me, 'audit.read') },
];

function Entries({ entries, onGo }: { entries: Entry[]; onGo: (() => void) | undefined }) {
  const t = useLabels('shell');
  return <ul>{entries.map((e) => <li key={e.to}><Link to={e.to} activeOptions={{ exact: e.to === '/', includeSearch: false }} onClick={onGo}><Icon name={e.icon} size={20} />{t(e.name)}</Link></li>)}</ul>;
}

export function Menu({ onGo }: { onGo?: () => void }) {
  const me = useMe();
  const t = useLabels('shell');
  const admin = administration.filter((e) => e.shown(me));
  return (
    <nav className="menu" aria-label={t('main_menu')}>
      <Entries entries={work.filter((e) => e.shown(me))} onGo={onGo} />
      {admin.length > 0 && <><p className="menu-title">{t('administration')}</p><Entries entries={admin} onGo={onGo} /></>}
      <div className="menu-foot"><Entries entries={[{ to: '/help', icon: 'help', name: 'help', shown: () => true }]} onGo={onGo} /></div>
    </nav>
  );
}

/** The four places a phone needs, in reach of a thumb. */
export function PhoneBar() {
  const me = useMe();
  const t = useLabels('shell');
  const places: Entry[] = [
    { to: '/', icon: 'home', name: 'phone_todo', shown: () => true },
    isAdministrator(me) ? { to: '/accounts', icon: 'people', name: 'accounts', shown: () => true } : { to: '/campaigns', icon: 'flag', name: 'phone_campaigns', shown: () => may(me, 'campaign.read') },
    { to: '/notices', icon: 'bell', name: 'phone_notices', shown: () => true },
    { to: '/me', icon: 'user', name: 'phone_me', shown: () => true },
  ];
  return (
    <nav className="phone-bar" aria-label={t('phone_menu')}>
      {places.filter((p) => p.shown(me)).map((p) => (
        <Link key={p.to} to={p.to} activeOptions={{ exact: p.to === '/', includeSearch: false }}>
          <Icon name={p.icon} size={22} /><span>{t(p.name)}</span>
          {p.to === '/notices' && me.unread > 0 && <span className="dot">{me.unread > 99 ? '99+' : me.unread}</span>}
        </Link>
      ))}
    </nav>
  );
}
